/*
 * What the beginning and the end of a line say about it: the cues by which the passes
 * decide. Every function looks at a text alone, not at its neighbours.
 */
#ifndef WBSEARCH_SRC_CUES_H
#define WBSEARCH_SRC_CUES_H

#include <wbsearch/base.h>

#include "reader_numbering.h"

/* Whether `text` begins like a paragraph: numbering, a dash of enumeration, an indent, a date line,
 * 附件, 各位代表： and so on. */
bool cue_begins(wb_slice text, struct cue_scratch *scratch);

/* Whether `text` is a date and nothing else: 2018年12月28日, （二〇一八年十二月二十八日）. */
bool cue_is_date(wb_slice text, struct cue_scratch *scratch);

/* Whether `text` heads an attachment: 附件, 附件2：, 附表3 and a title. The list of attachments,
 * 附件：1. …, heads none. */
bool cue_attachment(wb_slice text, struct cue_scratch *scratch);

/* Whether `text` addresses the readers: 各位代表：, 各市、县人民政府，市政府各部门： */
bool cue_salutation(wb_slice text);

/* Whether `text` ends like a paragraph: 。！？；：… and closing marks behind them. */
bool cue_ends(wb_slice text);

/* Whether `text` ends like a sentence, ；and ： left out. */
bool cue_ends_sentence(wb_slice text);

/* Whether `text` begins with what begins no sentence: ，、）”％元的 and their kin. */
bool cue_continues(wb_slice text);

/* Whether `text` ends with an opening mark: 《 “ （ and their kin. */
bool cue_opens(wb_slice text);

/* Whether `text` has a mark between clauses: ，；。！？ */
bool cue_has_clauses(wb_slice text);

/* Whether a sentence is under way in `text`: it has a comma, or is longer than a title. */
bool cue_runs_on(wb_slice text);

/* Whether `text` is a page number standing alone: — 31 —, - 31 -, 第31页 共40页; with `bare`, 31
 * and 31/40 too. */
bool cue_page_number(wb_slice text, bool bare, struct cue_scratch *scratch);

#endif
