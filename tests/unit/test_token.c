#include "test.h"

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

static const char *kind_name(unsigned kind)
{
    static const char *const names[] = {"g", "a", "u", "w"};
    return kind < COUNT_OF(names) ? names[kind] : "?";
}

/* Terms as "g:碳金 a:45 …", in their order. */
static void print_terms(const wb_terms *terms, wb_buf *out)
{
    wb_buf_clear(out);
    for (size_t i = 0; i < terms->count; i++) {
        wb_buf_puts(out, i ? " " : "");
        wb_buf_puts(out, kind_name(terms->items[i].kind));
        wb_buf_putc(out, ':');
        wb_buf_put(out, wb_terms_text(terms, i));
    }
    assert_ok(wb_buf_puts(out, ""));
}

static void check_places(const wb_terms *terms, wb_slice folded)
{
    for (size_t i = 0; i < terms->count; i++) {
        const wb_term *t = &terms->items[i];
        assert_true(t->start < t->end && t->end <= folded.len);
        assert_true(t->len > 0 && t->len <= 2 * WB_TOKEN_MAX + 1);
        assert_int_equal(wb_utf8_floor(folded, t->start), t->start);
        assert_int_equal(wb_utf8_floor(folded, t->end), t->end);
        assert_int_equal(wb_utf8_valid_prefix(wb_terms_text(terms, i)), t->len);
    }
}

static void grams_of(void **state)
{
    static const struct {
        const char *folded;
        const char *wanted;
    } rows[] = {
        {"", ""},
        {"碳", "u:碳"},
        {"碳金", "g:碳金 u:金"},
        {"碳金融", "g:碳金 g:金融 u:融"},
        {"a", "a:a"},
        {"gdp", "a:gdp"},
        {"a b", "a:a a:b"}, /* no gram of two words */
        {"45个", "a:45 g:45个 u:个"},
        {"省13", "g:省13 a:13"},
        {"第3条", "g:第3 a:3 g:3条 u:条"},
        {"c919", "a:c919"},
        {"6.5", "a:6 g:6.5 a:5"},
        {"6.5%", "a:6 g:6.5 a:5 g:5%"},
        {"5‰的", "a:5 g:5‰ g:5的 u:的"},
        {"5 % a%", "a:5 a:a"},
        {"6. 5", "a:6 a:5"},
        {"a.b", "a:a a:b"},
        {"a1.b", "a:a1 a:b"},
        {"v2.0", "a:v2 g:v2.0 a:0"},
        {"10.0.1", "a:10 g:10.0 a:0 g:0.1 a:1"},
        /* Whatever stands between them, they are neighbours. */
        {"碳，金", "g:碳金 u:金"},
        {"\"碳\"(金)", "g:碳金 u:金"},
        {"碳-a", "g:碳a a:a"},
        {"碳。", "u:碳"},
        {"。，", ""},
        {"①碳", "u:碳"},
        {"㐂𠮷", "g:㐂𠮷 u:𠮷"},
        {"한국", "g:한국 u:국"},
    };
    wb_terms terms;
    wb_buf printed;
    wb_terms_init(&terms);
    wb_buf_init(&printed, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_slice folded = wb_slice_from(rows[i].folded);
        assert_ok(wb_token_grams(folded, &terms));
        print_terms(&terms, &printed);
        assert_text_of(wb_buf_slice(&printed), rows[i].wanted, rows[i].folded);
        check_places(&terms, folded);
    }
    wb_terms_free(&terms);
    wb_buf_free(&printed);
}

static void places_of_terms(void **state)
{
    wb_terms terms;
    wb_terms_init(&terms);
    assert_ok(wb_token_grams(S("碳，gdp6.5"), &terms));
    /* 碳gdp6 over the comma; gdp6; gdp6.5; 5 */
    assert_int_equal(terms.count, 4);
    assert_int_equal(terms.items[0].start, 0);
    assert_int_equal(terms.items[0].end, 10);
    assert_text(wb_terms_text(&terms, 0), "碳gdp6");
    assert_int_equal(terms.items[2].start, 6);
    assert_int_equal(terms.items[2].end, 12);
    assert_int_equal(terms.items[3].start, 11);
    wb_terms_free(&terms);
}

