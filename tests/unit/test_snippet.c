#include "test.h"

#include <wbsearch/utf8.h>

#include "snippet.h"

#define SPANS_MAX 32

/* A text in which < and > stand around the matches, taken apart. */
struct marked {
    wb_buf text;
    wb_span spans[SPANS_MAX];
    size_t count;
};

static void take_apart(const char *marked, struct marked *ret)
{
    wb_buf_init(&ret->text, 0);
    ret->count = 0;
    for (const char *c = marked; *c; c++) {
        if (*c == '<') {
            assert_true(ret->count < SPANS_MAX);
            ret->spans[ret->count].start = ret->text.len;
        } else if (*c == '>') {
            ret->spans[ret->count++].end = ret->text.len;
        } else {
            wb_buf_putc(&ret->text, *c);
        }
    }
    assert_ok(wb_buf_puts(&ret->text, ""));
}

/* What is shown, with … where something is left out and < > around the matches in it. */
static void show(const struct marked *m, size_t budget, wb_snippet_unit unit, wb_buf *out)
{
    wb_arena arena = {0};
    wb_error err;
    wb_span *excerpts = NULL;
    size_t count = 99;
    size_t at = 0;
    assert_ok(wb_snippet(wb_buf_slice(&m->text), m->spans, m->count, budget, unit, &arena,
                         &excerpts, &count, &err));
    wb_buf_clear(out);
    for (size_t i = 0; i < count; i++) {
        wb_buf_puts(out, excerpts[i].start > at ? "…" : "");
        for (at = excerpts[i].start; at < excerpts[i].end; at++) {
            for (size_t k = 0; k < m->count; k++) {
                bool ends = m->spans[k].end == at && at > excerpts[i].start;
                wb_buf_puts(out, ends ? ">" : m->spans[k].start == at ? "<" : "");
            }
            wb_buf_putc(out, m->text.data[at]);
        }
        for (size_t k = 0; k < m->count; k++) {
            wb_buf_puts(out, m->spans[k].end == at ? ">" : "");
        }
    }
    assert_ok(wb_buf_puts(out, at < m->text.len ? "…" : ""));
    wb_arena_clear(&arena);
}

struct row {
    const char *text;
    size_t budget;
    const char *wanted;
};

static void check_rows(const struct row *rows, size_t count, wb_snippet_unit unit)
{
    wb_buf out;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < count; i++) {
        struct marked m;
        take_apart(rows[i].text, &m);
        show(&m, rows[i].budget, unit, &out);
        assert_text_of(wb_buf_slice(&out), rows[i].wanted, rows[i].text);
        wb_buf_free(&m.text);
    }
    wb_buf_free(&out);
}

#define CHECK(rows) check_rows(rows, COUNT_OF(rows), WB_SNIPPET_CHARS)

static void what_fits_is_shown_whole(void **state)
{
    static const struct row rows[] = {
        {"", 10, ""},
        {"发展碳<金融>。", 7, "发展碳<金融>。"},
        {"发展碳金融。", 100, "发展碳金融。"},
    };
    CHECK(rows);
}

static void without_matches_the_beginning_is_shown(void **state)
{
    static const struct row rows[] = {
        {"推动低碳发展。加快绿色转型，节约资源。", 10, "推动低碳发展。…"},
        {"推动低碳发展，加快绿色转型，节约资源。", 10, "推动低碳发展，…"},
        {"推动低碳发展加快绿色转型节约资源。", 10, "推动低碳发展加快绿色…"},
        {"推动carbon neutrality发展", 12, "推动carbon …"},
        {"推动低碳发展。加快绿色转型，节约资源。", 0, "…"},
    };
    CHECK(rows);
}

