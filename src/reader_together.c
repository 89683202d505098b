/*
 * Whether the document writes two pieces of text together elsewhere: what a page end has cut is
 * hardly the only place with these characters, while a title and the paragraph below it are
 * strangers.
 */
#include "reader.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

/* So many bytes of a document's source are looked through for all its seams together, lest a
 * document of nothing but seams be slow. */
#define SEARCH_BYTES_MAX ((size_t)64 << 20)

/* Whether nothing but Chinese characters, letters and digits is in it. */
static bool is_written(wb_slice text)
{
    for (size_t offset = 0; offset < text.len;) {
        wb_char_class class = wb_fold_class(wb_utf8_next(text, &offset));
        if (class != WB_CHAR_CJK && !wb_fold_is_word(class)) {
            return false;
        }
    }
    return text.len > 0;
}

/* The last `count` characters of a text, or all of it. */
static wb_slice last_chars(wb_slice text, size_t count)
{
    size_t at = text.len;
    while (at > 0 && count-- > 0) {
        (void)wb_utf8_prev(text, &at);
    }
    return wb_slice_make(text.ptr + at, text.len - at);
}

/* Whether left and right stand next to each other anywhere in the source. */
static bool occurs(struct reader *r, wb_slice left, wb_slice right)
{
    char both[8 * 4];
    if (!is_written(left) || !is_written(right) || left.len + right.len > sizeof both ||
        r->together_bytes > SEARCH_BYTES_MAX) {
        return false;
    }
    memcpy(both, left.ptr, left.len);
    memcpy(both + left.len, right.ptr, right.len);
    r->together_bytes += r->source.len;
    return memmem(r->source.ptr, r->source.len, both, left.len + right.len) != NULL;
}

bool reader_stands_together(struct reader *r, wb_slice before, wb_slice after)
{
    wb_slice next = wb_slice_make(after.ptr, wb_utf8_offset_of(after, 1));
    wb_slice next_two = wb_slice_make(after.ptr, wb_utf8_offset_of(after, 2));
    return occurs(r, last_chars(before, 2), next) || occurs(r, last_chars(before, 1), next_two);
}
