#include "test.h"

#include <stdio.h>

#include <wbsearch/doc.h>

/* The links of a document as text: "LINE:LABEL>NOTE LINE" for each mark, "0" for the line of a note
 * that is not there, blanks between. Checks that the links lead back. */
static void links(const char *source, const char *wanted)
{
    wb_doc doc = {0};
    wb_error err;
    wb_buf out;
    wb_buf_init(&out, 0);
    assert_ok(wb_doc_read(wb_slice_from(source), WB_DOC_MARKDOWN, "a.md", &doc, &err));
    for (size_t i = 0; i < doc.para_count; i++) {
        const wb_para *para = &doc.paras[i];
        for (size_t k = 0; k < para->mark_count; k++) {
            const wb_note_mark *mark = &para->marks[k];
            const wb_para *note = mark->note == WB_NONE ? NULL : &doc.paras[mark->note];
            bool back = !note;
            wb_buf_printf(&out, "%s%u:", out.len ? " " : "", (unsigned)para->first_line);
            wb_buf_put(&out, mark->label);
            wb_buf_printf(&out, ">%u", note ? (unsigned)note->first_line : 0);
            for (size_t n = 0; note && n < note->reference_count; n++) {
                back = back || note->references[n] == i;
            }
            assert_true(back);
            assert_true(!note || note->kind == WB_PARA_NOTE);
        }
        for (size_t n = 0; n < para->reference_count; n++) {
            assert_true(para->references[n] < doc.para_count);
            assert_true(n == 0 || para->references[n] > para->references[n - 1]);
        }
    }
    assert_text(wb_buf_slice(&out), wanted);
    wb_buf_free(&out);
    wb_doc_clear(&doc);
}

/* The term of the only note. */
static void term(const char *note, const char *wanted)
{
    wb_doc doc = {0};
    wb_error err;
    char source[512];
    assert_true(snprintf(source, sizeof source, "# 名词解释\n\n%s\n", note) < (int)sizeof source);
    assert_ok(wb_doc_read(wb_slice_from(source), WB_DOC_MARKDOWN, "a.md", &doc, &err));
    const wb_para *para = &doc.paras[doc.para_count - 1];
    assert_int_equal(para->kind, WB_PARA_NOTE);
    assert_text(wb_slice_make(para->text.ptr + para->term_start, para->term_end - para->term_start),
                wanted);
    wb_doc_clear(&doc);
}

static void terms(void **state)
{
    term("① 一网统管：指一个平台管全城。", "一网统管");
    term("1.“碳汇”：森林吸收的碳。", "碳汇");
    term("2. “四好”道路：建好、管好的道路。", "“四好”道路");
    term("[3] 云梯计划——人才培养的安排。", "云梯计划");
    term("④ 绿链，是指上下游减排。", "绿链");
    term("⑤ 绿链是指上下游减排。", "绿链");
    term("[^6]: 绿链指上下游减排。", "绿链");
    term("7. 排放指标：每年的上限。", "排放指标");
    term("8、2021—2025年规划：五年的安排。", "2021—2025年规划");
    term("8. “五联”机制。是指五方联动。", "“五联”机制");
    term("9. 见《松川市志》第三卷。", "");
    term("10. 由市政府主导、社会力量参与，共同办理。", "");
}

static void the_term_decides_before_the_number(void **state)
{
    links("推进“一网统管<sup>②</sup>”、“绿链<sup>①</sup>”建设。\n\n"
          "# 名词解释\n\n① 一网统管：指一个平台。\n\n② 绿链：指减排。\n",
          "1:②>5 1:①>7");
    /* a number stands twice in the text */
    links("推进“一网统管<sup>①</sup>”、绿链<sup>①</sup>建设。\n\n"
          "# 名词解释\n\n1. 一网统管：指一个平台。\n\n2. 绿链：指减排。\n",
          "1:①>5 1:①>7");
    /* … or among the notes */
    links("推进“一网统管<sup>①</sup>”、绿链<sup>①</sup>、共治<sup>①</sup>。\n\n"
          "# 名词解释\n\n① 一网统管：指一个平台。\n\n① 绿链：指减排。\n",
          "1:①>5 1:①>7 1:①>0");
    /* spaces, quotes and width do not matter */
    links("落实省“ 8 条 ”、市“１２条”<sup>③</sup>。\n\n"
          "# 名词解释\n\n1. 省“8条”、市“12条”：两级措施。\n\n3. 绿链：指减排。\n",
          "1:③>5");
    /* the longest term, and no part of a Latin word */
    links("建设数字绿链<sup>①</sup>、SCIM<sup>②</sup>。\n\n# 名词解释\n\n1. 绿链：指减排。\n\n"
          "2. 数字绿链：指平台。\n\n3. CIM：指模型。\n",
          "1:①>7 1:②>7");
    links("建设城市模型<sup>⑧</sup>和CIM<sup>⑨</sup>。\n\n"
          "# 名词解释\n\n1. 城市模型（CIM）：指数字底座。\n",
          "1:⑧>5 1:⑨>5");
}