/* However long a token is, its terms fit Xapian's 245 bytes, and stay whole characters. */
static void long_tokens_are_cut(void **state)
{
    wb_buf text;
    wb_terms terms;
    wb_buf_init(&text, 0);
    wb_terms_init(&terms);
    wb_buf_puts(&text, "省a");
    for (int i = 0; i < 100; i++) {
        wb_buf_puts(&text, "ж"); /* two bytes: the cut falls inside one */
    }
    assert_ok(wb_buf_puts(&text, "个"));
    assert_ok(wb_token_grams(wb_buf_slice(&text), &terms));
    check_places(&terms, wb_buf_slice(&text));
    for (size_t i = 0; i < terms.count; i++) {
        assert_true(terms.items[i].len <= 245);
    }
    assert_int_equal(terms.items[1].kind, WB_TERM_ALPHANUM);
    assert_int_equal(terms.items[1].len, WB_TOKEN_MAX - 1);
    assert_int_equal(terms.items[1].end - terms.items[1].start, 201);
    wb_terms_free(&terms);
    wb_buf_free(&text);
}

static void a_token_of_just_the_maximum_is_whole(void **state)
{
    char text[WB_TOKEN_MAX + 2];
    memset(text, 'x', sizeof text);
    wb_terms terms;
    wb_terms_init(&terms);
    assert_ok(wb_token_grams(wb_slice_make(text, WB_TOKEN_MAX), &terms));
    assert_int_equal(terms.items[0].len, WB_TOKEN_MAX);
    assert_ok(wb_token_grams(wb_slice_make(text, WB_TOKEN_MAX + 1), &terms));
    assert_int_equal(terms.count, 1);
    assert_int_equal(terms.items[0].len, WB_TOKEN_MAX);
    wb_terms_free(&terms);
}

static void words_of_three_characters_are_added(void **state)
{
    wb_tokenizer *tokenizer = NULL;
    wb_error err;
    wb_terms terms;
    wb_terms grams;
    wb_terms_init(&terms);
    wb_terms_init(&grams);
    assert_ok(wb_tokenizer_new(&tokenizer, &err));
    wb_slice text = S("国务院办公厅关于碳金融的意见");
    assert_ok(wb_tokenizer_terms(tokenizer, text, &terms, &err));
    assert_ok(wb_token_grams(text, &grams));
    assert_true(terms.count > grams.count);
    bool found = false;
    for (size_t i = 0; i < terms.count; i++) {
        if (i < grams.count) {
            assert_slice(wb_terms_text(&terms, i), wb_terms_text(&grams, i));
            assert_int_not_equal(terms.items[i].kind, WB_TERM_WORD);
        } else {
            assert_int_equal(terms.items[i].kind, WB_TERM_WORD);
            assert_true(wb_utf8_count_chars(wb_terms_text(&terms, i)) >= 3);
            found = found || wb_slice_equal(wb_terms_text(&terms, i), S("国务院"));
        }
    }
    assert_true(found);
    /* Words of letters are tokens already. */
    assert_ok(wb_tokenizer_terms(tokenizer, S("carbon neutral 2030"), &terms, &err));
    assert_int_equal(terms.count, 3);
    assert_ok(wb_tokenizer_terms(tokenizer, S(""), &terms, &err));
    assert_int_equal(terms.count, 0);
    wb_tokenizer_free(tokenizer);
    wb_tokenizer_free(NULL);
    wb_terms_free(&terms);
    wb_terms_free(&grams);
}

static void words_cover_the_text_between_punctuation(void **state)
{
    wb_tokenizer *tokenizer = NULL;
    wb_error err;
    const wb_word *words;
    size_t count;
    assert_ok(wb_tokenizer_new(&tokenizer, &err));
    /* 𠮷 is two code units in ICU: offsets behind it must still be bytes of UTF-8. */
    wb_slice text = S("𠮷，gdp é。绿色");
    assert_ok(wb_tokenizer_words(tokenizer, text, &words, &count, &err));
    static const char *const wanted[] = {"𠮷", "gdp", "é", "绿色"};
    assert_int_equal(count, COUNT_OF(wanted));
    for (size_t i = 0; i < count; i++) {
        wb_slice word = wb_slice_make(text.ptr + words[i].start, words[i].end - words[i].start);
        assert_text(word, wanted[i]);
    }
    wb_tokenizer_free(tokenizer);
}

static void icu_has_a_version(void **state)
{
    assert_true(wb_tokenizer_icu_version() >= 70);
}

/* `|` marks the places asked about: all of one row are inside a word or number, or none is. */
static void assert_inside(const char *marked, bool wanted)
{
    char text[200];
    size_t len = 0;
    size_t places[20];
    size_t count = 0;
    for (const char *p = marked; *p; p++) {
        if (*p == '|') {
            places[count++] = len;
        } else {
            text[len++] = *p;
        }
    }
    for (size_t i = 0; i < count; i++) {
        assert_that(wb_token_is_inside(wb_slice_make(text, len), places[i]) == wanted,
                    "%s, mark %zu", marked, i + 1);
    }
}

