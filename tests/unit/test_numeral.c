#include "test.h"

#include "numeral.h"

static wb_numeral read_whole(const char *text)
{
    wb_numeral number = {0};
    size_t len = wb_numeral_read(wb_slice_from(text), 0, &number);
    assert_that(len == strlen(text), "%s: read %zu bytes", text, len);
    return number;
}

static void values(void **state)
{
    static const struct {
        const char *text;
        uint64_t units;
        unsigned scale;
        wb_numeral_style style;
    } rows[] = {
        {"0", 0, 0, WB_NUMERAL_ARABIC},
        {"15", 15, 0, WB_NUMERAL_ARABIC},
        {"15000", 15000, 0, WB_NUMERAL_ARABIC},
        {"1.5", 15, 1, WB_NUMERAL_ARABIC},
        {"1.50", 15, 1, WB_NUMERAL_ARABIC},
        {"2.0", 2, 0, WB_NUMERAL_ARABIC},
        {"1.5万", 15000, 0, WB_NUMERAL_ARABIC},
        {"1万5千", 15000, 0, WB_NUMERAL_ARABIC},
        {"1万5000", 15000, 0, WB_NUMERAL_ARABIC},
        {"2亿5000万", 250000000, 0, WB_NUMERAL_ARABIC},
        {"5百万", 5000000, 0, WB_NUMERAL_ARABIC},
        {"1.2万亿", 1200000000000, 0, WB_NUMERAL_ARABIC},
        {"0.5万", 5000, 0, WB_NUMERAL_ARABIC},
        {"1.23456万", 123456, 1, WB_NUMERAL_ARABIC},
        {"05", 5, 0, WB_NUMERAL_ARABIC},
        {"一", 1, 0, WB_NUMERAL_CHINESE},
        {"两", 2, 0, WB_NUMERAL_LIANG},
        {"十", 10, 0, WB_NUMERAL_CHINESE},
        {"十五", 15, 0, WB_NUMERAL_CHINESE},
        {"二十", 20, 0, WB_NUMERAL_CHINESE},
        {"廿五", 25, 0, WB_NUMERAL_CHINESE},
        {"一百", 100, 0, WB_NUMERAL_CHINESE},
        {"一百零五", 105, 0, WB_NUMERAL_CHINESE},
        {"一百〇五", 105, 0, WB_NUMERAL_CHINESE},
        {"一百一十", 110, 0, WB_NUMERAL_CHINESE},
        {"一百二十三", 123, 0, WB_NUMERAL_CHINESE},
        {"一千零二十", 1020, 0, WB_NUMERAL_CHINESE},
        {"一万五千", 15000, 0, WB_NUMERAL_CHINESE},
        {"两万五千", 25000, 0, WB_NUMERAL_LIANG},
        {"一万零五百", 10500, 0, WB_NUMERAL_CHINESE},
        {"三十亿", 3000000000, 0, WB_NUMERAL_CHINESE},
        {"一万亿", 1000000000000, 0, WB_NUMERAL_CHINESE},
        {"一亿零五千", 100005000, 0, WB_NUMERAL_CHINESE},
        {"三千五百万", 35000000, 0, WB_NUMERAL_CHINESE},
        {"一点五", 15, 1, WB_NUMERAL_CHINESE},
        {"零点五", 5, 1, WB_NUMERAL_CHINESE},
        {"一点零五", 105, 2, WB_NUMERAL_CHINESE},
        {"一点五万", 15000, 0, WB_NUMERAL_CHINESE},
        {"壹佰贰拾万", 1200000, 0, WB_NUMERAL_CAPITAL},
        {"叁拾伍", 35, 0, WB_NUMERAL_CAPITAL},
        {"二〇二二", 2022, 0, WB_NUMERAL_DIGITS},
        {"二零二二", 2022, 0, WB_NUMERAL_DIGITS_LING},
        {"一九七八", 1978, 0, WB_NUMERAL_DIGITS},
        {"一〇八", 108, 0, WB_NUMERAL_DIGITS},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_numeral number = read_whole(rows[i].text);
        assert_that(number.units == rows[i].units && number.scale == rows[i].scale,
                    "%s: read as %llu / 10^%u", rows[i].text, (unsigned long long)number.units,
                    number.scale);
        assert_that(number.style == rows[i].style, "%s: style %d", rows[i].text, number.style);
    }
}

static void a_run_that_is_no_number_is_none(void **state)
{
    static const char *const texts[] = {
        "万",        "千方百计", "百姓",       "万一",
        "亿",        "十四五",   "二三十",     "七八百",
        "一百二",    "三千五",   "两万五",     "一二十",
        "零",        "一百零",   "百分之",     "陆",
        "伍",        "壹五拾",   "5十",        "三十百",
        "甲",        "",         "一万亿万亿", "二十二十",
        "1亿5000亿", "第",       "点五",       "1234567890123456789012",
        "三一点",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        wb_numeral number;
        size_t len = wb_numeral_read(wb_slice_from(texts[i]), 0, &number);
        assert_that(len == 0 || strcmp(texts[i], "三一点") == 0, "%s: read %zu bytes", texts[i],
                    len);
    }
}

