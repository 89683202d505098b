#include "test.h"

#include <stdio.h>

#include <wbsearch/compress.h>
#include <wbsearch/sections.h>

/* 办法 (para 0) holds 总则 (para 1), and that 第一条 (para 2); 附则 (para 6). */
static const wb_section statute[] = {
    {{"办法", 6}, WB_NONE, 0},
    {{"總則", 6}, 0, 1},
    {{"第一条", 9}, 1, 2},
    {{"附则", 6}, 0, 6},
};

/* A document of seven paragraphs in two groups, from docid `first` on: what follows 第一条 belongs
 * to 总则 again. Then one without sections, with a gap before it. */
static void fill(wb_sections *sections, uint32_t first)
{
    static const uint32_t of[] = {0, 1, 2, 2, 1, 0, 3};
    wb_error err;
    assert_ok(wb_sections_begin(sections, first, first + 64, &err));
    for (uint32_t i = 0; i < 7; i++) {
        uint32_t docid = first + (i < 3 ? i : 32 + i - 3);
        assert_ok(wb_sections_add(sections, docid, statute, of[i], &err));
    }
    assert_ok(wb_sections_begin(sections, first + 96, first + 128, &err));
    assert_ok(wb_sections_add(sections, first + 96, NULL, WB_NONE, &err));
    assert_ok(wb_sections_add(sections, first + 97, NULL, WB_NONE, &err));
}

/* The runs as "1 办法>总则 | …"; "-" where there is no document. */
static void assert_runs(const wb_sections *s, const char *wanted)
{
    char text[2000] = "";
    for (uint32_t i = 0; i < s->run_count; i++) {
        char path[2000] = "";
        for (uint32_t k = s->runs[i].section; k != WB_NONE; k = s->entries[k].parent) {
            char rest[500];
            wb_slice title = wb_sections_title(s, s->entries[k].title);
            (void)snprintf(rest, sizeof rest, "%s", path);
            (void)snprintf(path, sizeof path, "%.*s%s%s", (int)title.len, title.ptr,
                           *rest ? ">" : "", rest);
        }
        size_t used = strlen(text);
        (void)snprintf(text + used, sizeof text - used, "%s%u%s%s", i ? " | " : "",
                       (unsigned)s->runs[i].first,
                       s->runs[i].section == WB_NONE ? " -"
                       : *path                       ? " "
                                                     : "",
                       path);
    }
    assert_string_equal(text, wanted);
}

#define RUNS                                                                                                             \
    "1 办法 | 2 办法>总则 | 3 办法>总则>第一条 | 34 办法>总则 | 35 办法 | 36 办法>附则 | 65 - | " \
    "97 | 129 -"

static void encode(wb_sections *sections, wb_buf *bytes)
{
    wb_error err;
    wb_buf_clear(bytes);
    assert_ok(wb_sections_encode(sections, bytes, &err));
}

static void what_is_stored_comes_back(void **state)
{
    wb_sections sections = {0};
    wb_sections read = {0};
    wb_buf bytes = {0};
    wb_error err;
    encode(&sections, &bytes);
    assert_ok(wb_sections_decode(wb_buf_slice(&bytes), &read, &err));
    assert_int_equal(read.run_count, 0);
    assert_int_equal(wb_sections_run(&read, 1), WB_NONE);

    fill(&sections, 1);
    encode(&sections, &bytes);
    assert_runs(&sections, RUNS);
    assert_ok(wb_sections_decode(wb_buf_slice(&bytes), &read, &err));
    assert_runs(&read, RUNS);
    wb_sections_clear(&read);
    wb_sections_clear(&sections);
    wb_buf_free(&bytes);
}

static void runs_of_a_section_are_linked(void **state)
{
    wb_sections sections = {0};
    wb_buf bytes = {0};
    fill(&sections, 1);
    encode(&sections, &bytes);
    assert_int_equal(wb_sections_run(&sections, 0), WB_NONE);
    assert_int_equal(wb_sections_run(&sections, 1), 0);
    assert_int_equal(wb_sections_run(&sections, 33), 2); /* unused docids go with the run */
    assert_int_equal(wb_sections_run(&sections, 34), 3);
    assert_int_equal(wb_sections_run(&sections, 5000), 8);
    assert_int_equal(wb_sections_run_last(&sections, 1), 2);
    assert_int_equal(sections.runs[1].next, 3);
    assert_int_equal(sections.runs[3].next, WB_NONE);
    assert_int_equal(sections.entries[sections.runs[3].section].first_run, 1);
    wb_sections_clear(&sections);
    wb_buf_free(&bytes);
}

static void documents_can_be_copied(void **state)
{
    wb_sections from = {0};
    wb_sections to = {0};
    wb_buf bytes = {0};
    wb_error err;
    fill(&from, 1);
    fill(&from, 257);
    encode(&from, &bytes);
    assert_ok(wb_sections_copy(&to, &from, 1, 65, &err));
    assert_ok(wb_sections_copy(&to, &from, 97, 129, &err));
    encode(&to, &bytes);
    assert_runs(&to, RUNS);
    wb_sections_clear(&to);

    assert_ok(wb_sections_copy(&to, &from, 353, 385, &err)); /* the second one only */
    encode(&to, &bytes);
    assert_runs(&to, "353 | 385 -");
    wb_sections_clear(&to);
    wb_sections_clear(&from);
    wb_buf_free(&bytes);
}

/* Every prefix of the plain form, and every byte changed, decodes or is refused. */
static void damage_is_refused(void **state)
{
    wb_sections sections = {0};
    wb_sections read = {0};
    wb_buf bytes = {0};
    wb_buf plain = {0};
    wb_error err;
    wb_compressor *compressor;
    fill(&sections, 1);
    encode(&sections, &bytes);
    assert_ok(wb_compressor_new(wb_slice_make("", 0), &compressor, &err));
    assert_ok(wb_decompress(compressor, wb_buf_slice(&bytes), 1 << 20, &plain, &err));
    for (size_t len = 0; len < plain.len; len++) {
        wb_buf_clear(&bytes);
        assert_ok(wb_compress(compressor, wb_slice_make(plain.data, len), &bytes));
        assert_int_equal(wb_sections_decode(wb_buf_slice(&bytes), &read, &err), WB_CORRUPT);
        assert_int_equal(read.run_count, 0);
    }
    for (size_t i = 0; i < 8 * plain.len; i++) {
        plain.data[i / 8] = (char)(plain.data[i / 8] ^ 1 << i % 8);
        wb_buf_clear(&bytes);
        assert_ok(wb_compress(compressor, wb_buf_slice(&plain), &bytes));
        wb_status status = wb_sections_decode(wb_buf_slice(&bytes), &read, &err);
        assert_true(status == WB_OK || status == WB_CORRUPT);
        plain.data[i / 8] = (char)(plain.data[i / 8] ^ 1 << i % 8);
    }
    assert_int_equal(wb_sections_decode(wb_slice_from(""), &read, &err), WB_CORRUPT);
    wb_compressor_free(compressor);
    wb_sections_clear(&read);
    wb_sections_clear(&sections);
    wb_buf_free(&bytes);
    wb_buf_free(&plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_stored_comes_back),
        cmocka_unit_test(runs_of_a_section_are_linked),
        cmocka_unit_test(documents_can_be_copied),
        cmocka_unit_test(damage_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