static void inside_a_word_or_number(void **state)
{
    static const char *const inside[] = {
        "c|9|1|9",      "g|dp增长",       "增长6|.|5%",
        "增长12|.|5倍", "123|.|45",       /* three digits are no list number */
        "约1|.|5亿",    "共2022|.|125元", /* no month has three digits */
        "约1|.|2023个",                   /* four digits, but no year */
        "strasse1|2",
    };
    static const char *const outside[] = {
        "|c919|",
        "6|.|5%", /* may be the fifth point of chapter six */
        "|碳|金|融|",
        "|45|个|",
        "|省|13|",
        "a| |b",
        "|1|.|5个", /* a list number at the start of the text */
        "|12|.|3亩",
        "约1|.|2023年",     /* a list number and a year */
        "于2022|.|12|发布", /* a year and a month */
        "于2022|.|3|",
        "于2022|.|12|.|27", /* a date */
        "10|.|0|.|0|.|1",   /* an address */
        "完|.|5",
        "5|.|完",
        "约5|. |5",
        "约5|，|5",
        "约5|-|5",
        "|.|",
        "1|.|",
        "|.|5",
    };
    for (size_t i = 0; i < COUNT_OF(inside); i++) {
        assert_inside(inside[i], true);
    }
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        assert_inside(outside[i], false);
    }
    assert_false(wb_token_is_inside(S("ab"), 99));
    assert_false(wb_token_is_inside(S(""), 0));
}

static void find_matches_whole_words_and_numbers(void **state)
{
    static const struct {
        const char *text;
        const char *needle;
        size_t wanted; /* SIZE_MAX: none */
    } rows[] = {
        {"碳金融", "碳", 0},
        {"碳金融", "金融", 3},
        {"碳金融", "融资", SIZE_MAX},
        {"碳", "碳金融", SIZE_MAX},
        {"", "碳", SIZE_MAX},
        {"500强", "500", 0},
        {"1500强", "500", SIZE_MAX},
        {"1500强和500强", "500", 10},
        {"增长6.5%", "6.5", 6},
        {"增长6.5%", "5", SIZE_MAX},
        {"增长6.5%", "6", SIZE_MAX},
        {"增长16.5%", "6.5", SIZE_MAX},
        {"增长6.55%", "6.5", SIZE_MAX},
        {"1.5个", "5个", 2}, /* a list number */
        {"于2022.12发布", "2022", 3},
        {"于2022.12.27发布", "12", 8},
        {"gdp", "g", SIZE_MAX},
        {"gdp增速", "gdp", 0},
        {"a股", "a", 0},
        {"第3条", "第3条", 0},
        {"第13条", "第1", SIZE_MAX},
        {"aaa aa", "aa", 4},
        {"\"双碳\"目标", "双碳", 1},
        {"(一)总体", "(一)", 0},
        {"①碳", "①", 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t at = wb_token_find(wb_slice_from(rows[i].text), wb_slice_from(rows[i].needle), 0);
        assert_that(at == rows[i].wanted, "%s in %s: %zu", rows[i].needle, rows[i].text, at);
    }
}

static void find_goes_on_from_an_offset(void **state)
{
    wb_slice text = S("碳碳碳");
    assert_int_equal(wb_token_find(text, S("碳碳"), 0), 0);
    assert_int_equal(wb_token_find(text, S("碳碳"), 1), 3);
    assert_true(wb_token_find(text, S("碳碳"), 4) == SIZE_MAX);
    assert_true(wb_token_find(text, S("碳"), 9) == SIZE_MAX);
    assert_true(wb_token_find(text, S("碳"), 99) == SIZE_MAX);
}

static bool has_term(const wb_terms *terms, wb_slice wanted, bool as_prefix)
{
    for (size_t i = 0; i < terms->count; i++) {
        wb_slice term = wb_terms_text(terms, i);
        if (as_prefix && term.len > wanted.len) {
            term.len = wanted.len;
        }
        if (wb_slice_equal(term, wanted)) {
            return true;
        }
    }
    return false;
}

static bool is_covered(const wb_terms *terms, const wb_term *t)
{
    for (size_t i = 0; i < terms->count; i++) {
        const wb_term *gram = &terms->items[i];
        if (gram->kind == WB_TERM_GRAM && gram->start <= t->start && t->end <= gram->end) {
            return true;
        }
    }
    return false;
}

/* The guarantee of token.h, for every part of some texts: where a part matches literally, the
 * text has its grams and alphanumeric terms, and a term that begins with its last character. */
static void a_literal_match_has_the_terms(void **state)
{
    static const char *const sources[] = {
        "1.5个 到2025年，GDP年均增长6.5%左右",
        "“十四五”(2021—2025年)规划1. 2023年A股C919",
        "于2022.12.27发布，共1,250.5亩",
    };
    wb_folded folded;
    wb_folded part;
    wb_terms text_terms;
    wb_terms part_terms;
    wb_folded_init(&folded);
    wb_folded_init(&part);
    wb_terms_init(&text_terms);
    wb_terms_init(&part_terms);
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        assert_ok(wb_fold(wb_slice_from(sources[i]), false, &folded));
        wb_slice text = wb_buf_slice(&folded.text);
        assert_ok(wb_token_grams(text, &text_terms));
        for (size_t start = 0; start < text.len; start++) {
            for (size_t end = start + 1; end <= text.len; end++) {
                if (wb_utf8_floor(text, start) != start || wb_utf8_floor(text, end) != end) {
                    continue;
                }
                wb_slice cut = wb_slice_make(text.ptr + start, end - start);
                assert_ok(wb_fold(cut, false, &part));
                wb_slice needle = wb_buf_slice(&part.text);
                if (needle.len == 0 || wb_token_find(text, needle, 0) == SIZE_MAX) {
                    continue;
                }
                assert_ok(wb_token_grams(needle, &part_terms));
                for (size_t k = 0; k < part_terms.count; k++) {
                    const wb_term *t = &part_terms.items[k];
                    bool is_last = t->kind == WB_TERM_UNIGRAM;
                    assert_that((is_last && is_covered(&part_terms, t)) ||
                                    has_term(&text_terms, wb_terms_text(&part_terms, k), is_last),
                                "%.*s in %s", (int)needle.len, needle.ptr, sources[i]);
                }
            }
        }
    }
    wb_folded_free(&folded);
    wb_folded_free(&part);
    wb_terms_free(&text_terms);
    wb_terms_free(&part_terms);
}

