/* The examples of query/LANGUAGE.md, and what holds for every query. */
#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include <wbsearch/file.h>

#include "parse.h"
#include "print.h"

/* The next line of `text`, without its end; false when there is none. */
static bool next_line(wb_slice *text, wb_slice *ret)
{
    if (text->len == 0) {
        return false;
    }
    const char *end = memchr(text->ptr, '\n', text->len);
    size_t len = end ? (size_t)(end - text->ptr) : text->len;
    *ret = wb_slice_make(text->ptr, len);
    size_t used = end ? len + 1 : len;
    *text = wb_slice_make(text->ptr + used, text->len - used);
    return true;
}

/* The tree and the diagnostics in the form of the examples. */
static void write_reading(wb_slice source, wb_buf *out)
{
    wb_query query = {0};
    wb_error err;
    wb_buf_clear(out);
    wb_buf_puts(out, "=> ");
    if (wb_query_parse(source, &query, &err) != WB_OK) {
        wb_buf_printf(out, "%s\n", err.text);
        return;
    }
    wb_query_describe(query.root, out);
    wb_buf_putc(out, '\n');
    for (size_t i = 0; i < query.diagnostic_count; i++) {
        const wb_query_diagnostic *d = &query.diagnostics[i];
        wb_buf_puts(out, "!! «");
        wb_buf_append(out, query.source.ptr + d->offset, d->length);
        wb_buf_printf(out, "» %s; %s\n", d->expected, d->reading);
    }
    assert_ok(out->status);
    wb_query_clear(&query);
}

static bool check_example(wb_slice source, wb_slice wanted)
{
    wb_buf got;
    wb_buf_init(&got, 0);
    write_reading(source, &got);
    bool same = wb_slice_equal(wb_buf_slice(&got), wanted);
    if (!same) {
        print_error("%.*s\nis\n%sshould be\n%.*s", (int)source.len, source.ptr, got.data,
                    (int)wanted.len, wanted.ptr);
    }
    wb_buf_free(&got);
    return same;
}

/* A block: queries, each with the lines that begin with "=> " and "!! " below it. */
static size_t check_block(wb_slice block, size_t *failed)
{
    size_t count = 0;
    wb_slice line = {NULL, 0};
    wb_slice source = {NULL, 0};
    wb_slice wanted = {NULL, 0};
    bool more = true;
    while (more) {
        more = next_line(&block, &line);
        bool is_reading = more && (wb_slice_starts(line, "=> ") || wb_slice_starts(line, "!! "));
        if (is_reading) {
            wanted.ptr = wanted.ptr ? wanted.ptr : line.ptr;
            wanted.len = (size_t)(line.ptr + line.len + 1 - wanted.ptr);
        } else {
            if (wanted.len) {
                *failed += !check_example(source, wanted);
                count++;
            }
            source = line;
            wanted = wb_slice_make(NULL, 0);
        }
    }
    return count;
}

static void examples(void **state)
{
    wb_buf text;
    wb_error err;
    wb_slice line;
    size_t count = 0;
    size_t failed = 0;
    wb_buf_init(&text, 0);
    wb_file_stamp stamp;
    const char *path = getenv("LANGUAGE"); /* tests/unit/meson.build */
    assert_ok(wb_file_read(AT_FDCWD, path ? path : "query/LANGUAGE.md", (size_t)1 << 20, &text,
                           &stamp, &err));
    wb_slice rest = wb_buf_slice(&text);
    while (next_line(&rest, &line)) {
        if (!wb_slice_equal(line, wb_slice_from("```query"))) {
            continue;
        }
        const char *start = rest.ptr;
        while (next_line(&rest, &line) && !wb_slice_equal(line, wb_slice_from("```"))) {
        }
        count += check_block(wb_slice_make(start, (size_t)(line.ptr - start)), &failed);
    }
    assert_int_equal(failed, 0);
    assert_true(count >= 40);
    wb_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples),
    };
    return RUN(tests);
}
