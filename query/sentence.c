#include "sentence.h"

/* The length of the sentence end that stands at `at`, 0 for none. */
static size_t end_mark(wb_slice text, size_t at)
{
    char c = text.ptr[at];
    if (c == '!' || c == '?' || c == ';') {
        return 1;
    }
    return c == '\xE3' && wb_slice_starts(wb_slice_make(text.ptr + at, text.len - at), "。") ? 3
                                                                                             : 0;
}

/* The length of what closes something at `at`, 0 for none. */
static size_t closing_mark(wb_slice text, size_t at)
{
    char c = text.ptr[at];
    if (c == '"' || c == ')') {
        return 1;
    }
    return c == '\xE3' && wb_slice_starts(wb_slice_make(text.ptr + at, text.len - at), "》") ? 3
                                                                                             : 0;
}

bool wb_sentence_next(wb_slice folded, wb_sentence *sentence)
{
    size_t at = sentence->next;
    if (at >= folded.len) {
        return false;
    }
    sentence->start = at;
    size_t behind = 0;
    while (at < folded.len && (behind = end_mark(folded, at)) == 0) {
        at++;
    }
    at += behind;
    size_t marks = at; /* where the quotation marks at the very end begin */
    while (at < folded.len) {
        size_t len = end_mark(folded, at);
        len = len ? len : closing_mark(folded, at);
        if (len == 0) {
            break;
        }
        marks = folded.ptr[at] == '"' ? marks : at + len;
        at += len;
    }
    sentence->end = at;
    sentence->next = at < folded.len ? marks : at;
    return true;
}
