/*
 * The server without its socket: reading addresses and parameters, routing, answering from an
 * index, writing. The input is the target; behind a line end, values of the headers Host,
 * If-None-Match, Accept-Encoding and Accept-Language, a line each.
 *
 * The index is a small one, made when the target starts, in a folder of its own.
 */
#include "fuzz.h"

#include <unistd.h>

#include <wbsearch/compress.h>
#include <wbsearch/file.h>
#include <wbsearch/fold.h>
#include <wbsearch/generation.h>
#include <wbsearch/index.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/schema.h>
#include <wbsearch/sections.h>
#include <wbsearch/utf8.h>

#include "server.h"

static const char text[] =
    "# 云岭市绿色金融规划\n\n## 一、总体要求\n\n探索碳金融①的路径，增长60%。\n\n"
    "| 指标 | 数值 |\n|---|---|\n| 绿色信贷 | 500亿元 |\n\n"
    "<script>碳</script> & \"引号\"。\n\n## 注释\n\n①碳金融：一种金融。\n";

static char folder[256];
static char index_path[sizeof folder + 32];
static wb_server *server;
static wb_named_index named = {"default", index_path};

static void remove_folder(void)
{
    wb_server_free(server);
    (void)wb_file_remove_tree(folder, NULL);
}

static void put(wb_store_writer *writer, const char *key, const wb_buf *value)
{
    wb_error err;
    PROMISE(value->status == WB_OK);
    PROMISE(wb_store_writer_set_metadata(writer, key, wb_buf_slice(value), &err) == WB_OK);
}

/* What adding the document takes. */
struct adding {
    wb_doc doc;
    wb_record_doc info;
    wb_generation_writer *writer;
    wb_compressor *compressor;
    wb_tokenizer *tokenizer;
    wb_folded folded;
    wb_terms terms;
    wb_buf plain;
    wb_buf record;
};

/* Adds `count` paragraphs from number `first` on as a group. */
static void add_group(struct adding *a, wb_sections *sections, uint32_t group, size_t first,
                      size_t count)
{
    wb_error err;
    for (uint32_t i = 0; i < count; i++) {
        const wb_para *para = &a->doc.paras[first + i];
        uint32_t docid = wb_store_para_docid(group, i);
        PROMISE(wb_sections_add(sections, docid, a->doc.sections, para->section, &err) == WB_OK);
        PROMISE(wb_fold(para->text, false, &a->folded) == WB_OK);
        PROMISE(wb_tokenizer_terms(a->tokenizer, wb_buf_slice(&a->folded.text), &a->terms, &err) ==
                WB_OK);
        PROMISE(wb_store_writer_add_para(a->writer->store, docid, &a->terms, &err) == WB_OK);
    }
    PROMISE(wb_record_encode(a->compressor, &a->doc, &a->info, group, first, count, &a->plain,
                             &a->record, &err) == WB_OK);
    PROMISE(wb_generation_end_group(a->writer, group, wb_buf_slice(&a->record), &err) == WB_OK);
}

/* Adds the document from group 0 on; returns how many groups it has. */
static uint32_t add_document(wb_generation_writer *writer, wb_catalog *catalog,
                             wb_sections *sections)
{
    struct adding a = {.writer = writer};
    wb_error err;
    wb_slice path = wb_slice_from("a.md");
    a.info = (wb_record_doc){wb_doc_id_of(wb_slice_from(".."), path), 0, path};
    wb_terms_init(&a.terms);
    PROMISE(wb_doc_read(wb_slice_from(text), WB_DOC_MARKDOWN, "a.md", &a.doc, &err) == WB_OK);
    PROMISE(wb_compressor_new(wb_slice_from(""), &a.compressor, &err) == WB_OK);
    PROMISE(wb_tokenizer_new(&a.tokenizer, &err) == WB_OK);
    uint32_t groups = 0;
    for (size_t first = 0; first < a.doc.para_count; groups++) {
        first += wb_record_fill(&a.doc, first);
    }
    PROMISE(wb_sections_begin(sections, wb_store_para_docid(0, 0), wb_store_para_docid(groups, 0),
                              &err) == WB_OK);
    size_t first = 0;
    for (uint32_t group = 0; group < groups; group++) {
        size_t count = wb_record_fill(&a.doc, first);
        add_group(&a, sections, group, first, count);
        first += count;
    }
    PROMISE(wb_catalog_add(catalog, &a.info, a.doc.meta, 0, groups, (uint32_t)a.doc.para_count,
                           &err) == WB_OK);
    wb_compressor_free(a.compressor);
    wb_tokenizer_free(a.tokenizer);
    wb_folded_free(&a.folded);
    wb_terms_free(&a.terms);
    wb_buf_free(&a.plain);
    wb_buf_free(&a.record);
    wb_doc_clear(&a.doc);
    return groups;
}