static void the_number_decides_where_no_term_agrees(void **state)
{
    links("完成各项任务<sup>②</sup>，效果良好<sup>[1]</sup>。<sup>⑨</sup>\n\n"
          "# 注释\n\n① 见《松川市志》。\n\n② 见《青禾年鉴》。\n",
          "1:②>7 1:[1]>5 1:⑨>0");
    links("居民参与[^a]，企业支持[^1]。\n\n[^1]: 见年鉴。\n\n[^a]: 见市志。\n",
          "1:[^a]>5 1:[^1]>3");
}

static void the_nearest_list_behind_comes_first(void **state)
{
    links("# 甲\n\n效果良好<sup>①</sup>。\n\n## 注释\n\n① 见市志。\n\n# "
          "乙\n\n进展顺利<sup>①</sup>。\n\n"
          "## 注释\n\n① 见年鉴。\n\n# 丙\n\n收尾有力<sup>①</sup>。\n",
          "3:①>7 11:①>15 19:①>15");
}

static void bare_marks(void **state)
{
    static const char notes[] =
        "\n\n# 名词解释\n\n① 一网统管：指一个平台。\n\n[2] 绿链：指减排。\n\n"
        "③ 见《松川年鉴》。\n";
    static const struct {
        const char *text, *links;
    } rows[] = {
        {"推进“一网统管①”改革。", "1:①>5"},
        {"推进“一网统管”①改革，绿链②建设。", "1:①>5 1:②>7"},
        {"推进绿链[2]、绿链［2］建设[2]。", "1:[2]>7 1:［2］>7 1:[2]>7"},
        {"效果良好。③下一步继续。", "1:③>9"},
        {"包括：①摸底；②建档；③评估。", ""},
        {"包括①摸底②建档③评估，①②③同步。", ""},
        {"松政发〔2024〕2号，面积3m²，5[2.5]吨，（[2]）。", ""},
        {"办理④和[5]。", ""}, /* no such notes */
        {"（③）", ""},
    };
    char source[1024];
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(snprintf(source, sizeof source, "%s%s", rows[i].text, notes) <
                    (int)sizeof source);
        links(source, rows[i].links);
    }
    links("① 摸底。\n\n② 建档。\n\n## 名词解释\n\n① 绿链：指减排。\n", "");
    links("推进绿链①建设[1]。\n", ""); /* no notes, no marks */
    /* a list before the mark is not that of a bare mark */
    links("# 注释\n\n[1] 见年鉴。\n\n# 正文\n\n成效明显[1]。\n", "");
}

/* Many marks and notes of one number and one term, in bounded time. */
static void repetition_is_not_quadratic(void **state)
{
    wb_buf b;
    wb_buf_init(&b, 0);
    for (int i = 0; i < 20000; i++) {
        wb_buf_puts(&b, "绿链<sup>①</sup>建设。\n\n");
    }
    wb_buf_puts(&b, "# 名词解释\n\n");
    for (int i = 0; i < 20000; i++) {
        wb_buf_puts(&b, "② 绿链：指减排。\n\n");
    }
    wb_doc doc = {0};
    wb_error err;
    assert_ok(b.status);
    assert_ok(wb_doc_read(wb_buf_slice(&b), WB_DOC_MARKDOWN, "a.md", &doc, &err));
    const wb_para *note = &doc.paras[doc.paras[0].marks[0].note];
    assert_int_equal(note->reference_count, WB_NOTE_REFERENCES_MAX);
    wb_doc_clear(&doc);
    wb_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms),
        cmocka_unit_test(the_term_decides_before_the_number),
        cmocka_unit_test(the_number_decides_where_no_term_agrees),
        cmocka_unit_test(the_nearest_list_behind_comes_first),
        cmocka_unit_test(bare_marks),
        cmocka_unit_test(repetition_is_not_quadratic),
    };
    return RUN(tests);
}
