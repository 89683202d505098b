/**
 * @file keep_memory.h
 * Memory between one search and the next.
 */
#ifndef WBSEARCH_QUERY_KEEP_MEMORY_H
#define WBSEARCH_QUERY_KEEP_MEMORY_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/**
 * Has the C library keep up to 64 MB a thread that a search has freed, for the next one; for
 * programs that search more than once, at their start. A query of a thousand characters opens as
 * many posting lists, 30 MB of blocks, several times; given back to the system each time, the pages
 * took four fifths of its time (600 ms in place of 110). Without glibc it does nothing.
 */
void wb_keep_memory(void);

WB_END_DECLS

#endif
