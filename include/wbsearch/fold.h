/**
 * @file fold.h
 * The form in which text is compared, and the way back to the author's text.
 *
 * Two texts are the same to a reader when their folds are the same bytes. The fold, character by
 * character (table made at build time from ICU data by src/gen_fold.c, which lists what is ours):
 *  - NFKC and full case folding (Unicode NFKC_Casefold), circled numbers ① … excepted; diacritics
 *    of Latin, Greek and Cyrillic letters go; all decimal digits become 0-9;
 *  - traditional to simplified (ICU's Traditional-Simplified transform, character by character);
 *    further variants of a character, radicals (⻄ 西), letters of another script that look the
 * same (第ㄧ項, 第ニ条, Cyrillic СО2); ○ and ◯ as written in years become 〇;
 *  - one form of quotes ("), brackets (), title marks 《》, dashes and tildes (-), middle dots (·),
 *    commas (，), colons (:);
 *  - zero-width, soft hyphen, control and other ignorable characters go; private-use characters
 *    become what they are known to stand for, and stay as they are where nobody knows.
 * And in context:
 *  - the comma of a grouped number goes, of either width (1,250 １，２５０ → 1250); with white
 * space beside it, it is that of a list and becomes 、 (101, 102 → 101、102);
 *  - white space goes, but for one space between Latin letters, digits or a dot on both sides;
 *    of these spaces too go those put into a number or a word by converters: between two digits
 *    that both stand alone (1 9 9 8年 → 1998年; but 12 34 and 3.5 4.2 stay two numbers), around the
 *    dot of a number that has one before it (3 . 5 → 3.5), and in a run of three single letters
 *    a-z or more (G D P → gdp; but A B 两类 stay two);
 *  - a 0 or the letter O between Chinese numerals or before 年 becomes 〇 (二0二O年 → 二〇二〇年);
 *  - a number and a fraction behind it are two (1½ → 1 1/2);
 *  - runs of dashes become one -, dots of three and more and ellipses one ….
 *
 * A digit stands alone when what is closely before and behind it is neither a letter or digit nor a
 * mark that connects numbers: . - / : × + = * ^ …. Letters recognised as digits and the reverse
 * (Ma11, 3O7) are left alone: A1, PM10 and Al2O3 look the same.
 *
 * The fold is idempotent; and folding a part of a folded text gives that part (but for spaces at
 * its ends) when it is cut neither inside a word or number nor between a digit and a connecting
 * mark: so a query cut out of a text is found in it.
 */
#ifndef WBSEARCH_FOLD_H
#define WBSEARCH_FOLD_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/chars.h>

WB_BEGIN_DECLS

/** The class of `c`, which may be any code point. */
wb_char_class wb_fold_class(uint32_t c);

/**
 * A folded text. Zero-initialise it or use wb_folded_init; one object is meant to be used again and
 * again.
 */
typedef struct wb_folded {
    wb_buf text;            /**< the fold, UTF-8 */
    uint32_t *source_start; /**< per byte of the fold: where the source characters begin that its
                                 character stands for, byte offset; NULL without a map */
    uint32_t *source_end;   /**< per byte of the fold: where they end, byte offset */
    size_t map_cap;         /**< private */
} wb_folded;

/** Makes `folded` empty. */
void wb_folded_init(wb_folded *folded);

/** Frees what it holds. */
void wb_folded_free(wb_folded *folded);

/**
 * Folds `source` (well-formed UTF-8 of less than 1 GiB) into `folded`, whose former content goes.
 * With `with_map`, the source ranges are filled too: the match [a, b) of folded bytes, a < b, comes
 * from the source bytes [source_start[a], source_end[b - 1]).
 * Errors: WB_NOMEM, WB_LIMIT.
 */
wb_status wb_fold(wb_slice source, bool with_map, wb_folded *folded) WB_MUST_CHECK;

/** Whether `text` is of Chinese characters alone that fold to themselves wherever they stand: then
 *  the fold of every text that has these bytes has them too (the reverse need not be). */
bool wb_fold_is_plain(wb_slice text);

/** Identifies the table and the rules: two indexes with different values cannot be compared. */
uint32_t wb_fold_version(void);

WB_END_DECLS

#endif
