/* Citations: what they leave out and what they show to be missing. */
#include "test.h"

#include "citation.h"

static void documents(void **state)
{
    static const struct {
        const char *title;
        const char *organ;
        const char *number;
        wb_day made;
        wb_day published;
        wb_day effective;
        const char *wanted;
    } rows[] = {
        {"关于印发《某办法》的通知", "某市人民政府", "某政发〔2021〕5号", 20210304, 20210401, 0,
         "某市人民政府《关于印发〈某办法〉的通知》（某政发〔2021〕5号，2021年3月4日成文）"},
        {"", "", "", 0, 0, 0, "［机关缺］［标题缺］（［文号缺］，［日期缺］）"},
        {"某市规划", "", "", 0, 0, 0, "［机关缺］《某市规划》（［文号缺］，［日期缺］）"},
        /* The title names the organ: nothing is missing. */
        {"某市人民政府工作报告", "某市人民政府", "", 20210000, 0, 0,
         "《某市人民政府工作报告》（［文号缺］，2021年成文）"},
        {"甲", "乙", "丙", 0, 20201200, 20210101, "乙《甲》（丙，2020年12月发布）"},
        {"甲", "乙", "丙", 0, 0, 20210101, "乙《甲》（丙，2021年1月1日施行）"},
        /* Marks. */
        {"《甲办法》", "乙", "丙", 20210101, 0, 0, "乙《甲办法》（丙，2021年1月1日成文）"},
        {"《甲》和《丁》", "乙", "丙", 20210101, 0, 0,
         "乙《〈甲〉和〈丁〉》（丙，2021年1月1日成文）"},
        {"《甲》的解读", "乙", "丙", 20210101, 0, 0, "乙《〈甲〉的解读》（丙，2021年1月1日成文）"},
        {"转发《关于印发〈甲〉的通知》的通知", "乙", "丙", 20210101, 0, 0,
         "乙《转发〈关于印发《甲》的通知〉的通知》（丙，2021年1月1日成文）"},
        {"甲》和〉《丁", "乙", "丙", 20210101, 0, 0, "乙《甲〉和〉〈丁》（丙，2021年1月1日成文）"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf out;
        wb_buf_init(&out, 0);
        wb_cited cited = {wb_slice_from(rows[i].title),
                          wb_slice_from(rows[i].organ),
                          wb_slice_from(rows[i].number),
                          rows[i].made,
                          rows[i].published,
                          rows[i].effective};
        wb_citation_put_document(&cited, &out);
        assert_ok(out.status);
        assert_text(wb_buf_slice(&out), rows[i].wanted);
        wb_buf_free(&out);
    }
}

static void assert_place(const wb_slice *path, size_t count, const char *wanted)
{
    wb_buf out;
    wb_buf_init(&out, 0);
    wb_citation_put_place(path, count, S("甲办法"), 11, &out);
    assert_ok(out.status);
    assert_text(wb_buf_slice(&out), wanted);
    wb_buf_free(&out);
}

static void places(void **state)
{
    const wb_slice path[] = {S("甲办法"), S("第一章"), S("第二条")};
    assert_place(path, 3, "第一章 › 第二条，第12段");
    assert_place(&path[1], 1, "第一章，第12段");
    assert_place(path, 1, "［章节缺］，第12段");
    assert_place(path, 0, "［章节缺］，第12段");
}

static void a_hit_and_the_catalog_say_the_same(void **state)
{
    wb_hit hit = {.title = S("甲"),
                  .meta = {[WB_META_ORGAN] = S("乙"),
                           [WB_META_NUMBER] = S("丙"),
                           [WB_META_MADE] = S("2021-03"),
                           [WB_META_PUBLISHED] = S("2021"),
                           [WB_META_EFFECTIVE] = S("2021-03-05")}};
    wb_catalog_doc doc = {.title = S("甲"),
                          .organ = S("乙"),
                          .number = S("丙"),
                          .made = 20210300,
                          .published = 20210000,
                          .effective = 20210305};
    wb_cited of_hit = wb_cited_of_hit(&hit);
    wb_cited of_document = wb_cited_of_document(&doc);
    wb_buf one;
    wb_buf two;
    wb_buf_init(&one, 0);
    wb_buf_init(&two, 0);
    wb_citation_put_document(&of_hit, &one);
    wb_citation_put_document(&of_document, &two);
    assert_text(wb_buf_slice(&one), "乙《甲》（丙，2021年3月成文）");
    assert_slice(wb_buf_slice(&two), wb_buf_slice(&one));
    assert_int_equal(of_hit.published, of_document.published);
    assert_int_equal(of_hit.effective, of_document.effective);
    wb_buf_free(&one);
    wb_buf_free(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents),
        cmocka_unit_test(places),
        cmocka_unit_test(a_hit_and_the_catalog_say_the_same),
    };
    return RUN(tests);
}
