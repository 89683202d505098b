#include "loose.h"

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Whether the dot at `at` joins two numbers, as the terms have it (token.h). */
static bool is_joint(wb_slice folded, size_t at)
{
    return folded.ptr[at] == '.' && at > 0 && at + 1 < folded.len && is_digit(folded.ptr[at - 1]) &&
           is_digit(folded.ptr[at + 1]);
}

/* Whether what stands at `at`, the beginning of a character, says something of numbers. */
static bool is_sign(wb_slice folded, size_t at)
{
    char byte = folded.ptr[at];
    if (at == 0 || !is_digit(folded.ptr[at - 1])) {
        return false;
    }
    bool divides =
        (byte == '/' || byte == ':') && at + 1 < folded.len && is_digit(folded.ptr[at + 1]);
    return divides || byte == '%' ||
           wb_slice_starts(wb_slice_make(folded.ptr + at, folded.len - at), "‰");
}

bool wb_loose_has_sign(wb_slice folded)
{
    for (size_t at = 0; at < folded.len; (void)wb_utf8_next(folded, &at)) {
        if (is_sign(folded, at)) {
            return true;
        }
    }
    return false;
}

/* Every character gives as many bytes at most as it has: a space stands for what it replaces. */
wb_status wb_loose_set(wb_loose *loose, wb_slice folded)
{
    wb_buf_clear(&loose->text);
    uint32_t *place = wb_grow(loose->place, &loose->place_cap, folded.len + 1, sizeof *place);
    if (!place) {
        return WB_NOMEM;
    }
    loose->place = place;
    if (wb_buf_reserve(&loose->text, folded.len + 1) != WB_OK) {
        return WB_NOMEM;
    }
    char *out = loose->text.data;
    size_t len = 0;
    bool after_word = false; /* the last character written was of a word or number */
    bool broken = false;     /* and something was left out since */
    for (size_t at = 0; at < folded.len;) {
        size_t start = at;
        wb_char_class class = wb_fold_class(wb_utf8_next(folded, &at));
        bool is_word =
            wb_fold_is_word(class) || (class == WB_CHAR_OTHER && is_joint(folded, start));
        if (!is_word && class != WB_CHAR_CJK && !is_sign(folded, start)) {
            broken = true;
            continue;
        }
        if (is_word && after_word && broken) {
            place[len] = (uint32_t)start;
            out[len++] = ' ';
        }
        for (size_t i = start; i < at; i++) {
            place[len] = (uint32_t)i;
            out[len++] = folded.ptr[i];
        }
        after_word = is_word;
        broken = false;
    }
    loose->text.len = len;
    out[len] = '\0';
    return WB_OK;
}

void wb_loose_free(wb_loose *loose)
{
    wb_buf_free(&loose->text);
    wb_free(loose->place);
    *loose = (wb_loose){0};
}

size_t wb_loose_find(const wb_loose *loose, wb_slice folded, wb_slice needle, bool prefix,
                     size_t from, size_t *ret_start, size_t *ret_end)
{
    wb_slice text = wb_buf_slice(&loose->text);
    while (from < text.len && needle.len <= text.len - from) {
        const char *hit = memmem(text.ptr + from, text.len - from, needle.ptr, needle.len);
        if (!hit) {
            break;
        }
        size_t at = (size_t)(hit - text.ptr);
        size_t start = loose->place[at];
        size_t end = (size_t)loose->place[at + needle.len - 1] + 1;
        if (!wb_token_is_inside(folded, start) && (prefix || !wb_token_is_inside(folded, end))) {
            *ret_start = start;
            *ret_end = end;
            return at;
        }
        from = at + 1;
    }
    return SIZE_MAX;
}
