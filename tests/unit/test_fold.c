#include "test.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

/* Folds, checks what holds for every text, and compares. */
static void folds_to(const char *source, const char *wanted)
{
    wb_folded folded;
    wb_folded again;
    wb_folded_init(&folded);
    wb_folded_init(&again);
    wb_slice text = wb_slice_from(source);
    assert_ok(wb_fold(text, true, &folded));
    wb_slice fold = wb_buf_slice(&folded.text);
    assert_text_of(fold, wanted, source);
    assert_ok(wb_fold(fold, false, &again));
    assert_slice(wb_buf_slice(&again.text), fold); /* idempotent */
    for (size_t i = 0; i < fold.len; i++) {
        uint32_t start = folded.source_start[i];
        uint32_t end = folded.source_end[i];
        assert_true(start < end && end <= text.len);
        assert_true(i == 0 || start >= folded.source_start[i - 1]);
        assert_int_equal(wb_utf8_floor(text, start), start);
        assert_int_equal(wb_utf8_floor(text, end), end);
    }
    wb_folded_free(&folded);
    wb_folded_free(&again);
}

struct row {
    const char *source;
    const char *wanted;
};

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        folds_to(rows[i].source, rows[i].wanted);
    }
}

static void compatibility_forms_and_case(void **state)
{
    static const struct row rows[] = {
        {"", ""},
        {"碳达峰", "碳达峰"},
        {"ＧＤＰ", "gdp"},
        {"GDP增速", "gdp增速"},
        {"Straße", "strasse"},
        {"ﬁn", "fin"},
        {"㎡", "m2"},
        {"㈱", "(株)"},
        {"½", "1/2"},
        {"Ⅳ类", "iv类"},
        {"⽤", "用"},           /* a radical */
        {"\xEF\xA4\x80", "岂"}, /* U+F900, compatibility ideograph, and simplified */
        {"ΟΔΟΣ", "οδοσ"},
    };
    check(rows, COUNT_OF(rows));
}

static void circled_numbers_stay(void **state)
{
    static const struct row rows[] = {
        {"①", "①"}, {"⑳", "⑳"}, {"❶", "❶"}, {"⓪", "⓪"}, {"㉑", "㉑"}, {"(1)", "(1)"}, {"⑴", "(1)"},
    };
    check(rows, COUNT_OF(rows));
}

static void diacritics_go(void **state)
{
    static const struct row rows[] = {
        {"café", "cafe"},
        {"cafe\xCC\x81", "cafe"},
        {"Ångström", "angstrom"},
        {"ÑANDÚ", "nandu"},
        {"ё", "e"}, /* the Latin letter that it looks like */
        {"ά", "α"},
        {"İ", "i"},
    };
    check(rows, COUNT_OF(rows));
}

static void digits_of_every_script(void **state)
{
    static const struct row rows[] = {
        {"０１２３４５６７８９", "0123456789"},
        {"٢٠٢٤", "2024"},
        {"२०२४", "2024"},
        {"𝟏𝟐", "12"},
        {"二〇二四", "二〇二四"}, /* numerals are words */
    };
    check(rows, COUNT_OF(rows));
}

static void traditional_becomes_simplified(void **state)
{
    static const struct row rows[] = {
        {"環境保護", "环境保护"}, {"發展", "发展"},       {"頭髮", "头发"},
        {"臺灣", "台湾"},         {"後天", "后天"},       {"規劃與計畫", "规划与计画"},
        {"条例", "条例"},         {"縣（市）", "县(市)"},
    };
    check(rows, COUNT_OF(rows));
}

static void zero_and_one_as_they_are_written(void **state)
{
    static const struct row rows[] = {
        {"二○二四年", "二〇二四年"},
        {"二◯二四年", "二〇二四年"},
        {"ㄧ", "一"},
    };
    check(rows, COUNT_OF(rows));
}

