#include "spelling_parts.h"

size_t wb_speller_sign(const wb_speller *s, size_t at, const char *sign)
{
    size_t len = strlen(sign);
    bool stands =
        at <= s->text.len && s->text.len - at >= len && memcmp(s->text.ptr + at, sign, len) == 0;
    return stands ? len : 0;
}

void wb_speller_start(wb_speller *s)
{
    s->begin = s->pool->len;
}

void wb_speller_puts(wb_speller *s, const char *text)
{
    wb_buf_puts(s->pool, text);
}

void wb_speller_copy(wb_speller *s, size_t start, size_t end)
{
    wb_buf_append(s->pool, s->text.ptr + start, end - start);
}

bool wb_speller_number(wb_speller *s, const wb_numeral *number, wb_numeral_style style)
{
    return wb_numeral_write(number, style, s->pool);
}

void wb_speller_end(wb_speller *s, wb_spelling_form form, wb_equivalent_kind kind)
{
    if (s->pool->status != WB_OK) {
        return;
    }
    wb_slice text = wb_slice_make(s->pool->data + s->begin, s->pool->len - s->begin);
    bool known = s->part->count == WB_SPELLINGS_MAX;
    for (size_t i = 0; i < s->part->count; i++) {
        const wb_spelling *other = &s->part->spellings[i];
        known =
            known || wb_slice_equal(text, wb_slice_make(s->pool->data + other->offset, other->len));
    }
    if (!known && text.len) {
        s->part->spellings[s->part->count++] = (wb_spelling){s->begin, text.len, form, kind};
    } else {
        s->pool->len = s->begin;
    }
}

bool wb_speller_is_behind(const wb_speller *s, size_t at, const char *marks)
{
    if (at == 0) {
        return false;
    }
    char c = s->text.ptr[at - 1];
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (*marks && strchr(marks, c));
}

size_t wb_speller_year(const wb_speller *s, size_t at, wb_numeral *ret)
{
    size_t len = wb_numeral_read(s->text, at, ret);
    bool by_digits = ret->style >= WB_NUMERAL_DIGITS || ret->style == WB_NUMERAL_ARABIC;
    bool is_year = len && ret->digits == 4 && by_digits && !ret->has_multiplier &&
                   wb_numeral_is_between(ret, 1000, 2999);
    return is_year ? len : 0;
}