static void make_index(void)
{
    char generation[sizeof index_path + 32];
    wb_error err;
    wb_generation_writer writer;
    wb_catalog catalog = {0};
    wb_sections sections = {0};
    wb_slice root = wb_slice_from("..");
    wb_manifest manifest = {.roots = &root, .root_count = 1};
    wb_buf value = {0};
    int lock = -1;
    const char *temporary = getenv("TMPDIR");
    int n = snprintf(folder, sizeof folder, "%s/fuzz-http-XXXXXX",
                     temporary && *temporary ? temporary : "/tmp");
    PROMISE(n > 0 && (size_t)n < sizeof folder);
    PROMISE(mkdtemp(folder) != NULL);
    (void)snprintf(index_path, sizeof index_path, "%s/%s", folder, WB_INDEX_DIR_NAME);
    (void)snprintf(generation, sizeof generation, "%s/gen-000001", index_path);
    PROMISE(wb_index_dir_lock(index_path, &lock, &err) == WB_OK);
    PROMISE(wb_generation_create(generation, &writer, &err) == WB_OK);
    manifest.group_end = add_document(&writer, &catalog, &sections);
    PROMISE(wb_schema_describe(&value) == WB_OK);
    put(writer.store, WB_SCHEMA_KEY, &value);
    wb_buf_clear(&value);
    PROMISE(wb_manifest_encode(&manifest, &value, &err) == WB_OK);
    put(writer.store, WB_SCHEMA_MANIFEST, &value);
    wb_buf_clear(&value);
    PROMISE(wb_manifest_put_roots(&manifest, &value) == WB_OK);
    put(writer.store, WB_SCHEMA_ROOTS, &value);
    wb_buf_clear(&value);
    PROMISE(wb_catalog_encode(&catalog, &value, &err) == WB_OK);
    put(writer.store, WB_SCHEMA_CATALOG, &value);
    wb_buf_clear(&value);
    PROMISE(wb_sections_encode(&sections, &value, &err) == WB_OK);
    put(writer.store, WB_SCHEMA_SECTIONS, &value);
    PROMISE(wb_generation_commit(&writer, &err) == WB_OK);
    wb_generation_close(&writer);
    PROMISE(wb_index_dir_switch(index_path, generation, &err) == WB_OK);
    (void)close(lock);
    wb_buf_free(&value);
    wb_catalog_clear(&catalog);
    wb_sections_clear(&sections);
}

static void start(void)
{
    wb_error err;
    wb_server_options options = {.indexes = &named,
                                 .index_count = 1,
                                 .workers = 1,
                                 .hosts = {.ports = {8917}, .port_count = 1},
                                 .patience = 5,
                                 .slow_seconds = 1,
                                 .log_fd = -1};
    make_index();
    PROMISE(wb_server_new(&options, &server, &err) == WB_OK);
    PROMISE(wb_server_open(server, &err) == WB_OK);
    (void)atexit(remove_folder);
}

/* Takes the next line off. */
static wb_slice next_line(wb_slice *input)
{
    const char *end = input->len ? memchr(input->ptr, '\n', input->len) : NULL;
    wb_slice line = *input;
    line.len = end ? (size_t)(end - input->ptr) : input->len;
    size_t used = end ? line.len + 1 : line.len;
    *input = wb_slice_make(input->ptr + used, input->len - used);
    return line;
}

/* A whole page, in which the document's and the request's markup is text. */
static void check_page(wb_slice body)
{
    static const char markup[] = "<script>"; /* ours has an address */
    PROMISE(wb_slice_starts(body, "<!DOCTYPE html>"));
    PROMISE(wb_slice_ends(body, "</html>\n"));
    PROMISE(memmem(body.ptr, body.len, markup, sizeof markup - 1) == NULL);
}

/* JSON, at least on the outside, or HTML; what clients see is UTF-8. */
static void check_body(const wb_http_response *response)
{
    wb_slice body = wb_buf_slice(&response->body);
    PROMISE(response->body.status == WB_OK);
    if (response->is_gzip) {
        PROMISE(body.len > 2 && (unsigned char)body.ptr[0] == 0x1f);
        return;
    }
    PROMISE(wb_utf8_valid_prefix(body) == body.len);
    if (response->content_type && strstr(response->content_type, "json")) {
        PROMISE(body.len >= 2 && body.ptr[0] == '{');
    } else if (response->content_type && strstr(response->content_type, "html")) {
        check_page(body);
    }
}

static void check_response(const wb_http_response *response)
{
    char scratch[16];
    wb_http_header headers[WB_HTTP_HEADERS_MAX];
    size_t count = wb_http_headers(response, scratch, headers);
    PROMISE(count <= WB_HTTP_HEADERS_MAX);
    PROMISE(response->status >= 200 && response->status < 600);
    PROMISE(response->status != 500); /* whatever was asked, nothing is at fault */
    for (size_t i = 0; i < count; i++) {
        PROMISE(strpbrk(headers[i].value, "\r\n") == NULL);
    }
    check_body(response);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wb_slice input = input_slice(data, size);
    wb_http_response response;
    if (!server) {
        start();
    }
    wb_http_request request = {.target = next_line(&input), .host_count = 1};
    wb_slice host = next_line(&input);
    request.host = host.len ? host : wb_slice_from("localhost:8917");
    request.if_none_match = next_line(&input);
    request.accept_encoding = next_line(&input);
    request.accept_language = next_line(&input);
    wb_http_response_init(&response);
    wb_server_handle(server, 0, &request, &response);
    check_response(&response);
    (void)wb_http_prefers_chinese(request.accept_language);
    wb_http_response_free(&response);
    wb_http_request_clear(&request);
    return 0;
}
