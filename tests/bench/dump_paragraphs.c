/*
 * Prints the text of every paragraph of the documents below a folder, one a line, as the reader
 * makes them: what benchmarks feed to other programs, and what brute force is done on.
 *
 * usage: dump_paragraphs [--folded] [--path | --omissions] DIR
 *   --folded     the fold instead of the text
 *   --path       PATH <tab> FIRST_LINE <tab> before it
 *   --omissions  what was left out instead: PATH <tab> FIRST_LINE <tab> REASON <tab> text
 */
#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <wbsearch/doc.h>
#include <wbsearch/encoding.h>
#include <wbsearch/fold.h>
#include <wbsearch/walk.h>

static void dump_omissions(const char *path, const wb_doc *doc)
{
    for (size_t i = 0; i < doc->omission_count; i++) {
        const wb_omission *o = &doc->omissions[i];
        printf("%s\t%" PRIu32 "\t%s\t%.*s\n", path, o->first_line,
               wb_omission_reason_name(o->reason), (int)o->text.len, o->text.ptr);
    }
}

static int dump_file(const char *root, const wb_walk_file *file, bool with_fold, bool with_path,
                     bool with_omissions)
{
    wb_buf path;
    wb_buf bytes;
    wb_buf decoded;
    wb_folded folded;
    wb_doc doc = {0};
    wb_error error;
    wb_file_stamp stamp;
    wb_slice text;
    wb_encoding encoding;
    wb_doc_format format = WB_DOC_PLAIN;
    const char *slash = strrchr(file->path.ptr, '/');
    wb_buf_init(&path, 0);
    wb_buf_init(&bytes, 0);
    wb_buf_init(&decoded, 0);
    wb_folded_init(&folded);
    wb_buf_printf(&path, "%s/%s", root, file->path.ptr);
    (void)wb_doc_format_of(file->path.ptr, &format);
    wb_status status = wb_file_read(AT_FDCWD, path.data, WB_DOC_SOURCE_MAX, &bytes, &stamp, &error);
    if (status == WB_OK) {
        status = wb_encoding_decode(wb_buf_slice(&bytes), &decoded, &text, &encoding, &error);
    }
    if (status == WB_OK) {
        status = wb_doc_read(text, format, slash ? slash + 1 : file->path.ptr, &doc, &error);
    }
    if (status != WB_OK) {
        fprintf(stderr, "dump_paragraphs: %s: %s\n", path.data, error.text);
    }
    if (with_omissions && status == WB_OK) {
        dump_omissions(file->path.ptr, &doc);
    }
    for (size_t i = 0; status == WB_OK && !with_omissions && i < doc.para_count; i++) {
        wb_slice out = doc.paras[i].text;
        if (with_fold) {
            status = wb_fold(out, false, &folded);
            out = wb_buf_slice(&folded.text);
        }
        if (with_path) {
            printf("%s\t%" PRIu32 "\t", file->path.ptr, doc.paras[i].first_line);
        }
        fwrite(out.ptr, 1, out.len, stdout);
        putchar('\n');
    }
    wb_buf_free(&path);
    wb_buf_free(&bytes);
    wb_buf_free(&decoded);
    wb_folded_free(&folded);
    wb_doc_clear(&doc);
    return status != WB_OK;
}

int main(int argc, char **argv)
{
    bool with_fold = false;
    bool with_path = false;
    bool with_omissions = false;
    const char *root = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--folded") == 0) {
            with_fold = true;
        } else if (strcmp(argv[i], "--path") == 0) {
            with_path = true;
        } else if (strcmp(argv[i], "--omissions") == 0) {
            with_omissions = true;
        } else {
            root = argv[i];
        }
    }
    if (!root) {
        fprintf(stderr, "usage: dump_paragraphs [--folded] [--path | --omissions] DIR\n");
        return 2;
    }
    setlocale(LC_CTYPE, "C.UTF-8");
    wb_walk walk = {0};
    wb_error error;
    if (wb_walk_root(&walk, 0, root, NULL, NULL, &error) != WB_OK) {
        fprintf(stderr, "dump_paragraphs: %s\n", error.text);
        return 2;
    }
    int failed = 0;
    for (size_t i = 0; i < walk.file_count; i++) {
        failed |= dump_file(root, &walk.files[i], with_fold, with_path, with_omissions);
    }
    wb_walk_clear(&walk);
    return failed | (fflush(stdout) != 0);
}
