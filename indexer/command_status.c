/* wbindex --status: what the index holds, what failed, what has changed since. */
#include "commands.h"

#include <inttypes.h>
#include <stdio.h>

#include <wbsearch/file.h>
#include <wbsearch/index.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/json.h>
#include <wbsearch/message.h>
#include <wbsearch/schema.h>
#include <wbsearch/walk.h>
#include <wbsearch/width.h>

struct status_report {
    wb_index *index;
    wb_manifest manifest;
    wb_manifest_totals totals;
    wb_walk_changes changes;
    uint64_t size;
    wb_buf program; /* version of the program that made it */
    wb_buf *roots;  /* absolute paths */
};

static void read_program(struct status_report *report)
{
    wb_buf schema;
    wb_buf_init(&schema, 0);
    if (wb_store_metadata(report->index->store, WB_SCHEMA_KEY, &schema, NULL) == WB_OK) {
        const char *found = schema.len ? strstr(schema.data, "program=") : NULL;
        if (found) {
            wb_buf_append(&report->program, found + 8, strcspn(found + 8, "\n"));
        }
    }
    wb_buf_free(&schema);
}

static wb_status gather(const struct options *options, struct status_report *report, wb_error *err)
{
    char *path = NULL;
    const char *folder = options->operand_count ? options->operands[0] : NULL;
    wb_status status = find_index(options, folder, &path, err);
    if (status == WB_OK) {
        status = wb_index_open(path, &report->index, err);
    }
    wb_free(path);
    if (status == WB_OK) {
        status = wb_index_manifest(report->index, &report->manifest, err);
    }
    if (status != WB_OK) {
        return status;
    }
    read_program(report);
    report->totals = wb_manifest_count(&report->manifest);
    report->size = wb_file_tree_size(report->index->path);
    report->roots = wb_alloc_zero(report->manifest.root_count, sizeof *report->roots);
    if (!report->roots) {
        return wb_error_nomem(err);
    }
    wb_walk walk = {0};
    for (size_t i = 0; i < report->manifest.root_count && status == WB_OK; i++) {
        wb_buf_init(&report->roots[i], 0);
        status = wb_index_dir_root_path(report->index->path, report->manifest.roots[i],
                                        &report->roots[i], err);
        if (status == WB_OK) {
            status = wb_walk_root(&walk, (uint32_t)i, report->roots[i].data, NULL, NULL, err);
        }
    }
    if (status == WB_OK) {
        report->changes = wb_walk_compare(&walk, &report->manifest, NULL, NULL);
    }
    wb_walk_clear(&walk);
    return status;
}

static void free_report(struct status_report *report)
{
    for (size_t i = 0; report->roots && i < report->manifest.root_count; i++) {
        wb_buf_free(&report->roots[i]);
    }
    wb_free(report->roots);
    wb_buf_free(&report->program);
    wb_manifest_clear(&report->manifest);
    wb_index_close(report->index);
}

static const char *generation_name(const struct status_report *report)
{
    const char *slash = strrchr(report->index->generation, '/');
    return slash ? slash + 1 : report->index->generation;
}

static double dead_percent(const struct status_report *report)
{
    uint32_t all = report->manifest.group_end;
    return all ? 100.0 * (all - report->totals.groups) / all : 0.0;
}

#define LABEL_COLUMNS 12

/* A label in the user's language, filled up with spaces. */
static void put_label(wb_buf *out, const char *label)
{
    const char *text = wb_message(label);
    size_t columns = wb_width_text(wb_slice_from(text));
    wb_buf_puts(out, text);
    for (; columns < LABEL_COLUMNS; columns++) {
        wb_buf_putc(out, ' ');
    }
}

static void put_line(wb_buf *out, const char *label, wb_slice value)
{
    put_label(out, label);
    wb_width_put_safe(out, value);
    wb_buf_putc(out, '\n');
}

static void put_failure(wb_buf *out, const wb_file_entry *file)
{
    put_label(out, WB_N("failed"));
    wb_width_put_safe(out, file->path);
    if (file->line) {
        wb_buf_printf(out, ":%" PRIu32, file->line);
    }
    wb_buf_puts(out, ": ");
    wb_width_put_safe(out, file->reason);
    wb_buf_putc(out, '\n');
}

