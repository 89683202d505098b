/* Dates as documents write them, read from folded text. */
#include "reader_meta_dates.h"

#include <stdio.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

/* Years outside of these are no dates of documents. */
#define YEAR_MIN 1800
#define YEAR_MAX 2199
/* The first year of the calendar of 民国 is 1912. */
#define MINGUO 1911

/* The value of a Chinese digit, or -1. */
static int digit_of(uint32_t c)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 10; i++) {
        if (digits[i] == c) {
            return i;
        }
    }
    return c == 0x96F6 ? 0 : -1; /* 零 */
}

/* A number in Arabic digits, `max_digits` at most; returns its bytes. */
static size_t arabic(wb_slice text, size_t at, size_t max_digits, int *ret)
{
    size_t i = at;
    int value = 0;
    while (i < text.len && i - at < max_digits && text.ptr[i] >= '0' && text.ptr[i] <= '9') {
        value = value * 10 + (text.ptr[i++] - '0');
    }
    *ret = value;
    return i - at;
}

/* 二〇一九, or 十二, 三十一, 一百零七; returns its bytes. */
static size_t chinese(wb_slice text, size_t at, int *ret)
{
    int sum = 0;  /* what hundreds and tens came to */
    int last = 0; /* the digits behind them */
    bool tens = false;
    size_t i = at;
    for (int n = 0; n < 6 && i < text.len; n++) {
        size_t next = i;
        uint32_t c = wb_utf8_next(text, &next);
        int digit = digit_of(c);
        int unit = c == 0x5341 ? 10 : c == 0x767E ? 100 : 0; /* 十, 百 */
        if (unit) {
            sum += (last ? last : 1) * unit;
            last = 0;
            tens = true;
        } else if (digit >= 0) {
            last = tens ? digit : last * 10 + digit;
        } else {
            break;
        }
        i = next;
    }
    *ret = sum + last;
    return i - at;
}

static size_t number(wb_slice text, size_t at, size_t max_digits, int *ret)
{
    size_t len = arabic(text, at, max_digits, ret);
    return len ? len : chinese(text, at, ret);
}

size_t meta_number_at(wb_slice folded, size_t at, int *ret)
{
    return at < folded.len ? number(folded, at, 6, ret) : 0;
}

static size_t literal(wb_slice text, size_t at, const char *wanted)
{
    return wb_slice_starts(wb_slice_make(text.ptr + at, text.len - at), wanted) ? strlen(wanted)
                                                                                : 0;
}

struct date {
    int year;
    int month; /* 0: not known */
    int day;   /* 0: not known */
};

static bool is_possible(const struct date *date)
{
    return date->year >= YEAR_MIN && date->year <= YEAR_MAX && date->month >= 0 &&
           date->month <= 12 && date->day >= 0 && date->day <= 31;
}

/* 2019年1月27日, 二〇一九年一月, 中华民国一百零七年; the month and the day may be missing. */
static size_t worded(wb_slice text, size_t at, struct date *ret)
{
    struct date date = {0};
    size_t i = at;
    size_t minguo = literal(text, i, "中华民国");
    minguo = minguo ? minguo : literal(text, i, "民国");
    i += minguo;
    size_t len = number(text, i, 4, &date.year);
    i += len;
    size_t sign = len ? literal(text, i, "年") : 0;
    if (sign == 0) {
        return 0;
    }
    i += sign;
    date.year += minguo ? MINGUO : 0;
    int month;
    len = number(text, i, 2, &month);
    sign = len ? literal(text, i + len, "月") : 0;
    if (sign && month > 0) {
        i += len + sign;
        date.month = month;
        int day;
        len = number(text, i, 2, &day);
        sign = len ? literal(text, i + len, "日") : 0;
        if (sign && day > 0) {
            i += len + sign;
            date.day = day;
        }
    }
    *ret = date;
    return is_possible(&date) ? i - at : 0;
}

/* 2019-1-27, 2019/01/27, 2019.1.27; with `loose` 2019-01 and 2019 too. */
static size_t dashed(wb_slice text, size_t at, bool loose, struct date *ret)
{
    struct date date = {0};
    size_t i = at + arabic(text, at, 4, &date.year);
    if (i - at != 4) {
        return 0;
    }
    char dash = i < text.len ? text.ptr[i] : 0;
    size_t len = dash && strchr("-/.", dash) ? arabic(text, i + 1, 2, &date.month) : 0;
    if (len && date.month > 0) {
        i += 1 + len;
        len = i < text.len && text.ptr[i] == dash ? arabic(text, i + 1, 2, &date.day) : 0;
        i += len && date.day > 0 ? 1 + len : 0;
    }
    bool followed = i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9';
    *ret = date;
    return (loose || date.day) && !followed && is_possible(&date) ? i - at : 0;
}

/* 20190127 */
static size_t packed(wb_slice text, size_t at, struct date *ret)
{
    struct date date = {0};
    int rest;
    if (arabic(text, at, 4, &date.year) != 4 || arabic(text, at + 4, 4, &rest) != 4 ||
        arabic(text, at + 8, 1, &(int){0}) != 0) {
        return 0;
    }
    date.month = rest / 100;
    date.day = rest % 100;
    *ret = date;
    return date.month && date.day && is_possible(&date) ? 8 : 0;
}

static void write_date(const struct date *date, char ret[META_DATE_SIZE])
{
    /* The remainders change nothing; they show the compiler that it fits. */
    int year = date->year % 10000;
    if (date->month == 0) {
        snprintf(ret, META_DATE_SIZE, "%04d", year);
    } else if (date->day == 0) {
        snprintf(ret, META_DATE_SIZE, "%04d-%02d", year, date->month % 100);
    } else {
        snprintf(ret, META_DATE_SIZE, "%04d-%02d-%02d", year, date->month % 100, date->day % 100);
    }
}

size_t meta_date_at(wb_slice folded, size_t at, bool loose, char ret[META_DATE_SIZE])
{
    struct date date = {0};
    size_t len = worded(folded, at, &date);
    if (len == 0 && loose) {
        len = packed(folded, at, &date);
    }
    if (len == 0) {
        len = dashed(folded, at, loose, &date);
    }
    if (len) {
        write_date(&date, ret);
    }
    return len;
}

size_t meta_find_date(wb_slice folded, size_t *at, char ret[META_DATE_SIZE])
{
    bool in_number = false;
    for (size_t i = *at; i < folded.len;) {
        size_t next = i;
        uint32_t c = wb_utf8_next(folded, &next);
        bool is_digit = (c >= '0' && c <= '9') || digit_of(c) >= 0;
        if ((is_digit && !in_number) || c == 0x4E2D || c == 0x6C11) { /* 中华民国, 民国 */
            size_t len = meta_date_at(folded, i, false, ret);
            if (len && strlen(ret) > 4) { /* a year alone is an adverbial, not a date */
                *at = i;
                return len;
            }
        }
        in_number = is_digit;
        i = next;
    }
    return 0;
}
