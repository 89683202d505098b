/**
 * @file embedded.h
 * Files that are part of the program (query/meson.build lists them; made by gen_embed.c).
 */
#ifndef WBSEARCH_QUERY_EMBEDDED_H
#define WBSEARCH_QUERY_EMBEDDED_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** The content of the file `name` (without folder), constant; empty when there is none. */
wb_slice wb_embedded(const char *name);

/** What tells this content of the file from others: 16 hexadecimal digits, constant. */
const char *wb_embedded_tag(const char *name);

WB_END_DECLS

#endif
