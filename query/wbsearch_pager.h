/*
 * The pager, for results that are longer than the screen.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_PAGER_H
#define WBSEARCH_QUERY_WBSEARCH_PAGER_H

#include <wbsearch/buf.h>

/* The command of the pager: `asked` (NULL where not given), $WBSEARCH_PAGER, $PAGER, less. NULL for
 * none: an empty one, or cat. */
const char *pager_command(const char *asked);

/* Whether `text` takes more than the terminal on standard output shows; false where that is none.
 */
bool pager_is_needed(wb_slice text);

/* Shows `text` by the command; false when it could not be run, and then nothing is shown. */
bool pager_show(const char *command, wb_slice text);

#endif
