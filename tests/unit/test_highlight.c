#include "test.h"

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
    wb_matcher_set(m->matcher, wb_slice_from(text));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_are_marked_in_the_authors_text),
    };
    return RUN(tests);
}
