#include "test.h"

#include <wbsearch/utf8.h>
#include <wbsearch/width.h>

#include "highlight.h"
#include "match.h"
#include "parse.h"

struct marks {
    wb_query query;
    wb_matcher *matcher;
    wb_arena arena;
    wb_span *spans;
    size_t count;
};

static void highlight(struct marks *m, const char *query, const char *text)
{
    wb_error err;
    memset(m, 0, sizeof *m);
    assert_ok(wb_query_parse(wb_slice_from(query), &m->query, &err));
    assert_ok(wb_matcher_new(&m->query, NULL, &m->matcher, &err));
    assert_ok(wb_matcher_set(m->matcher, wb_slice_from(text), &err));
    assert_ok(wb_matcher_spans(m->matcher, WB_RUNG_EXACT, &m->arena, &m->spans, &m->count, &err));
    for (size_t i = 0; i < m->count; i++) {
        assert_true(m->spans[i].start < m->spans[i].end && m->spans[i].end <= strlen(text));
        assert_true(i == 0 || m->spans[i].start > m->spans[i - 1].end);
    }
}

static void free_marks(struct marks *m)
{
    wb_query_clear(&m->query);
    wb_matcher_free(m->matcher);
    wb_arena_clear(&m->arena);
}

static void matches_are_marked_in_the_authors_text(void **state)
{
    static const struct {
        const char *query;
        const char *text;
        const char *wanted;
    } rows[] = {
        {"金融", "碳金融和绿色金融", "碳<金融>和绿色<金融>"},
        {"金融 绿色", "碳金融和绿色金融", "碳<金融>和<绿色金融>"}, /* those that touch are one */
        {"碳金融 金融和", "碳金融和", "<碳金融和>"},               /* and those that overlap */
        {"碳碳", "碳碳碳", "<碳碳碳>"},
        {"保险", "碳金融", "碳金融"},
        {"环境", "環境保護", "<環境>保護"},
        {"gdp", "ＧＤＰ增速和GDP", "<ＧＤＰ>增速和<GDP>"},
        {"绿色", "绿 色，绿\xE2\x80\x8B色", "<绿 色>，<绿\xE2\x80\x8B色>"},
        {"1250", "共1,250个，11250个", "共<1,250>个，11250个"},
        {"500", "1500强和500强", "1500强和<500>强"},
        {"甲-乙", "甲——乙", "<甲——乙>"},
        {"m2", "5㎡和5 m²", "5㎡和5 <m²>"},
        {"“双碳”", "『双碳』目标", "『<双碳>』目标"},
        {"碳", "碳", "<碳>"},
        {"，", "甲，乙,丙", "甲<，>乙<,>丙"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct marks m;
        wb_buf out;
        wb_buf_init(&out, 0);
        highlight(&m, rows[i].query, rows[i].text);
        size_t at = 0;
        for (size_t k = 0; k < m.count; k++) {
            wb_buf_append(&out, rows[i].text + at, m.spans[k].start - at);
            wb_buf_printf(&out, "<%.*s>", (int)(m.spans[k].end - m.spans[k].start),
                          rows[i].text + m.spans[k].start);
            at = m.spans[k].end;
        }
        assert_ok(wb_buf_puts(&out, rows[i].text + at));
        assert_text_of(wb_buf_slice(&out), rows[i].wanted, rows[i].query);
        wb_buf_free(&out);
        free_marks(&m);
    }
}

/* The pieces shown, with … where something is left out. */
static void snip(const char *query, const char *text, size_t width, wb_buf *out)
{
    struct marks m;
    wb_error err;
    wb_span *pieces = NULL;
    size_t count = 99;
    wb_slice whole = wb_slice_from(text);
    highlight(&m, query, text);
    assert_ok(wb_snippet(whole, m.spans, m.count, width, &m.arena, &pieces, &count, &err));
    wb_buf_clear(out);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(pieces[i].start < pieces[i].end && pieces[i].end <= whole.len);
        assert_true(i == 0 || pieces[i].start > pieces[i - 1].end);
        assert_int_equal(wb_utf8_floor(whole, pieces[i].start), pieces[i].start);
        assert_int_equal(wb_utf8_floor(whole, pieces[i].end), pieces[i].end);
        wb_buf_puts(out, pieces[i].start > at ? "…" : "");
        wb_buf_append(out, text + pieces[i].start, pieces[i].end - pieces[i].start);
        at = pieces[i].end;
    }
    assert_ok(wb_buf_puts(out, at < whole.len ? "…" : ""));
    free_marks(&m);
}

