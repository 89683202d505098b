#include "spelling_parts.h"

/* A date: parts that are 0 are not named. */
struct date {
    wb_numeral year;
    wb_numeral month;
    wb_numeral day;
};

/* How a date is written: signs behind year, month and day. */
struct date_form {
    const char *year_sign;
    const char *month_sign;
    const char *day_sign;
    bool padded; /* 03 */
    wb_numeral_style year_style;
    wb_spelling_form form;
};

static void put_padded(wb_speller *s, const wb_numeral *number, bool padded, wb_spelling_form form)
{
    if (form == WB_FORM_CHINESE) {
        wb_speller_number(s, number, WB_NUMERAL_CHINESE);
        return;
    }
    if (padded && number->units < 10) {
        wb_speller_puts(s, "0");
    }
    wb_speller_number(s, number, WB_NUMERAL_ARABIC);
}

static void put_date(wb_speller *s, const struct date *date, const struct date_form *form)
{
    wb_speller_start(s);
    if (date->year.units) {
        wb_speller_number(s, &date->year, form->year_style);
        wb_speller_puts(s, form->year_sign);
    }
    put_padded(s, &date->month, form->padded, form->form);
    wb_speller_puts(s, form->month_sign);
    if (date->day.units) {
        put_padded(s, &date->day, form->padded, form->form);
        wb_speller_puts(s, form->day_sign);
    }
    wb_speller_end(s, form->form, WB_EQUIVALENT_DATE);
}