static void punctuation_of(void **state)
{
    static const struct {
        const char *folded;
        const char *wanted; /* the terms between | */
    } rows[] = {
        {"", "|"},
        {"碳", "|"},
        {"碳金a1", "|"},
        {"，", "|"},
        {"，碳", "|，碳|"},
        {"碳，", "|碳，|"},
        {"碳，金", "|碳，|，金|"},
        {"《碳》（a", "|《碳|碳》|》（|（a|"},
        {"a - 1", "|"}, /* white space parts them */
        {"6.5%", "|6.|.5|5%|"},
        {"𠮷、𠮷", "|𠮷、|、𠮷|"},
    };
    wb_terms terms;
    wb_buf out;
    wb_terms_init(&terms);
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_slice folded = wb_slice_from(rows[i].folded);
        terms.count = 0;
        assert_ok(wb_token_punctuation(folded, &terms));
        check_places(&terms, folded);
        wb_buf_clear(&out);
        wb_buf_puts(&out, "|");
        for (size_t k = 0; k < terms.count; k++) {
            assert_int_equal(terms.items[k].kind, WB_TERM_PUNCTUATION);
            wb_buf_put(&out, wb_terms_text(&terms, k));
            wb_buf_puts(&out, "|");
        }
        assert_text_of(wb_buf_slice(&out), rows[i].wanted, rows[i].folded);
        assert_true(wb_token_has_punctuation(folded) == (terms.count > 0));
    }
    wb_buf_free(&out);
    wb_terms_free(&terms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(punctuation_of),
        cmocka_unit_test(grams_of),
        cmocka_unit_test(places_of_terms),
        cmocka_unit_test(long_tokens_are_cut),
        cmocka_unit_test(a_token_of_just_the_maximum_is_whole),
        cmocka_unit_test(words_of_three_characters_are_added),
        cmocka_unit_test(words_cover_the_text_between_punctuation),
        cmocka_unit_test(icu_has_a_version),
        cmocka_unit_test(inside_a_word_or_number),
        cmocka_unit_test(find_matches_whole_words_and_numbers),
        cmocka_unit_test(find_goes_on_from_an_offset),
        cmocka_unit_test(a_literal_match_has_the_terms),
    };
    return RUN(tests);
}