static void one_form_of_punctuation(void **state)
{
    static const struct row rows[] = {
        {"“双碳”", "\"双碳\""},
        {"‘双碳’", "\"双碳\""},
        {"「双碳」『双碳』", "\"双碳\"\"双碳\""},
        {"＂'\"`", "\"\"\"\""},
        {"（一）【二】〔三〕［四］{五}", "(一)(二)(三)(四)(五)"},
        {"《法》〈法〉<法>«法»", "《法》《法》《法》《法》"},
        {"2021—2025", "2021-2025"},
        {"2021–2025", "2021-2025"},
        {"2021～2025", "2021-2025"},
        {"2021~2025", "2021-2025"},
        {"2021−2025", "2021-2025"},
        {"甲·乙•丙・丁", "甲·乙·丙·丁"},
        {"甲,乙，丙", "甲，乙，丙"},
        {"注:一：二︰三", "注:一:二:三"},
        {"甲、乙。丙；", "甲、乙。丙;"},
        {"3×4", "3×4"},
        {"1/2⁄3", "1/2/3"},
    };
    check(rows, COUNT_OF(rows));
}

static void ignorable_characters_go(void **state)
{
    static const struct row rows[] = {
        {"绿\xE2\x80\x8B色", "绿色"}, /* U+200B */
        {"绿\xC2\xAD色", "绿色"},     /* soft hyphen */
        {"\xEF\xBB\xBF绿色", "绿色"}, /* U+FEFF */
        {"绿\xE2\x81\xA0色", "绿色"}, /* U+2060 */
        {"绿\x01\x7F色", "绿色"},     /* controls */
        {"绿\xE2\x80\xAE色", "绿色"}, /* U+202E */
        {"葛\xF3\xA0\x84\x80", "葛"}, /* a variation selector */
        {"❤\xEF\xB8\x8F", "❤"},       /* U+FE0F */
        {"2\xE2\x80\x8B"
         "024",
         "2024"}, /* inside a number */
    };
    check(rows, COUNT_OF(rows));
}

static void grouping_commas_go(void **state)
{
    static const struct row rows[] = {
        {"1,250", "1250"},
        {"1,234,567", "1234567"},
        {"12,345.67", "12345.67"},
        {"１,２５０", "1250"},
        {"共1,250个", "共1250个"},
        {"1,25", "1，25"},         /* two digits behind it */
        {"1,2500", "1，2500"},     /* four */
        {"1234,567", "1234，567"}, /* four before it */
        {"0,250", "0，250"},       /* no number is written like this */
        {"1,250,30", "1250，30"},
        {"1,234,5678", "1234，5678"},
        {"A1,250", "a1，250"},
        {"1.5,250", "1.5，250"},
        {"1, 250", "1、250"},
        {"1，250", "1250"},
        {"１，２５０", "1250"},
        {",250", "，250"},
        {"1,", "1，"},
    };
    check(rows, COUNT_OF(rows));
}

static void dashes_and_ellipses_are_one(void **state)
{
    static const struct row rows[] = {
        {"绿色——发展", "绿色-发展"}, {"绿色----发展", "绿色-发展"},
        {"甲— —乙", "甲-乙"},        {"甲……乙", "甲…乙"},
        {"甲…乙", "甲…乙"},          {"甲......乙", "甲…乙"},
        {"甲...乙", "甲…乙"},        {"甲．．．乙", "甲…乙"},
        {"甲..乙", "甲..乙"},        {"甲.乙", "甲.乙"},
        {"甲⋯⋯乙", "甲…乙"},         {"…...—", "…-"},
    };
    check(rows, COUNT_OF(rows));
}

static void white_space_goes_but_between_words(void **state)
{
    static const struct row rows[] = {
        {"绿 色", "绿色"},
        {"绿\xE3\x80\x80色", "绿色"}, /* U+3000 */
        {"绿\n色", "绿色"},
        {"  绿色  ", "绿色"},
        {"carbon \t neutral", "carbon neutral"},
        {"carbon\xC2\xA0neutral", "carbon neutral"},
        {"A 股", "a股"},
        {"第 3 条", "第3条"},
        {"12 34", "12 34"},
        {"1. 2023年", "1. 2023年"}, /* and not the number 1.2023 */
        {"1 , 2", "1，2"},
        {"a ( b", "a(b"},
        {"a　b", "a b"},
        {" \n\t", ""},
        {"a \xE2\x80\x8B b", "a b"},
    };
    check(rows, COUNT_OF(rows));
}

