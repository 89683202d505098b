/* The cues that a sentence is under way. */
#include "test.h"

#include "reader_sentence.h"

static void hanging_ends(void **state)
{
    static const char *const yes[] = {"加强管理，", "教育、", "有关部门应当", "按照", "治理河流的"};
    static const char *const no[] = {"", "加强管理", "编制目的", "加强管理。", "总则"};
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        assert_that(cue_hangs(wb_slice_from(yes[i])), "%s", yes[i]);
    }
    for (size_t i = 0; i < COUNT_OF(no); i++) {
        assert_that(!cue_hangs(wb_slice_from(no[i])), "%s", no[i]);
    }
}

static void statements(void **state)
{
    static const char *const yes[] = {"养犬人应当办理登记", "我们正视困难", "农业是基础"};
    static const char *const no[] = {"", "加强组织领导", "我们应当注意的几个问题", "当前的情况"};
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        assert_that(cue_states(wb_slice_from(yes[i])), "%s", yes[i]);
    }
    for (size_t i = 0; i < COUNT_OF(no); i++) {
        assert_that(!cue_states(wb_slice_from(no[i])), "%s", no[i]);
    }
}

static void references(void **state)
{
    static const char *const yes[] = {"第十条规定", "第 3 条的规定", "第二章、第三章", "（一）项的",
                                      "（二）、（三）项"};
    static const char *const no[] = {
        "",         "第十条 为了", "第十条　规定",   "（一）项目", "一、总体要求",
        "第一产业", "第三条 中华", "第十条之一 违反"};
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        assert_that(cue_refers(wb_slice_from(yes[i])), "%s", yes[i]);
    }
    for (size_t i = 0; i < COUNT_OF(no); i++) {
        assert_that(!cue_refers(wb_slice_from(no[i])), "%s", no[i]);
    }
}

static void adoption_notes(void **state)
{
    assert_true(cue_is_adoption(wb_slice_from("2023年5月10日 市人民代表大会通过")));
    assert_true(cue_is_adoption(wb_slice_from("——2024年1月9日在区人民代表大会会议上")));
    assert_false(cue_is_adoption(wb_slice_from("2023年5月10日，市政府召开会议")));
    assert_false(cue_is_adoption(wb_slice_from("市人民代表大会通过")));
    assert_false(cue_is_adoption(wb_slice_from("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hanging_ends),
        cmocka_unit_test(statements),
        cmocka_unit_test(references),
        cmocka_unit_test(adoption_notes),
    };
    return RUN(tests);
}
