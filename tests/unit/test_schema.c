#include "test.h"

#include <stdlib.h>

#include <wbsearch/schema.h>

static void what_is_described_can_be_used(void **state)
{
    wb_buf text;
    wb_error err;
    wb_buf_init(&text, 0);
    assert_ok(wb_schema_describe(&text));
    assert_ok(wb_schema_check(wb_buf_slice(&text), &err));
    static const char *const names[] = {"schema=", "fold=", "tokenizer=", "icu=", "program="};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_non_null(strstr(text.data, names[i]));
    }
    wb_buf_free(&text);
}

/* The description with the number of one property made another. */
static void alter(const wb_buf *text, const char *name, const char *value, wb_buf *out)
{
    const char *at = strstr(text->data, name);
    assert_non_null(at);
    const char *number = at + strlen(name);
    wb_buf_clear(out);
    wb_buf_append(out, text->data, (size_t)(number - text->data));
    wb_buf_puts(out, value);
    wb_buf_puts(out, number + strspn(number, "0123456789"));
    assert_ok(out->status);
}

static void every_property_must_agree(void **state)
{
    static const struct {
        const char *name;
        const char *meaning;
    } rows[] = {
        {"schema=", "index format"},
        {"fold=", "character fold"},
        {"tokenizer=", "tokenizer"},
        {"icu=", "ICU version"},
    };
    wb_buf text;
    wb_buf altered;
    wb_buf_init(&text, 0);
    wb_buf_init(&altered, 0);
    assert_ok(wb_schema_describe(&text));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        static const char *const values[] = {"12345", "", "99999999999999999999"};
        for (size_t k = 0; k < COUNT_OF(values); k++) {
            wb_error err;
            alter(&text, rows[i].name, values[k], &altered);
            assert_status(wb_schema_check(wb_buf_slice(&altered), &err), WB_INCOMPATIBLE);
            assert_true(err.hint[0] != '\0');
            if (k == 0) {
                assert_non_null(strstr(err.text, rows[i].meaning));
                assert_non_null(strstr(err.text, "12345"));
            }
        }
    }
    wb_buf_free(&text);
    wb_buf_free(&altered);
}

static void another_version_of_the_program_is_fine(void **state)
{
    wb_buf text;
    wb_error err;
    wb_buf_init(&text, 0);
    assert_ok(wb_schema_describe(&text));
    char *version = strstr(text.data, "program=");
    assert_non_null(version);
    memset(version + 8, '9', 1);
    assert_ok(wb_schema_check(wb_buf_slice(&text), &err));
    assert_ok(wb_buf_puts(&text, "a-line-of-later=7\n"));
    assert_ok(wb_schema_check(wb_buf_slice(&text), &err));
    wb_buf_free(&text);
}

static void other_databases_are_none_of_ours(void **state)
{
    static const char *const texts[] = {
        "", "\n", "schema", "schema=", "xschema=1\n", "\n\n\n", "icu=72\n", "=", "一二三",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        wb_error err;
        assert_status(wb_schema_check(wb_slice_from(texts[i]), &err), WB_INCOMPATIBLE);
        assert_true(err.hint[0] != '\0');
    }
    wb_error err;
    assert_status(wb_schema_check(wb_slice_make(NULL, 0), &err), WB_INCOMPATIBLE);
}

/* A description cut anywhere before its last property is refused and read within its bounds. */
static void a_description_cut_short(void **state)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    assert_ok(wb_schema_describe(&text));
    const char *icu = strstr(text.data, "icu=");
    assert_non_null(icu);
    for (size_t len = 0; len <= (size_t)(icu - text.data) + 4; len++) {
        char *copy = malloc(len ? len : 1); /* checked by the sanitizers and valgrind */
        assert_non_null(copy);
        memcpy(copy, text.data, len);
        wb_error err;
        assert_status(wb_schema_check(wb_slice_make(copy, len), &err), WB_INCOMPATIBLE);
        free(copy);
    }
    wb_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_described_can_be_used),
        cmocka_unit_test(every_property_must_agree),
        cmocka_unit_test(another_version_of_the_program_is_fine),
        cmocka_unit_test(other_databases_are_none_of_ours),
        cmocka_unit_test(a_description_cut_short),
    };
    return RUN(tests);
}