static void snippets(void **state)
{
    static const struct {
        const char *query;
        const char *text;
        size_t width;
        const char *wanted;
    } rows[] = {
        {"金融", "碳金融。", 80, "碳金融。"},
        {"金融", "碳金融。", 8, "碳金融。"}, /* just fits */
        {"金融", "", 8, ""},
        /* Nothing marked: the beginning, up to a clause end that is near. */
        {"无", "推动绿色低碳发展，加快形成节约资源的生产方式。", 20, "推动绿色低碳发展，…"},
        {"无", "推动绿色低碳发展加快形成节约资源的生产方式。", 20, "推动绿色低碳发展加快…"},
        /* One match: pieces begin behind and end with a clause end that is near. */
        {"碳市场",
         "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸，建设全国统一的碳市场并且加强监管，甲乙丙丁戊己"
         "庚辛壬癸甲乙丙丁。",
         40, "…建设全国统一的碳市场并且加强监管，…"},
        /* Two matches far apart: two pieces. */
        {"碳市场",
         "碳市场一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十碳"
         "市场",
         60, "碳市场一二三四五六…五六七八九十碳市场"},
    };
    wb_buf out;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        snip(rows[i].query, rows[i].text, rows[i].width, &out);
        assert_text(wb_buf_slice(&out), rows[i].wanted);
    }
    wb_buf_free(&out);
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

/* For every width: the first match is shown whole, no number or word is cut, and not much more is
 * shown than there is room for. */
static void what_holds_for_snippets_of_every_width(void **state)
{
    static const char text[] = "到2025年，全国非化石能源消费比重达到20.5%"
                               "左右，GDP能耗比2020年下降13.5%，carbon neutrality 稳步"
                               "推进；到2030年，比重达到25%，风电太阳能发电装机容量达到1,200,000,"
                               "000千瓦以上。碳市场更加成熟，"
                               "碳金融产品更加丰富，碳市场与碳金融融合发展。";
    wb_slice whole = wb_slice_from(text);
    static const char *const queries[] = {"碳市场", "20.5", "neutrality", "碳金融 2030", "千瓦"};
    for (size_t q = 0; q < COUNT_OF(queries); q++) {
        struct marks m;
        highlight(&m, queries[q], text);
        assert_true(m.count > 0);
        for (size_t width = 1; width < 300; width++) {
            wb_error err;
            wb_span *pieces;
            size_t count;
            size_t columns = 0;
            bool shown = false;
            assert_ok(wb_snippet(whole, m.spans, m.count, width, &m.arena, &pieces, &count, &err));
            for (size_t i = 0; i < count; i++) {
                size_t start = pieces[i].start;
                size_t end = pieces[i].end;
                shown = shown || (start <= m.spans[0].start && m.spans[0].end <= end);
                assert_false(start > 0 && is_alphanumeric(text[start - 1]) &&
                             is_alphanumeric(text[start]));
                assert_false(end < whole.len && is_alphanumeric(text[end - 1]) &&
                             is_alphanumeric(text[end]));
                columns += wb_width_text(wb_slice_make(text + start, end - start));
            }
            assert_true(shown);
            /* A match and its least context come first; numbers and words at the ends whole. */
            assert_that(columns <= (width > 40 ? width : 40) + 24, "%zu columns for %zu", columns,
                        width);
        }
        free_marks(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_are_marked_in_the_authors_text),
        cmocka_unit_test(snippets),
        cmocka_unit_test(what_holds_for_snippets_of_every_width),
    };
    return RUN(tests);
}
