#include "fold_context.h"

/* The next folded character at `place`, ' ' for white space and 0 at the end. Like the walk itself,
 * it sees white space between a digit and a fraction. */
static uint32_t look_ahead(wb_slice source, struct fold_place *place, uint32_t before)
{
    for (;;) {
        if (place->rest.len) {
            size_t i = 0;
            uint32_t c = wb_utf8_next(place->rest, &i);
            place->rest = wb_slice_make(place->rest.ptr + i, place->rest.len - i);
            return c;
        }
        if (place->offset >= source.len) {
            return 0;
        }
        uint32_t c = wb_utf8_next(source, &place->offset);
        uint32_t entry = fold_entry(c);
        if (fold_class(entry) == WB_CHAR_SPACE) {
            return ' ';
        }
        switch (fold_kind(entry)) {
        case FOLD_KIND_SAME:
            return c;
        case FOLD_KIND_CHAR:
            return entry & FOLD_VALUE_MASK;
        case FOLD_KIND_STRING:
            place->rest = fold_string_of(entry);
            if (fold_is_digit(before) && fold_is_digit((unsigned char)place->rest.ptr[0])) {
                return ' ';
            }
            break;
        default:
            break;
        }
    }
}

/* The same, past white space; *ret_gap says whether there was some. */
static uint32_t look_past_space(wb_slice source, struct fold_place *place, bool *ret_gap)
{
    uint32_t c = look_ahead(source, place, 0);
    *ret_gap = c == ' ';
    while (c == ' ') {
        c = look_ahead(source, place, 0);
    }
    return c;
}

/* Marks that make one expression of the digits on both sides: 3.5, 7-8, 1/2, 10:30. */
static bool is_connector(uint32_t c)
{
    return c == '.' || c == '-' || c == '/' || c == ':' || c == 0xD7 /* × */ || c == '+' ||
           c == '=' || c == '*' || c == '^' || c == FOLD_ELLIPSIS;
}

static bool is_word(uint32_t c)
{
    return wb_fold_is_word(fold_class(fold_entry(c)));
}

/* Whether nothing stands closely behind a digit or letter: what follows begins at `place`. */
static bool is_lone_before(wb_slice source, struct fold_place place, uint32_t c)
{
    uint32_t behind = look_ahead(source, &place, c);
    return !is_word(behind) && !(fold_is_digit(c) && is_connector(behind));
}

/* Whether three single letters or more stand apart, of which `c` is the second: G D P. */
static bool is_spaced_word(const struct fold_state *f)
{
    bool gap;
    struct fold_place place = f->next;
    uint32_t third = look_past_space(f->source, &place, &gap);
    return gap && fold_is_letter(third) && is_lone_before(f->source, place, third);
}

bool fold_gap_goes(const struct fold_state *f, uint32_t c)
{
    if (f->last_class == WB_CHAR_DIGIT && c == '.') {
        bool gap;
        struct fold_place place = f->next;
        return fold_is_digit(look_past_space(f->source, &place, &gap));
    }
    if (f->last == '.') {
        return f->spaced_dot && fold_is_digit(c);
    }
    if (!f->lone || fold_is_digit(c) != fold_is_digit(f->last) ||
        !(fold_is_digit(c) || fold_is_letter(c)) || !is_lone_before(f->source, f->next, c)) {
        return false;
    }
    return fold_is_digit(c) || f->lone_letters >= 2 || is_spaced_word(f);
}

/* How many digits the number has that begins at `*c`, up to four; single digits that stand apart
 * are one number. */
static unsigned count_digits(wb_slice source, struct fold_place place, uint32_t c)
{
    unsigned count = 0;
    unsigned close = 0; /* digits since the last white space */
    while (fold_is_digit(c) && count < 4) {
        count++;
        close++;
        c = look_ahead(source, &place, c);
        if (c == ' ') {
            bool gap;
            c = look_past_space(source, &place, &gap);
            if (close != 1 || !fold_is_digit(c) || !is_lone_before(source, place, c)) {
                break;
            }
            close = 0;
        }
    }
    return count;
}

uint32_t fold_comma_as(const struct fold_state *f, bool gap_before)
{
    if (f->grouped ? f->digits != 3 : !f->group_open || f->digits > 3) {
        return FOLD_COMMA;
    }
    bool gap_behind;
    struct fold_place place = f->next;
    uint32_t c = look_past_space(f->source, &place, &gap_behind);
    if (count_digits(f->source, place, c) != 3) {
        return FOLD_COMMA;
    }
    return gap_before || gap_behind ? FOLD_LIST_COMMA : 0;
}

bool fold_is_numeral(uint32_t c)
{
    switch (c) {
    case 0x4E00: /* 一 */
    case 0x4E8C: /* 二 */
    case 0x4E09: /* 三 */
    case 0x56DB: /* 四 */
    case 0x4E94: /* 五 */
    case 0x516D: /* 六 */
    case 0x4E03: /* 七 */
    case 0x516B: /* 八 */
    case 0x4E5D: /* 九 */
    case 0x96F6: /* 零 */
    case FOLD_ZERO:
        return true;
    default:
        return false;
    }
}

bool fold_is_numeral_zero(const struct fold_state *f, uint32_t c)
{
    struct fold_place place = f->next;
    for (int zeros = 0; zeros < 4 && (c == '0' || c == 'o'); zeros++) {
        bool gap;
        c = look_past_space(f->source, &place, &gap);
    }
    return fold_is_numeral(c) || c == FOLD_YEAR;
}

void fold_note_word(struct fold_state *f, uint32_t c, wb_char_class class, bool close, bool joined)
{
    if (class == WB_CHAR_DIGIT) {
        if (f->last_class != WB_CHAR_DIGIT) {
            f->digits = 0;
            f->grouped = false;
            f->group_open = c != '0' && f->last_class != WB_CHAR_LETTER && f->last != '.';
        }
        bool behind_comma = f->last_class == WB_CHAR_DIGIT && f->digits == 0; /* that went */
        f->digits++;
        f->lone = !close || behind_comma ||
                  (!wb_fold_is_word(f->last_class) && (f->spaced_dot || !is_connector(f->last)));
    } else {
        f->lone = fold_is_letter(c) && (!close || !wb_fold_is_word(f->last_class));
        f->lone_letters = joined ? f->lone_letters + 1 : 1;
    }
}