static void put_text(const struct status_report *r, wb_buf *out)
{
    const wb_manifest_totals *t = &r->totals;
    put_line(out, WB_N("index"), wb_slice_from(r->index->path));
    for (size_t i = 0; i < r->manifest.root_count; i++) {
        put_line(out, WB_N("folder"), wb_buf_slice(&r->roots[i]));
    }
    put_label(out, WB_N("documents"));
    wb_buf_printf(out, wb_message("%lu indexed, %lu without text, %lu failed\n"),
                  (unsigned long)t->indexed, (unsigned long)t->empty, (unsigned long)t->failed);
    put_label(out, WB_N("paragraphs"));
    wb_buf_printf(out, "%" PRIu64 "\n", t->paragraphs);
    put_label(out, WB_N("text"));
    wb_buf_printf(out, "%.1f MB\n", (double)t->text_bytes / 1e6);
    put_label(out, WB_N("size"));
    wb_buf_printf(out, wb_message("%.1f MB (%.2f of the text)\n"), (double)r->size / 1e6,
                  t->text_bytes ? (double)r->size / (double)t->text_bytes : 0.0);
    put_label(out, WB_N("generation"));
    wb_buf_printf(out, wb_message("%s, made by wbsearch %s; %.1f %% dead\n"), generation_name(r),
                  r->program.len ? r->program.data : "?", dead_percent(r));
    put_label(out, WB_N("since then"));
    wb_buf_printf(out, wb_message("%zu new, %zu changed, %zu gone\n"), r->changes.added,
                  r->changes.changed, r->changes.gone);
    for (size_t i = 0; i < r->manifest.file_count; i++) {
        if (r->manifest.files[i].state == WB_FILE_FAILED) {
            put_failure(out, &r->manifest.files[i]);
        }
    }
}

static void put_json(const struct status_report *r, wb_buf *out)
{
    const wb_manifest_totals *t = &r->totals;
    wb_json json;
    wb_json_init(&json, out);
    wb_json_begin_object(&json);
    wb_json_put_text(&json, "index", wb_slice_from(r->index->path));
    wb_json_key(&json, "folders");
    wb_json_begin_array(&json);
    for (size_t i = 0; i < r->manifest.root_count; i++) {
        wb_json_text(&json, wb_buf_slice(&r->roots[i]));
    }
    wb_json_end_array(&json);
    wb_json_put_uint(&json, "documents", t->indexed);
    wb_json_put_uint(&json, "documents_without_text", t->empty);
    wb_json_put_uint(&json, "paragraphs", t->paragraphs);
    wb_json_put_uint(&json, "text_bytes", t->text_bytes);
    wb_json_put_uint(&json, "index_bytes", r->size);
    wb_json_put_text(&json, "generation", wb_slice_from(generation_name(r)));
    wb_json_put_text(&json, "program", wb_buf_slice(&r->program));
    wb_json_key(&json, "dead_percent");
    wb_json_double(&json, dead_percent(r));
    wb_json_key(&json, "changes");
    wb_json_begin_object(&json);
    wb_json_put_uint(&json, "added", r->changes.added);
    wb_json_put_uint(&json, "changed", r->changes.changed);
    wb_json_put_uint(&json, "gone", r->changes.gone);
    wb_json_end_object(&json);
    wb_json_key(&json, "failed");
    wb_json_begin_array(&json);
    for (size_t i = 0; i < r->manifest.file_count; i++) {
        const wb_file_entry *f = &r->manifest.files[i];
        if (f->state == WB_FILE_FAILED) {
            wb_json_begin_object(&json);
            wb_json_put_text(&json, "folder", wb_buf_slice(&r->roots[f->root]));
            wb_json_put_text(&json, "path", f->path);
            wb_json_put_uint(&json, "line", f->line);
            wb_json_put_text(&json, "status", wb_slice_from(wb_status_name(f->failure)));
            wb_json_put_text(&json, "reason", f->reason);
            wb_json_end_object(&json);
        }
    }
    wb_json_end_array(&json);
    wb_json_end_object(&json);
    wb_buf_putc(out, '\n');
}

int command_status(const struct options *options)
{
    struct status_report report = {0};
    wb_buf out;
    wb_error error;
    wb_buf_init(&report.program, 0);
    wb_buf_init(&out, 0);
    wb_status status = gather(options, &report, &error);
    int result = EXIT_FATAL;
    if (status == WB_OK) {
        if (options->json) {
            put_json(&report, &out);
        } else {
            put_text(&report, &out);
        }
        status = out.status;
        if (status != WB_OK) {
            wb_error_nomem(&error);
        }
    }
    if (status == WB_OK) {
        fwrite(out.data, 1, out.len, stdout);
        result = report.totals.failed ? EXIT_SOME_FAILED : EXIT_DONE;
    } else {
        print_error(&error);
    }
    wb_buf_free(&out);
    free_report(&report);
    return result;
}
