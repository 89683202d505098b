#include "test.h"

/* How a document is laid out, from its lines. */

struct layout_case {
    const char *what;
    const char *source;
    wb_doc_layout layout;
    uint32_t width;
};

static void check(const struct layout_case *c, wb_doc_format format)
{
    wb_doc doc = {0};
    wb_error err;
    assert_ok(wb_doc_read(wb_slice_from(c->source), format, "文件", &doc, &err));
    assert_that(doc.layout == c->layout, "%s: %s", c->what, wb_doc_layout_name(doc.layout));
    assert_that(doc.wrap_width == c->width, "%s: %u columns", c->what, (unsigned)doc.wrap_width);
    wb_doc_clear(&doc);
}

static void layouts(void **state)
{
    static const struct layout_case cases[] = {
        {"nothing", "", WB_LAYOUT_BLOCKS, 0},
        {"blank lines", "松川市河流众多。\n\n治理河流，人人有责。\n\n各区制定办法。\n",
         WB_LAYOUT_BLOCKS, 0},
        {"a line a paragraph",
         "松川市河流众多。\n治理河流，人人有责。\n各区制定办法。\n本办法自公布之日起施行。\n",
         WB_LAYOUT_LINES, 0},
        {"wrapped at 16 characters",
         "松川市境内河流众多，治理河流是全\n市人民共同的事业，各级人民政府应\n"
         "当把治理河流列入国民经济计划，并\n且安排必要的经费，有关部门按照职\n"
         "责分工，做好治理工作。\n",
         WB_LAYOUT_WRAPPED, 32},
        {"wrapped, with a blank line after each line",
         "松川市境内河流众多，治理河流是全\n\n市人民共同的事业，各级人民政府应\n\n"
         "当把治理河流列入国民经济计划，并\n\n且安排必要的经费，有关部门按照职\n\n"
         "责分工，做好治理工作。\n",
         WB_LAYOUT_WRAPPED, 32},
        {"lines cut at links",
         "按照\n松川市河流条例\n的规定，各区制定了\n青禾区治理河流办法\n，并且公布了\n"
         "治理河流的计划\n，以便全市人民了解治理河流的工作，参加治理河流的工作。\n",
         WB_LAYOUT_BLOCKS, 0},
        {"names", "王一\n李二\n张三\n赵四\n陈五\n周六\n", WB_LAYOUT_BLOCKS, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        check(&cases[i], WB_DOC_MARKDOWN);
        check(&cases[i], WB_DOC_PLAIN);
    }
}

static void layouts_have_names(void **state)
{
    assert_string_equal(wb_doc_layout_name(WB_LAYOUT_BLOCKS), "blocks");
    assert_string_equal(wb_doc_layout_name(WB_LAYOUT_LINES), "lines");
    assert_string_equal(wb_doc_layout_name(WB_LAYOUT_WRAPPED), "wrapped");
    assert_string_equal(wb_doc_layout_name((wb_doc_layout)99), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts),
        cmocka_unit_test(layouts_have_names),
    };
    return RUN(tests);
}