static void put_forms(wb_speller *s, const struct date *date)
{
    static const struct date_form forms[] = {
        {"年", "月", "日", false, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {"年", "月", "日", false, WB_NUMERAL_DIGITS, WB_FORM_CHINESE},
        {"-", "-", "", true, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {".", ".", "", false, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {"年", "月", "日", true, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {"/", "/", "", false, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {"-", "-", "", false, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {"年", "月", "日", false, WB_NUMERAL_DIGITS_LING, WB_FORM_CHINESE},
        {".", ".", "", true, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {"/", "/", "", true, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {"年", "月", "号", false, WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
        {"年", "月", "号", false, WB_NUMERAL_DIGITS, WB_FORM_CHINESE},
    };
    bool whole = date->year.units && date->day.units;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        bool in_words = wb_slice_equal(wb_slice_from(forms[i].year_sign), wb_slice_from("年"));
        if (whole || in_words) { /* 2022-03 might be anything */
            put_date(s, date, &forms[i]);
        }
    }
}

/* A month or a day, Arabic or by position, perhaps with a 0 in front. */
static size_t read_small(const wb_speller *s, size_t at, uint64_t max, wb_numeral *ret)
{
    size_t len = wb_numeral_read(s->text, at, ret);
    if (len == 0) {
        return 0;
    }
    bool plain = ret->style == WB_NUMERAL_ARABIC ? ret->digits <= 2 && !ret->has_multiplier
                                                 : ret->style == WB_NUMERAL_CHINESE;
    return plain && wb_numeral_is_between(ret, 1, max) ? len : 0;
}

/* [2022年]3月[5日]. */
static size_t read_in_words(const wb_speller *s, struct date *date)
{
    size_t at = s->at;
    size_t len = wb_speller_year(s, at, &date->year);
    size_t sign = len ? wb_speller_sign(s, at + len, "年") : 0;
    at += sign ? len + sign : 0;
    if (!sign) {
        date->year.units = 0;
    }
    len = read_small(s, at, 12, &date->month);
    sign = len ? wb_speller_sign(s, at + len, "月") : 0;
    if (!sign) {
        return 0;
    }
    at += len + sign;
    len = read_small(s, at, 31, &date->day);
    sign = len ? wb_speller_sign(s, at + len, "日") + wb_speller_sign(s, at + len, "号") : 0;
    if (!sign) {
        date->day.units = 0;
        return date->year.units ? at - s->at : 0; /* 三月 alone is a matter of measures */
    }
    return at + len + sign - s->at;
}

/* One or two digits. */
static size_t read_field(const wb_speller *s, size_t at, uint64_t max, wb_numeral *ret)
{
    uint64_t value = 0;
    size_t len = 0;
    while (len < 2 && at + len < s->text.len && s->text.ptr[at + len] >= '0' &&
           s->text.ptr[at + len] <= '9') {
        value = value * 10 + (uint64_t)(s->text.ptr[at + len++] - '0');
    }
    *ret = wb_numeral_make(value);
    return value >= 1 && value <= max ? len : 0;
}

/* 2022-03-05, 2022.3.5, 2022/3/5. */
static size_t read_in_digits(const wb_speller *s, struct date *date)
{
    const char *text = s->text.ptr;
    size_t at = s->at;
    uint64_t year = 0;
    for (; at < s->text.len && at - s->at < 4 && text[at] >= '0' && text[at] <= '9'; at++) {
        year = year * 10 + (uint64_t)(text[at] - '0');
    }
    if (at - s->at != 4 || year < 1900 || year > 2099 || at >= s->text.len ||
        !strchr("-./", text[at]) || wb_speller_is_behind(s, s->at, "-./")) {
        return 0;
    }
    char mark = text[at];
    size_t month = read_field(s, at + 1, 12, &date->month);
    size_t second = at + 1 + month;
    if (!month || second >= s->text.len || text[second] != mark) {
        return 0;
    }
    size_t day = read_field(s, second + 1, 31, &date->day);
    size_t end = second + 1 + day;
    bool goes_on = end < s->text.len &&
                   ((text[end] >= '0' && text[end] <= '9') || (text[end] == mark && mark != '-'));
    date->year = wb_numeral_make(year);
    return day && !goes_on ? end - s->at : 0;
}

size_t wb_spelling_date(wb_speller *s)
{
    struct date date = {{0}, {0}, {0}};
    size_t len = wb_speller_is_behind(s, s->at, "") ? 0 : read_in_words(s, &date);
    if (len == 0) {
        len = read_in_digits(s, &date);
    }
    if (len) {
        put_forms(s, &date);
    }
    return len;
}

size_t wb_spelling_year(wb_speller *s)
{
    static const struct {
        wb_numeral_style style;
        wb_spelling_form form;
    } styles[] = {{WB_NUMERAL_ARABIC, WB_FORM_ARABIC},
                  {WB_NUMERAL_DIGITS, WB_FORM_CHINESE},
                  {WB_NUMERAL_DIGITS_LING, WB_FORM_CHINESE}};
    wb_numeral year;
    size_t len = wb_speller_is_behind(s, s->at, "") ? 0 : wb_speller_year(s, s->at, &year);
    size_t sign = len ? wb_speller_sign(s, s->at + len, "年") : 0;
    sign += len && !sign ? wb_speller_sign(s, s->at + len, "学年") : 0;
    if (!sign) {
        return 0;
    }
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        wb_speller_start(s);
        wb_speller_number(s, &year, styles[i].style);
        wb_speller_copy(s, s->at + len, s->at + len + sign);
        wb_speller_end(s, styles[i].form, WB_EQUIVALENT_YEAR);
    }
    return len + sign;
}

/* (2019)5号, (2019)第5号, in either numerals. */
size_t wb_spelling_document(wb_speller *s)
{
    wb_numeral year;
    wb_numeral number;
    size_t at = s->at + wb_speller_sign(s, s->at, "(");
    size_t len = at > s->at ? wb_speller_year(s, at, &year) : 0;
    size_t sign = len ? wb_speller_sign(s, at + len, ")") : 0;
    if (!sign) {
        return 0;
    }
    at += len + sign;
    at += wb_speller_sign(s, at, "第");
    len = wb_numeral_read(s->text, at, &number);
    sign = len ? wb_speller_sign(s, at + len, "号") : 0;
    if (!sign || number.scale || number.has_multiplier) {
        return 0;
    }
    for (int i = 0; i < 4; i++) {
        bool chinese = i >= 2;
        wb_speller_start(s);
        wb_speller_puts(s, "(");
        wb_speller_number(s, &year, chinese ? WB_NUMERAL_DIGITS : WB_NUMERAL_ARABIC);
        wb_speller_puts(s, i % 2 ? ")第" : ")");
        wb_speller_number(s, &number, chinese ? WB_NUMERAL_CHINESE : WB_NUMERAL_ARABIC);
        wb_speller_puts(s, "号");
        wb_speller_end(s, chinese ? WB_FORM_CHINESE : WB_FORM_ARABIC, WB_EQUIVALENT_DOCUMENT);
    }
    return at + len + sign - s->at;
}

/* 8时30分, 八时三十分. */
static size_t read_clock_in_words(const wb_speller *s, wb_numeral *hour, wb_numeral *minute)
{
    size_t at = s->at;
    size_t len = read_small(s, at, 24, hour);
    size_t sign = len ? wb_speller_sign(s, at + len, "时") : 0;
    at += len + sign;
    len = sign ? read_small(s, at, 59, minute) : 0;
    sign = len ? wb_speller_sign(s, at + len, "分") : 0;
    return sign && !wb_speller_sign(s, at + len, "分之") ? at + len + sign - s->at : 0;
}

/* 8:30: the minutes always with two digits. */
static size_t read_clock_in_digits(const wb_speller *s, wb_numeral *hour, wb_numeral *minute)
{
    if (wb_speller_is_behind(s, s->at, ":")) {
        return 0;
    }
    size_t len = read_field(s, s->at, 24, hour);
    size_t sign = len ? wb_speller_sign(s, s->at + len, ":") : 0;
    size_t digits = sign ? read_field(s, s->at + len + sign, 59, minute) : 0;
    size_t end = s->at + len + sign + digits;
    bool goes_on = end < s->text.len && ((s->text.ptr[end] >= '0' && s->text.ptr[end] <= '9') ||
                                         s->text.ptr[end] == ':');
    return digits == 2 && !goes_on ? end - s->at : 0;
}

size_t wb_spelling_clock(wb_speller *s)
{
    wb_numeral hour;
    wb_numeral minute;
    size_t len = read_clock_in_words(s, &hour, &minute);
    if (len == 0) {
        len = read_clock_in_digits(s, &hour, &minute);
    }
    static const struct {
        const char *hour_sign;
        const char *minute_sign;
        bool padded;
        wb_spelling_form form;
    } forms[] = {{"时", "分", false, WB_FORM_ARABIC},
                 {"时", "分", false, WB_FORM_CHINESE},
                 {":", "", true, WB_FORM_ARABIC}};
    for (size_t i = 0; len && i < sizeof forms / sizeof *forms; i++) {
        wb_speller_start(s);
        put_padded(s, &hour, false, forms[i].form);
        wb_speller_puts(s, forms[i].hour_sign);
        put_padded(s, &minute, forms[i].padded, forms[i].form);
        wb_speller_puts(s, forms[i].minute_sign);
        wb_speller_end(s, forms[i].form, WB_EQUIVALENT_DATE);
    }
    return len;
}