/* Digits one by one are a number; two numbers, of which one has more digits, stay two. */
static void spaced_digits_are_a_number(void **state)
{
    static const struct row rows[] = {
        {"截至 1 9 9 8 年底", "截至1998年底"},
        {"1 9 9 8", "1998"},
        {"1\xE3\x80\x80"
         "9\xC2\xA0"
         "9 ８年",
         "1998年"},
        {"增长1 1％", "增长11%"},
        {"12 34", "12 34"},
        {"1 23", "1 23"},
        {"12 3 4 56", "12 34 56"},
        {"2 3a", "2 3a"},
        {"C 9 1 9", "c 919"},
        {"1/2 3/4", "1/2 3/4"}, /* tightly joined to another number */
        {"3.5 4.2", "3.5 4.2"},
        {"5-6 7-8", "5-6 7-8"},
        {"3 . 5亿", "3.5亿"},
        {"1 5 ．3 ％", "15.3%"},
        {"1 0 ．0 6 ‰", "10.06‰"},
        {"2 .5", "2.5"},
        {"1. 2023年", "1. 2023年"}, /* a list number */
        {"1 . a", "1 . a"},
        {"2 ...5", "2…5"},
        {"1 2,500", "12500"},
        {"12 5,250", "12 5250"},
        {"1,2 5 0", "1250"},
        {"1½", "1 1/2"}, /* and not 11/2 */
        {"1,25½", "1，25 1/2"},
    };
    check(rows, COUNT_OF(rows));
}

/* Three letters or more one by one are a word, two stay two. */
static void spaced_letters_are_a_word(void **state)
{
    static const struct row rows[] = {
        {"G D P增速", "gdp增速"},
        {"Ｇ Ｄ Ｐ", "gdp"},
        {"A B 两类", "a b两类"},
        {"A B C D", "abcd"},
        {"A BC D", "a bc d"},
        {"A B CD", "a b cd"},
        {"R & D", "r&d"},
        {"5 G", "5 g"},
        {"U. S. A.", "u. s. a."},
        {"a 1 b c d", "a 1 bcd"},
        {"vitamin A B", "vitamin a b"},
    };
    check(rows, COUNT_OF(rows));
}

static void zeros_in_chinese_years(void **state)
{
    static const struct row rows[] = {
        {"二０一０年", "二〇一〇年"},
        {"二00八年", "二〇〇八年"},
        {"二O二三年", "二〇二三年"},
        {"一九九0年", "一九九〇年"},
        {"二零二0年", "二零二〇年"},
        {"二 0 一五年", "二〇一五年"},
        {"第二0次", "第二0次"},
        {"统一0.5元", "统一0.5元"},
        {"O型", "o型"},
        {"二OK", "二ok"},
    };
    check(rows, COUNT_OF(rows));
}

static void private_use(void **state)
{
    static const struct row rows[] = {
        {"不低于2\xEE\x80\x90"
         "5米",
         "不低于2.5米"},                                  /* U+E010 */
        {"产业化。\xEE\x97\xB9\xEE\x97\xB9", "产业化。"}, /* U+E5F9 */
        {"\xEF\x82\xB7 要点", "要点"},                    /* U+F0B7, a bullet */
        {"甲\xEE\x97\xA5乙", "甲乙"},                     /* U+E5E5, GBK's blank */
        {"甲\xEE\x9E\x8D乙", "甲，乙"},                   /* U+E78D */
        {"\xEF\x9A\xBB一", "(1)一"},                      /* U+F6BB, ETEN's ⑴ */
        {"一二\xEF\x9B\xB2一", "一二〇一"},               /* U+F6F2 */
        {"追\xEE\x96\x91及", "追\xEE\x96\x91及"},         /* U+E591: nobody knows */
    };
    check(rows, COUNT_OF(rows));
}