static void excerpts_end_with_sentences_or_clauses(void **state)
{
    static const struct row rows[] = {
        /* All of the sentence fits, and no other. */
        {"甲乙丙丁戊己庚。发展<碳金融>产品。甲乙丙丁戊己庚辛。", 10, "…发展<碳金融>产品。…"},
        /* And the one behind it, which is shorter than the one before. */
        {"甲乙丙丁戊己庚。发展<碳金融>产品。甲乙丙丁。甲乙丙丁。", 15,
         "…发展<碳金融>产品。甲乙丙丁。…"},
        /* The sentence does not fit, the clause does. */
        {"甲乙丙丁戊己庚辛，发展<碳金融>产品，甲乙丙丁戊己庚辛。", 10, "…发展<碳金融>产品，…"},
        /* Nor the clause: as much on either side. */
        {"甲乙丙丁戊己庚辛壬癸<碳金融>甲乙丙丁戊己庚辛壬癸。", 9, "…辛壬癸<碳金融>甲乙丙…"},
        /* Closing marks belong to their sentence. */
        {"甲说：“发展<碳金融>。”乙丙丁戊己庚辛壬癸丑寅卯。", 13, "甲说：“发展<碳金融>。”…"},
    };
    CHECK(rows);
}

static void different_matches_are_shown_first(void **state)
{
    static const struct row rows[] = {
        /* The second of two is another, the first two are the same. */
        {"<碳市场>，一二三四五六七八九十，<碳市场>，一二三四五六七八九十，<碳金融>。", 8,
         "<碳市场>，…<碳金融>。"},
        /* Equal by their folds. */
        {"<碳市场>建设甲乙丙丁戊，<碳市場>建设甲乙丙丁戊，<碳金融>建设。", 14,
         "…<碳市場>建设甲乙丙丁戊，<碳金融>…"},
        /* Those that stand together are shown together. */
        {"<碳市场>甲乙丙丁戊己庚辛壬癸，<碳金融>甲乙丙丁戊己，<碳市场>和<碳金融>。", 9,
         "…<碳市场>和<碳金融>。"},
        /* Where all do not fit, the shortest do. */
        {"<碳市场建设>甲乙丙丁戊<金融>甲乙丙丁戊<信贷>甲乙丙丁戊", 4, "…<金融>…<信贷>…"},
    };
    CHECK(rows);
}

static void what_belongs_together_is_not_cut(void **state)
{
    static const struct row rows[] = {
        {"甲乙丙丁戊《关于<碳金融>的办法》甲乙丙丁戊", 12, "…戊《关于<碳金融>的办法》甲…"},
        {"甲乙丙丁戊“稳<就业>、保<民生>、促发展”甲乙丙丁戊", 14,
         "…戊“稳<就业>、保<民生>、促发展”…"},
        /* There is no room for all of the title. */
        {"甲乙丙丁戊《关于进一步加强<碳金融>工作的办法》甲乙丙丁戊", 7, "…加强<碳金融>工作…"},
        {"增长20.5%，<就业>1,250,000人以上，达到规模", 9, "…<就业>…"},
        {"甲乙丙丁<比重>为二〇二二年底数值的", 6, "甲乙丙丁<比重>…"},
        {"green <finance> neutrality", 12, "… <finance> …"},
        {"『甲乙丙丁<碳>甲乙丙丁", 5, "…<碳>甲乙丙丁"}, /* never closed */
    };
    CHECK(rows);
}

static void a_match_that_is_too_long_is_begun(void **state)
{
    static const struct row rows[] = {
        {"甲乙丙，<发展碳金融产品，支持低碳技术>，甲乙丙。", 10, "…<发展碳金融产品，…"},
        {"甲乙丙，<发展碳金融产品支持低碳技术>，甲乙丙。", 5, "…<发展碳金融…"},
        /* Another one fits. */
        {"甲乙丙，<发展碳金融产品支持低碳技术>，甲<乙>丙。", 5, "…甲<乙>丙。"},
    };
    CHECK(rows);
}

static void columns_of_a_terminal_are_counted_too(void **state)
{
    static const struct row rows[] = {
        {"甲乙丙丁。发展<碳金融>产品。甲乙丙丁戊己庚。", 16, "…发展<碳金融>产品。…"},
        {"green green。carbon <finance>。green green green", 16, "…carbon <finance>。…"},
    };
    check_rows(rows, COUNT_OF(rows), WB_SNIPPET_COLUMNS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_is_shown_whole),
        cmocka_unit_test(without_matches_the_beginning_is_shown),
        cmocka_unit_test(excerpts_end_with_sentences_or_clauses),
        cmocka_unit_test(different_matches_are_shown_first),
        cmocka_unit_test(what_belongs_together_is_not_cut),
        cmocka_unit_test(a_match_that_is_too_long_is_begun),
        cmocka_unit_test(columns_of_a_terminal_are_counted_too),
    };
    return RUN(tests);
}
