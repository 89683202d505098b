/*
 * Files that are not text, known by their first bytes.
 */
#ifndef FILE_KIND_H
#define FILE_KIND_H

#include <wbsearch/base.h>

struct file_kind {
    const char *name; /* "a PDF file" */
    const char *hint; /* how to make text of it; NULL where there is none in it */
};

/* What `bytes` are, by their first 4 KB; NULL when they may be text. Lives for ever. */
const struct file_kind *file_kind_of(wb_slice bytes);

#endif