static void radicals_and_look_alikes(void **state)
{
    static const struct row rows[] = {
        {"⽓温", "气温"},         {"⻄部", "西部"},     {"⺠⽣", "民生"},
        {"⻋⻢", "车马"},         {"第ㄧ項", "第一项"}, {"第ニ条", "第二条"},
        {"囗径", "口径"},         {"第ー章", "第一章"}, {"戸籍", "户籍"},
        {"発展経済", "发展经济"}, {"諮詢", "咨询"},     {"帳戶", "账户"},
        {"СО2", "co2"},           {"μm", "μm"},
    };
    check(rows, COUNT_OF(rows));
}

static void assert_source(const char *source, size_t start, size_t end, const char *wanted)
{
    wb_folded folded;
    wb_folded_init(&folded);
    assert_ok(wb_fold(wb_slice_from(source), true, &folded));
    assert_true(end <= folded.text.len);
    size_t from = folded.source_start[start];
    size_t to = folded.source_end[end - 1];
    assert_text(wb_slice_make(source + from, to - from), wanted);
    wb_folded_free(&folded);
}

static void the_map_leads_back_to_the_author(void **state)
{
    assert_source("環境保護", 3, 6, "境");
    assert_source("绿 色", 0, 6, "绿 色");
    assert_source("绿 色", 3, 6, "色");
    assert_source("共1,250个", 3, 7, "1,250");
    assert_source("甲——乙", 3, 4, "——");
    assert_source("甲— —乙", 3, 4, "— —");
    assert_source("甲......乙", 3, 6, "......");
    assert_source("㎡", 0, 1, "㎡"); /* both m and 2 are the whole character */
    assert_source("㎡", 1, 2, "㎡");
    assert_source("绿\xE2\x80\x8B色", 3, 6, "色");
    assert_source("在1 9 9 8年", 3, 7, "1 9 9 8");
    assert_source("在1 9 9 8年", 4, 5, "9");
    assert_source("达3 . 5亿", 3, 6, "3 . 5");
    assert_source("G D P", 0, 3, "G D P");
    assert_source("共１，２５０个", 3, 7, "１，２５０");
    assert_source("1½", 2, 5, "½");
    assert_source("1½", 0, 1, "1");
    assert_source("二0年", 3, 6, "0");
    assert_source("a  b", 1, 2, "  ");
}

static void an_object_is_used_again(void **state)
{
    wb_folded folded;
    wb_folded_init(&folded);
    assert_ok(wb_fold(S("一"), false, &folded));
    assert_null(folded.source_start);
    assert_ok(wb_fold(S("一段长得多的文字，比前面那个字长得多"), true, &folded));
    assert_non_null(folded.source_start);
    assert_ok(wb_fold(S("短"), true, &folded));
    assert_text(wb_buf_slice(&folded.text), "短");
    assert_int_equal(folded.source_start[0], 0);
    assert_int_equal(folded.source_end[2], 3);
    assert_ok(wb_fold(wb_slice_make(NULL, 0), true, &folded));
    assert_int_equal(folded.text.len, 0);
    wb_folded_free(&folded);
    wb_folded_free(&folded);
}

static void every_character_folds_to_what_stays(void **state)
{
    wb_folded once;
    wb_folded twice;
    wb_folded_init(&once);
    wb_folded_init(&twice);
    for (uint32_t c = 1; c <= 0x10FFFF; c += c >= 0x32000 && c < 0xDFF00 ? 61 : 1) {
        if (c >= 0xD800 && c < 0xE000) {
            continue;
        }
        char bytes[4];
        size_t len = wb_utf8_encode(c, bytes);
        assert_ok(wb_fold(wb_slice_make(bytes, len), false, &once));
        wb_slice fold = wb_buf_slice(&once.text);
        if (wb_slice_equal(fold, S(" "))) {
            continue;
        }
        assert_ok(wb_fold(fold, false, &twice));
        assert_that(wb_slice_equal(fold, wb_buf_slice(&twice.text)), "U+%04X", (unsigned)c);
        for (size_t at = 0; at < fold.len;) {
            uint32_t f = wb_utf8_next(fold, &at);
            assert_that(wb_fold_class(f) != WB_CHAR_DROP, "U+%04X", (unsigned)c);
            assert_that(f == ' ' || wb_fold_class(f) != WB_CHAR_SPACE, "U+%04X", (unsigned)c);
        }
    }
    wb_folded_free(&once);
    wb_folded_free(&twice);
}

