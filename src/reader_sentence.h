/*
 * Cues that a sentence is under way: what stands at the beginning, in the middle or at the end of a
 * piece of text that is part of a sentence, and hardly in titles.
 */
#ifndef WBSEARCH_SRC_READER_SENTENCE_H
#define WBSEARCH_SRC_READER_SENTENCE_H

#include <wbsearch/base.h>

/* Whether `text` ends with what a sentence goes on behind: ，、的和 and their kin, 应当, 按照 … */
bool cue_hangs(wb_slice text);

/* Whether a word stands in `text` that makes it a statement and hardly stands in titles: 应当, 是,
 * 我们 …; but not where it ends like one: 今后应当注意的问题. Looks at all of `text`. */
bool cue_states(wb_slice text);

/* Whether the numbering that `text` begins with is part of a sentence: 第十条规定, （三）项的. */
bool cue_refers(wb_slice text);

/* Whether `text` is a note of adoption, which has no full stop: （2023年5月6日…会议通过）
 * without its brackets, or a date and what was done then. */
bool cue_is_adoption(wb_slice text);

#endif