static void what_follows_stays(void **state)
{
    static const struct {
        const char *text;
        size_t len;
        uint64_t units;
    } rows[] = {
        {"三千米", 3, 3},        {"3千克", 1, 3},
        {"30万千瓦", 5, 300000}, {"三十万千瓦", 9, 300000},
        {"二十大", 6, 20},       {"十分之三", 3, 10},
        {"3.个", 1, 3},          {"2022年3月", 4, 2022},
        {"一点建议", 3, 1},      {"2023-2024", 4, 2023},
        {"五个百分点", 3, 5},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_numeral number = {0};
        size_t len = wb_numeral_read(wb_slice_from(rows[i].text), 0, &number);
        assert_that(len == rows[i].len && number.units == rows[i].units && number.scale == 0,
                    "%s: read %zu bytes, %llu", rows[i].text, len,
                    (unsigned long long)number.units);
    }
}

static void writing(void **state)
{
    static const struct {
        const char *from;
        wb_numeral_style style;
        const char *wanted; /* NULL: not written so */
    } rows[] = {
        {"15000", WB_NUMERAL_CHINESE, "一万五千"},
        {"10", WB_NUMERAL_CHINESE, "十"},
        {"15", WB_NUMERAL_CHINESE, "十五"},
        {"20", WB_NUMERAL_CHINESE, "二十"},
        {"110", WB_NUMERAL_CHINESE, "一百一十"},
        {"105", WB_NUMERAL_CHINESE, "一百零五"},
        {"1005", WB_NUMERAL_CHINESE, "一千零五"},
        {"1050", WB_NUMERAL_CHINESE, "一千零五十"},
        {"10500", WB_NUMERAL_CHINESE, "一万零五百"},
        {"100100", WB_NUMERAL_CHINESE, "十万零一百"},
        {"205000", WB_NUMERAL_CHINESE, "二十万五千"},
        {"100005000", WB_NUMERAL_CHINESE, "一亿零五千"},
        {"105000000", WB_NUMERAL_CHINESE, "一亿零五百万"},
        {"1000000000000", WB_NUMERAL_CHINESE, "一万亿"},
        {"0", WB_NUMERAL_CHINESE, "零"},
        {"1.05", WB_NUMERAL_CHINESE, "一点零五"},
        {"0.5", WB_NUMERAL_CHINESE, "零点五"},
        {"2", WB_NUMERAL_LIANG, "两"},
        {"200", WB_NUMERAL_LIANG, "两百"},
        {"25000", WB_NUMERAL_LIANG, "两万五千"},
        {"20", WB_NUMERAL_LIANG, NULL},
        {"3", WB_NUMERAL_LIANG, NULL},
        {"2.5", WB_NUMERAL_LIANG, NULL},
        {"1200000", WB_NUMERAL_CAPITAL, "壹佰贰拾万"},
        {"15", WB_NUMERAL_CAPITAL, "壹拾伍"},
        {"2022", WB_NUMERAL_DIGITS, "二〇二二"},
        {"2022", WB_NUMERAL_DIGITS_LING, "二零二二"},
        {"一万五千", WB_NUMERAL_ARABIC, "15000"},
        {"一点零五", WB_NUMERAL_ARABIC, "1.05"},
    };
    wb_buf out;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_numeral number = read_whole(rows[i].from);
        wb_buf_clear(&out);
        bool written = wb_numeral_write(&number, rows[i].style, &out);
        assert_ok(out.status);
        assert_that(written == (rows[i].wanted != NULL), "%s: written %d", rows[i].from, written);
        assert_text_of(wb_buf_slice(&out), written ? rows[i].wanted : "", rows[i].from);
    }
    wb_buf_free(&out);
}

/* Every number that is written is read as itself. */
static void written_is_read(void **state)
{
    static const wb_numeral_style styles[] = {WB_NUMERAL_ARABIC, WB_NUMERAL_CHINESE,
                                              WB_NUMERAL_LIANG, WB_NUMERAL_CAPITAL,
                                              WB_NUMERAL_DIGITS};
    wb_buf out;
    wb_buf_init(&out, 0);
    uint64_t value = 10;
    for (size_t i = 0; i < 4000; i++) {
        value = value < 3000 ? value + 1 : value * 7 / 5 + i % 10;
        if (value > 100000000000000000u) {
            value = 3001 + i;
        }
        for (size_t s = 0; s < COUNT_OF(styles); s++) {
            wb_numeral number = wb_numeral_make(value);
            wb_numeral again = {0};
            wb_buf_clear(&out);
            if (wb_numeral_write(&number, styles[s], &out)) {
                wb_slice text = wb_buf_slice(&out);
                bool same = wb_numeral_read(text, 0, &again) == text.len &&
                            wb_numeral_equal(&number, &again);
                assert_that(same, "%llu is written %s", (unsigned long long)value, out.data);
            }
        }
    }
    wb_buf_free(&out);
}

static void shifting_is_exact(void **state)
{
    wb_numeral number = read_whole("15000");
    assert_true(wb_numeral_shift(&number, -4, &number));
    assert_int_equal(number.units, 15);
    assert_int_equal(number.scale, 1);
    assert_true(wb_numeral_shift(&number, 4, &number));
    assert_int_equal(number.units, 15000);
    assert_int_equal(number.scale, 0);
    assert_false(wb_numeral_shift(&number, 16, &number));
    number = wb_numeral_make(1);
    assert_false(wb_numeral_shift(&number, -9, &number));
    assert_true(wb_numeral_is_between(&number, 1, 1));
    assert_false(wb_numeral_is_between(&number, 2, 9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),
        cmocka_unit_test(a_run_that_is_no_number_is_none),
        cmocka_unit_test(what_follows_stays),
        cmocka_unit_test(writing),
        cmocka_unit_test(written_is_read),
        cmocka_unit_test(shifting_is_exact),
    };
    return RUN(tests);
}