static bool is_word_at(wb_slice text, size_t at)
{
    return wb_fold_is_word(wb_fold_class(wb_utf8_next(text, &at)));
}

/* Outside of words and numbers, and not beside a dot or another mark that connects numbers. */
static bool may_cut(wb_slice fold, size_t at)
{
    if (at == 0 || at == fold.len) {
        return true;
    }
    size_t before = at;
    (void)wb_utf8_prev(fold, &before);
    bool left = is_word_at(fold, before);
    bool right = is_word_at(fold, at);
    bool connected =
        (left && strchr(".-/", fold.ptr[at])) || (right && strchr(".-/", fold.ptr[before]));
    return !connected && !(left && right);
}

/* "A query cut out of a text is found in it": every part of a fold folds to itself, but for spaces
 * at its ends. */
static void every_part_of_a_fold_is_a_fold(void **state)
{
    static const char *const sources[] = {
        "到2025年，GDP年均增长6.5%左右，共1,234,567人（含1. 2023年）……",
        "“十四五”——规划、3 .5 和 ...  carbon  neutral · A 股 12,345,6 —— ，",
        "1 9 9 8年 12 34 3 . 5亿 1/2 3 G D P A B 类 1, 250 二0二O年 3.5 4.2 甲 乙",
        "㎡½①⑴ﬁ Straße １,２５０．５ 〈甲〉  1,250,300元",
    };
    wb_folded folded;
    wb_folded part;
    wb_folded_init(&folded);
    wb_folded_init(&part);
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        assert_ok(wb_fold(wb_slice_from(sources[i]), false, &folded));
        wb_slice fold = wb_buf_slice(&folded.text);
        for (size_t start = 0; start < fold.len; start++) {
            for (size_t end = start + 1; end <= fold.len; end++) {
                wb_slice cut = wb_slice_make(fold.ptr + start, end - start);
                if (wb_utf8_floor(fold, start) != start || wb_utf8_floor(fold, end) != end ||
                    !may_cut(fold, start) || !may_cut(fold, end)) {
                    continue;
                }
                assert_ok(wb_fold(cut, false, &part));
                while (cut.len && cut.ptr[0] == ' ') {
                    cut = wb_slice_make(cut.ptr + 1, cut.len - 1);
                }
                while (cut.len && cut.ptr[cut.len - 1] == ' ') {
                    cut.len--;
                }
                assert_slice(wb_buf_slice(&part.text), cut);
            }
        }
    }
    wb_folded_free(&folded);
    wb_folded_free(&part);
}

