/**
 * @file collate.h
 * The order in which a reader of Chinese looks titles up: by pinyin, numbers before it and by their
 * value, Latin letters behind it, punctuation left out of account (ICU's collation for zh; UTS
 * #10).
 */
#ifndef WBSEARCH_QUERY_COLLATE_H
#define WBSEARCH_QUERY_COLLATE_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** One thread at a time. */
typedef struct wb_collator wb_collator;

/** Opens ICU's collator. Errors: WB_INTERNAL (ICU's data are missing), WB_NOMEM. */
wb_status wb_collator_new(wb_collator **ret, wb_error *err) WB_MUST_CHECK;

/** Frees it. */
void wb_collator_free(wb_collator *collator);

/** Appends bytes that compare as `text` (UTF-8; what is none counts as U+FFFD) is to stand. Errors:
 *  WB_NOMEM, WB_INTERNAL. */
wb_status wb_collator_key(wb_collator *collator, wb_slice text, wb_buf *out,
                          wb_error *err) WB_MUST_CHECK;

WB_END_DECLS

#endif
