/**
 * @file loose.h
 * Text without its punctuation. Private to matching and planning.
 *
 * The loose form of a folded text has its letters, digits and Chinese characters only; a space
 * keeps two words or numbers apart that stand one behind the other, a dot those that a dot joins to
 * one number (6.5). Signs are part of what they stand in, and of the form: % and ‰ behind a digit,
 * / and : between digits. An item matches loosely where its loose form occurs in the text's and
 * neither end lies inside a word or a number of the text (wb_token_is_inside).
 */
#ifndef WBSEARCH_QUERY_LOOSE_H
#define WBSEARCH_QUERY_LOOSE_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** A loose form. Zero-initialise it; use it again and again. */
typedef struct wb_loose {
    wb_buf text;
    uint32_t *place; /**< per byte of `text`: where it stands in the folded text */
    size_t place_cap;
} wb_loose;

/** Makes the loose form of `folded`. Errors: WB_NOMEM. */
wb_status wb_loose_set(wb_loose *loose, wb_slice folded) WB_MUST_CHECK;

/** Frees what it holds. */
void wb_loose_free(wb_loose *loose);

/** Whether there is a sign in `folded`; an item with one matches literally only. */
bool wb_loose_has_sign(wb_slice folded);

/**
 * The first match of `needle` (a loose form, not empty) in `loose`, the loose form of `folded`, at
 * or after byte `from` of the form, as bytes [*ret_start, *ret_end) of `folded`. `prefix`: the
 * match may end inside a word or number. Returns its offset in the form, SIZE_MAX when there is
 * none.
 */
size_t wb_loose_find(const wb_loose *loose, wb_slice folded, wb_slice needle, bool prefix,
                     size_t from, size_t *ret_start, size_t *ret_end);

WB_END_DECLS

#endif