static void classes(void **state)
{
    static const struct {
        uint32_t c;
        wb_char_class class;
    } rows[] = {
        {0x4E2D, WB_CHAR_CJK},    {0x3007, WB_CHAR_CJK},   {0x3042, WB_CHAR_CJK},
        {0x30A2, WB_CHAR_CJK},    {0xAC00, WB_CHAR_CJK},   {0x3105, WB_CHAR_CJK},
        {0x20BB7, WB_CHAR_CJK},   {0x3400, WB_CHAR_CJK},   {0x5000, WB_CHAR_CJK},
        {0x9FFF, WB_CHAR_CJK},    {'a', WB_CHAR_LETTER},   {0x0416, WB_CHAR_LETTER},
        {0x05D0, WB_CHAR_LETTER}, {'0', WB_CHAR_DIGIT},    {'9', WB_CHAR_DIGIT},
        {' ', WB_CHAR_SPACE},     {0x3000, WB_CHAR_SPACE}, {'\n', WB_CHAR_SPACE},
        {0xA0, WB_CHAR_SPACE},    {',', WB_CHAR_OTHER},    {0x3002, WB_CHAR_OTHER},
        {0x2460, WB_CHAR_OTHER},  {0xE000, WB_CHAR_OTHER}, {0xFFFD, WB_CHAR_OTHER},
        {0x200B, WB_CHAR_DROP},   {0x0001, WB_CHAR_DROP},  {0x0301, WB_CHAR_DROP},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_that(wb_fold_class(rows[i].c) == rows[i].class, "U+%04X is of class %d",
                    (unsigned)rows[i].c, (int)wb_fold_class(rows[i].c));
    }
    assert_true(wb_fold_is_word(WB_CHAR_LETTER));
    assert_true(wb_fold_is_word(WB_CHAR_DIGIT));
    assert_false(wb_fold_is_word(WB_CHAR_CJK));
    assert_false(wb_fold_is_word(WB_CHAR_SPACE));
    /* Any number may be asked about. */
    (void)wb_fold_class(0x110000);
    (void)wb_fold_class(UINT32_MAX);
    /* All of the plain Han block, which the tokenizer takes a short way through. */
    for (uint32_t c = 0x5000; c < 0xA000; c++) {
        assert_int_equal(wb_fold_class(c), WB_CHAR_CJK);
    }
}

static void the_version_is_stable_within_a_build(void **state)
{
    assert_int_equal(wb_fold_version(), wb_fold_version());
    assert_int_not_equal(wb_fold_version(), 0);
}

static void folds_are_idempotent(void **state)
{
    static const char *const sources[] = {"¨", "¯", "￣", "゛", "‥‥", "．‥", "⒈.."};
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        wb_folded a, b;
        wb_folded_init(&a);
        wb_folded_init(&b);
        assert_ok(wb_fold(wb_slice_from(sources[i]), false, &a));
        assert_ok(wb_fold(wb_buf_slice(&a.text), false, &b));
        bool same = wb_slice_equal(wb_buf_slice(&a.text), wb_buf_slice(&b.text));
        assert_that(same, "%s -> '%s' -> '%s'", sources[i], a.text.data, b.text.data);
        wb_folded_free(&a);
        wb_folded_free(&b);
    }
}

/* What consists of these is found without folding the text. */
static void plain_texts(void **state)
{
    static const char *const plain[] = {"绿色", "〇", "的", "𠀀"};
    static const char *const others[] = {"綠色",   "gdp",   "5",  "绿色5",
                                         "绿、色", "绿 色", "１", "㎡"};
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        assert_that(wb_fold_is_plain(wb_slice_from(plain[i])), "%s", plain[i]);
    }
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_that(!wb_fold_is_plain(wb_slice_from(others[i])), "%s", others[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compatibility_forms_and_case),
        cmocka_unit_test(circled_numbers_stay),
        cmocka_unit_test(diacritics_go),
        cmocka_unit_test(digits_of_every_script),
        cmocka_unit_test(traditional_becomes_simplified),
        cmocka_unit_test(zero_and_one_as_they_are_written),
        cmocka_unit_test(one_form_of_punctuation),
        cmocka_unit_test(ignorable_characters_go),
        cmocka_unit_test(grouping_commas_go),
        cmocka_unit_test(dashes_and_ellipses_are_one),
        cmocka_unit_test(white_space_goes_but_between_words),
        cmocka_unit_test(spaced_digits_are_a_number),
        cmocka_unit_test(spaced_letters_are_a_word),
        cmocka_unit_test(zeros_in_chinese_years),
        cmocka_unit_test(private_use),
        cmocka_unit_test(radicals_and_look_alikes),
        cmocka_unit_test(the_map_leads_back_to_the_author),
        cmocka_unit_test(an_object_is_used_again),
        cmocka_unit_test(every_character_folds_to_what_stays),
        cmocka_unit_test(every_part_of_a_fold_is_a_fold),
        cmocka_unit_test(classes),
        cmocka_unit_test(the_version_is_stable_within_a_build),
        cmocka_unit_test(folds_are_idempotent),
        cmocka_unit_test(plain_texts),
    };
    return RUN(tests);
}
