/*
 * Every operation with its n-th allocation failing, for n = 1, 2, … until none fails: each run
 * returns WB_NOMEM or succeeds, leaks nothing (the sanitizers and valgrind watch), and the objects
 * can be used again afterwards. Built with -Dfaults=true.
 */
#include "test.h"

#include <fcntl.h>
#include <stdlib.h>

#include <wbsearch/catalog_folds.h>
#include <wbsearch/compress.h>
#include <wbsearch/encoding.h>
#include <wbsearch/file.h>
#include <wbsearch/fold.h>
#include <wbsearch/ignore.h>
#include <wbsearch/manifest.h>
#include <wbsearch/mem.h>
#include <wbsearch/plan_cursor.h>
#include <wbsearch/plan_mark.h>
#include <wbsearch/record.h>
#include <wbsearch/token.h>
#include <wbsearch/walk.h>

#include "format_cite.h"
#include "format_flat.h"
#include "format_lines.h"
#include "listing.h"
#include "match.h"
#include "parse.h"
#include "planner.h"
#include "search.h"
#include "snippet.h"
#include "suggest.h"

#ifndef WB_FAULTS
#error "build with -Dfaults=true"
#endif

/* More allocations than any of these operations makes. */
#define ALLOCATIONS_MAX 5000

/* One operation: it runs on objects of its own context and puts what came of it into `result`. */
typedef wb_status operation(void *context, wb_buf *result);

/*
 * The sweep. A run that succeeds although an allocation failed must have the result of a run
 * without failures; and so must a run right after each failure, on the same objects.
 */
static void sweep(operation *run, void *context)
{
    wb_buf wanted;
    wb_buf result;
    wb_buf_init(&wanted, 0);
    wb_buf_init(&result, 0);
    assert_ok(wb_buf_reserve(&wanted, 1 << 16)); /* results themselves allocate nothing */
    assert_ok(wb_buf_reserve(&result, 1 << 16));
    assert_ok(run(context, &wanted));
    bool failed = true;
    for (unsigned long n = 1; failed; n++) {
        assert_true(n < ALLOCATIONS_MAX);
        wb_buf_clear(&result);
        wb_mem_fail_at(n);
        wb_status status = run(context, &result);
        failed = wb_mem_failed();
        wb_mem_fail_at(0);
        assert_that(status == WB_OK || (failed && status == WB_NOMEM), "allocation %lu: %s", n,
                    wb_status_name(status));
        if (status == WB_OK) {
            assert_that(wb_slice_equal(wb_buf_slice(&result), wb_buf_slice(&wanted)),
                        "allocation %lu failed, and the result is another one", n);
        }
        wb_buf_clear(&result);
        assert_ok(run(context, &result));
        assert_slice(wb_buf_slice(&result), wb_buf_slice(&wanted));
    }
    wb_buf_free(&wanted);
    wb_buf_free(&result);
}

static const char SOURCE[] =
    "---\ntitle: 云岭市节水办法\n---\n\n# 云岭市节水办法\n\n## 一、总则\n\n"
    "要坚持節水优先，统筹推进各\n\n— 12 —\n\n领域节水工作[^1]，提高效率6.5%。\n\n"
    "**用水单位。**应当建立<sup>①</sup>台账，\n逐年核对。\n\n"
    "- 计量&amp;仪表\n  1. 子项\n\n> 引文\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n"
    "<div><p>HTML段落&#20013;</p></div>\n\n[^1]: 指本市。\n";

static void put_doc(const wb_doc *doc, wb_buf *result)
{
    wb_buf_put(result, doc->meta[WB_META_TITLE].value);
    for (size_t i = 0; i < doc->para_count; i++) {
        const wb_para *para = &doc->paras[i];
        wb_buf_printf(result, "\n%d %u %u %zu %zu ", (int)para->kind, (unsigned)para->section,
                      (unsigned)para->first_line, para->segment_count, para->mark_count);
        wb_buf_put(result, para->text);
    }
}

static wb_status fold_anew(void *context, wb_buf *result)
{
    wb_folded folded;
    wb_folded_init(&folded);
    wb_status status = wb_fold(S("環境保護㎡，GDP 1,250"), true, &folded);
    wb_buf_put(result, status == WB_OK ? wb_buf_slice(&folded.text) : S(""));
    wb_folded_free(&folded);
    return status;
}

/* One object for a short text and then for one that makes it grow. */
static wb_status fold_again(void *context, wb_buf *result)
{
    wb_folded *folded = context;
    static char text[3 * 600];
    for (size_t i = 0; i < sizeof text; i += 3) {
        memcpy(text + i, "環", 3);
    }
    wb_folded_free(folded);
    wb_status status = wb_fold(S("甲"), true, folded);
    if (status == WB_OK) {
        status = wb_fold(wb_slice_make(text, sizeof text), true, folded);
    }
    if (status == WB_OK) {
        assert_int_equal(folded->source_end[folded->text.len - 1], sizeof text);
        wb_buf_put(result, wb_buf_slice(&folded->text));
    }
    return status;
}

static void folding(void **state)
{
    wb_folded folded;
    wb_folded_init(&folded);
    sweep(fold_anew, NULL);
    sweep(fold_again, &folded);
    wb_folded_free(&folded);
}

static wb_status cut_in_tokens(void *context, wb_buf *result)
{
    wb_tokenizer *tokenizer = NULL;
    wb_terms terms;
    wb_error err;
    wb_terms_init(&terms);
    wb_status status = wb_tokenizer_new(&tokenizer, &err);
    if (status == WB_OK) {
        status =
            wb_tokenizer_terms(tokenizer, S("国务院办公厅关于碳，金融gdp6.5的意见"), &terms, &err);
    }
    for (size_t i = 0; status == WB_OK && i < terms.count; i++) {
        wb_buf_put(result, wb_terms_text(&terms, i));
        wb_buf_putc(result, ' ');
    }
    wb_terms_free(&terms);
    wb_tokenizer_free(tokenizer);
    return status;
}

static void tokens(void **state)
{
    sweep(cut_in_tokens, NULL);
}

static wb_status decode_bytes(void *context, wb_buf *result)
{
    wb_buf storage;
    wb_slice text;
    wb_encoding encoding;
    wb_error err;
    wb_buf_init(&storage, 0);
    wb_status status =
        wb_encoding_decode(S("\xB1\xBE\xCC\xF5\xC0\xFD\xB5\xC4\xB9\xE6\xB6\xA8\xA1\xA3"), &storage,
                           &text, &encoding, &err);
    if (status == WB_OK) {
        wb_buf_put(result, text);
    }
    wb_buf_free(&storage);
    return status;
}

static void encodings(void **state)
{
    sweep(decode_bytes, NULL);
}

static wb_status read_markdown(void *context, wb_buf *result)
{
    wb_doc *doc = context;
    wb_error err;
    wb_status status = wb_doc_read(S(SOURCE), WB_DOC_MARKDOWN, "办法.md", doc, &err);
    if (status == WB_OK) {
        put_doc(doc, result);
    } else {
        assert_int_equal(doc->para_count, 0);
        assert_status(err.status, status);
    }
    return status;
}

static wb_status read_plain(void *context, wb_buf *result)
{
    wb_error err;
    wb_doc *doc = context;
    wb_status status =
        wb_doc_read(S("云岭市办法\n\n第一条 甲。\n第二条 乙。\n第三条 丙。\n第四条 丁\n戊。\n"),
                    WB_DOC_PLAIN, "办法.txt", doc, &err);
    if (status == WB_OK) {
        put_doc(doc, result);
    }
    return status;
}

static void documents(void **state)
{
    wb_doc doc = {0};
    sweep(read_markdown, &doc);
    sweep(read_plain, &doc);
    wb_doc_clear(&doc);
}

struct record_context {
    wb_doc doc;
    wb_buf bytes; /* an encoded record */
    wb_record record;
};

static const wb_record_doc info = {1, 0, {"办法.md", 9}};

static wb_status encode_record(void *context, wb_buf *result)
{
    struct record_context *c = context;
    wb_compressor *compressor = NULL;
    wb_buf scratch;
    wb_buf out;
    wb_error err;
    wb_buf_init(&scratch, 0);
    wb_buf_init(&out, 0);
    wb_status status = wb_compressor_new(S(""), &compressor, &err);
    if (status == WB_OK) {
        status = wb_record_encode(compressor, &c->doc, &info, 0, 0, wb_record_fill(&c->doc, 0),
                                  &scratch, &out, &err);
    }
    if (status == WB_OK) {
        wb_buf_put(result, wb_buf_slice(&out));
    }
    wb_buf_free(&scratch);
    wb_buf_free(&out);
    wb_compressor_free(compressor);
    return status;
}

/* Into one record again and again. */
static wb_status decode_record(void *context, wb_buf *result)
{
    struct record_context *c = context;
    wb_compressor *compressor = NULL;
    wb_error err;
    wb_record_free(&c->record);
    wb_status status = wb_compressor_new(S(""), &compressor, &err);
    if (status == WB_OK) {
        status = wb_record_decode(compressor, wb_buf_slice(&c->bytes), &c->record, &err);
    }
    for (size_t i = 0; i < c->record.para_count; i++) {
        wb_buf_put(result, c->record.paras[i].text);
    }
    wb_compressor_free(compressor);
    return status;
}

static void records(void **state)
{
    struct record_context c = {0};
    wb_error err;
    wb_record_init(&c.record);
    wb_buf_init(&c.bytes, 0);
    assert_ok(wb_doc_read(S(SOURCE), WB_DOC_MARKDOWN, "办法.md", &c.doc, &err));
    assert_ok(encode_record(&c, &c.bytes));
    sweep(encode_record, &c);
    sweep(decode_record, &c);
    wb_record_free(&c.record);
    wb_buf_free(&c.bytes);
    wb_doc_clear(&c.doc);
}

static wb_slice roots[] = {{"..", 2}};
static wb_file_entry entries[] = {
    {.path = {"a.md", 4}, .group = 2, .group_count = 1, .para_count = 3},
    {.path = {"b.md", 4}, .state = WB_FILE_FAILED, .reason = {"why", 3}},
};
static wb_watch watches[] = {{0, {".", 1}, {0, 1}}};
static const wb_manifest manifest = {.roots = roots,
                                     .root_count = 1,
                                     .files = entries,
                                     .file_count = COUNT_OF(entries),
                                     .watches = watches,
                                     .watch_count = 1,
                                     .group_end = 5};

static wb_status encode_manifest(void *context, wb_buf *result)
{
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    wb_status status = wb_manifest_encode(&manifest, &out, &err);
    if (status == WB_OK) {
        wb_buf_put(result, wb_buf_slice(&out));
    }
    wb_buf_free(&out);
    return status;
}

static wb_status decode_manifest(void *context, wb_buf *result)
{
    wb_manifest back = {0};
    wb_error err;
    wb_status status = wb_manifest_decode(wb_buf_slice(context), &back, &err);
    for (size_t i = 0; i < back.file_count; i++) {
        wb_buf_put(result, back.files[i].path);
        wb_buf_put(result, back.files[i].reason);
    }
    wb_manifest_clear(&back);
    return status;
}

static wb_status list_the_dead(void *context, wb_buf *result)
{
    wb_buf out;
    wb_error err;
    wb_group_range *ranges = NULL;
    size_t count = 0;
    wb_buf_init(&out, 0);
    wb_status status = wb_manifest_put_dead(&manifest, &out);
    if (status == WB_OK) {
        status = wb_manifest_read_dead(wb_buf_slice(&out), &ranges, &count, &err);
    }
    for (size_t i = 0; i < count; i++) {
        wb_buf_printf(result, "%u-%u ", (unsigned)ranges[i].first, (unsigned)ranges[i].end);
    }
    wb_free(ranges);
    wb_buf_free(&out);
    return status;
}

static void manifests(void **state)
{
    wb_buf bytes;
    wb_buf_init(&bytes, 0);
    assert_ok(encode_manifest(NULL, &bytes));
    sweep(encode_manifest, NULL);
    sweep(decode_manifest, &bytes);
    sweep(list_the_dead, NULL);
    wb_buf_free(&bytes);
}

static wb_status parse_and_plan(void *context, wb_buf *result)
{
    wb_query *query = context;
    wb_arena arena = {0};
    const wb_plan *plan = NULL;
    bool complete;
    wb_error err;
    wb_status status =
        wb_query_parse(S("碳金融 “绿色 gdp” 汇 -机关:国务院 同句(碳 汇)"), query, &err);
    if (status == WB_OK) {
        status = wb_plan_query(query, (wb_planner_options){.quick = true}, &arena, &plan, &complete,
                               &err);
    }
    if (status == WB_OK) {
        for (size_t i = 0; i < plan->child_count; i++) {
            wb_buf_put(result, plan->children[i]->term);
        }
    }
    wb_arena_clear(&arena);
    return status;
}

static void queries(void **state)
{
    wb_query query = {0};
    sweep(parse_and_plan, &query);
    wb_query_clear(&query);
}

/* What failed is folded when it is asked for again. */
static wb_status fold_catalog(void *context, wb_buf *result)
{
    wb_catalog_folds folds = {.catalog = context};
    wb_status status = WB_OK;
    for (size_t i = 0; i < folds.catalog->count && status == WB_OK; i++) {
        wb_slice fold = {NULL, 0};
        wb_error err;
        status = wb_catalog_folds_get(&folds, i, WB_CATALOG_PATH, &fold, &err);
        if (status != WB_OK) {
            assert_ok(wb_catalog_folds_get(&folds, i, WB_CATALOG_PATH, &fold, &err));
        }
        wb_buf_put(result, fold);
    }
    wb_catalog_folds_clear(&folds);
    return status;
}

static void catalogs(void **state)
{
    wb_catalog catalog = {0};
    wb_error err;
    for (size_t i = 0; i < 3; i++) {
        wb_catalog_doc doc = {.id = i, .path = wb_slice_from(i == 1 ? "a" : "環境/保護.MD")};
        assert_ok(wb_catalog_copy(&catalog, &doc, &err));
    }
    sweep(fold_catalog, &catalog);
    wb_catalog_clear(&catalog);
}

static wb_status mark_and_cut(void *context, wb_buf *result)
{
    wb_arena arena = {0};
    wb_matcher *matcher = NULL;
    wb_error err;
    wb_span *spans;
    wb_span *pieces;
    size_t count;
    wb_slice text =
        S("发展碳金融，一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十，支持碳金融。");
    wb_status status = wb_matcher_new(context, NULL, &matcher, &err);
    if (status == WB_OK) {
        wb_matcher_set(matcher, text);
        status = wb_matcher_spans(matcher, WB_RUNG_LOOSE, &arena, &spans, &count, &err);
    }
    if (status == WB_OK) {
        status =
            wb_snippet(text, spans, count, 60, WB_SNIPPET_COLUMNS, &arena, &pieces, &count, &err);
    }
    for (size_t i = 0; status == WB_OK && i < count; i++) {
        wb_buf_printf(result, "%zu-%zu ", pieces[i].start, pieces[i].end);
    }
    wb_matcher_free(matcher);
    wb_arena_clear(&arena);
    return status;
}

static void highlights(void **state)
{
    wb_query query = {0};
    wb_error err;
    assert_ok(wb_query_parse(S("碳金融"), &query, &err));
    sweep(mark_and_cut, &query);
    wb_query_clear(&query);
}

static wb_status read_patterns(void *context, wb_buf *result)
{
    wb_ignore *ignore = NULL;
    wb_error err;
    wb_status status =
        wb_ignore_new(S("*.txt\n!a\nb/\n/c\nd\ne\nf\ng\nh\ni\nj\nk\n"), &ignore, &err);
    if (status == WB_OK) {
        wb_buf_printf(result, "%d", (int)wb_ignore_check(ignore, "k", false));
    }
    wb_ignore_free(ignore);
    return status;
}

static wb_status walk_tree(void *context, wb_buf *result)
{
    wb_walk walk = {0};
    wb_error err;
    wb_status status = wb_walk_root(&walk, 0, context, NULL, NULL, &err);
    for (size_t i = 0; i < walk.file_count; i++) {
        wb_buf_put(result, walk.files[i].path);
    }
    wb_buf_printf(result, " %zu %zu", walk.problem_count, walk.watch_count);
    wb_walk_clear(&walk);
    return status;
}

static wb_status replace_file(void *context, wb_buf *result)
{
    wb_buf content;
    wb_file_stamp stamp;
    wb_error err;
    const char *path = test_path(context, "stub");
    wb_buf_init(&content, 0);
    wb_status status = wb_file_replace(path, S("content"), &err);
    if (status == WB_OK) {
        status = wb_file_read(AT_FDCWD, path, 100, &content, &stamp, &err);
    }
    if (status == WB_OK) {
        wb_buf_put(result, wb_buf_slice(&content));
    }
    wb_buf_free(&content);
    return status;
}

static void files_and_folders(void **state)
{
    test_write(*state, "a/b/c.md", S("x"));
    test_write(*state, "a/d.txt", S("x"));
    sweep(read_patterns, NULL);
    sweep(walk_tree, *state);
    sweep(replace_file, *state);
}

static const struct test_file documents_of_index[] = {
    {"办法.md", SOURCE},
    {"b.md", "发展碳金融。\n\n支持碳金融产品。\n"},
};

/* The result in all other forms. */
static wb_status print_forms(const wb_result *found, const wb_format_options *format, wb_buf *out,
                             wb_error *err)
{
    wb_hit_fields fields;
    wb_source *source = NULL;
    bool unread = false;
    wb_hit_fields_all(false, &fields);
    wb_status status = wb_source_new(&source, err);
    wb_lines_options lines = {.source = source, .column = true, .max_chars = 5};
    if (status == WB_OK) {
        status = wb_format_lines(found, format, &lines, &unread, out, err);
    }
    if (status == WB_OK) {
        status = wb_format_jsonl(found, format, &fields, out, err);
    }
    if (status == WB_OK) {
        status = wb_format_table(WB_TABLE_CSV, found, format, &fields, out, err);
    }
    if (status == WB_OK) {
        status = wb_format_cite(WB_CITE_MARKDOWN, found, format, out, err);
    }
    if (status == WB_OK) {
        status = wb_format_text(found, format, out, err);
    }
    wb_source_free(source);
    return status;
}

static wb_status open_search_and_print(void *context, wb_buf *result)
{
    wb_searcher *searcher = NULL;
    wb_query query = {0};
    wb_result found = {0};
    wb_error err;
    wb_buf out;
    wb_search_options options = {
        .limit = 10, .count_all = true, .notes = true, .before = 1, .behind = 1};
    wb_format_options format = {.folder = "/"};
    wb_buf_init(&out, 0);
    wb_status status = wb_searcher_new(context, &searcher, &err);
    if (status == WB_OK) {
        status = wb_query_parse(S("碳金融 路径:.MD -标题:計劃"), &query, &err);
    }
    if (status == WB_OK) {
        status = wb_search(searcher, &query, &options, &found, &err);
    }
    found.seconds = 0.0;
    if (status == WB_OK) {
        status = wb_format_json(&query, &found, &format, &out, &err);
    }
    if (status == WB_OK) {
        status = print_forms(&found, &format, &out, &err);
    }
    if (status == WB_OK) {
        wb_buf_put(result, wb_buf_slice(&out));
    }
    wb_buf_free(&out);
    wb_result_clear(&found);
    wb_query_clear(&query);
    wb_searcher_free(searcher);
    return status;
}

/* With one searcher, whose caches fill and fail. */
static wb_status search_again(void *context, wb_buf *result)
{
    wb_query query = {0};
    wb_result found = {0};
    wb_error err;
    wb_search_options options = {.limit = 10};
    wb_status status = wb_query_parse(S("节水"), &query, &err);
    if (status == WB_OK) {
        status = wb_search(context, &query, &options, &found, &err);
    }
    for (size_t i = 0; i < found.hit_count; i++) {
        wb_buf_put(result, found.hits[i].para.text);
    }
    assert_true(status == WB_OK || found.hit_count == 0);
    wb_result_clear(&found);
    wb_query_clear(&query);
    return status;
}

/* Suggestions for an item and for a filter, with one suggester. */
static wb_status suggest_again(void *context, wb_buf *result)
{
    static const char *const typed[] = {"碳", "节水 发", "“碳", "甲 机关:", "标题:办法"};
    wb_suggestions suggestions = {0};
    wb_error err;
    wb_status status = WB_OK;
    for (size_t i = 0; i < COUNT_OF(typed) && status == WB_OK; i++) {
        status = wb_suggest(context, wb_slice_from(typed[i]), 10, &suggestions, &err);
        for (size_t k = 0; k < suggestions.count && status == WB_OK; k++) {
            wb_buf_put(result, suggestions.items[k].text);
            wb_buf_put(result, suggestions.items[k].completed);
        }
    }
    wb_suggestions_clear(&suggestions);
    return status;
}

static wb_status open_and_suggest(void *context, wb_buf *result)
{
    wb_index *index = NULL;
    wb_suggester *suggester = NULL;
    wb_error err;
    wb_status status = wb_index_open(context, &index, &err);
    if (status == WB_OK) {
        status = wb_suggester_new(index, &suggester, &err);
    }
    if (status == WB_OK) {
        status = suggest_again(suggester, result);
    }
    wb_suggester_free(suggester);
    wb_index_close(index);
    return status;
}

static wb_status list_documents(void *context, wb_buf *result)
{
    const wb_catalog *const *catalog = context;
    const wb_refinement filter = {WB_FIELD_PATH, S("md")};
    wb_catalog_folds folds = {.catalog = *catalog};
    wb_listing listing = {0};
    uint32_t *order = NULL;
    wb_error err;
    wb_status status = wb_listing_order(*catalog, WB_LISTING_TITLE, &order, &err);
    if (status == WB_OK) {
        status = wb_listing_make(&folds, order, &filter, 1, &listing, &err);
    }
    for (size_t i = 0; i < listing.count && status == WB_OK; i++) {
        wb_buf_put(result, listing.docs[i]->path);
    }
    wb_free(order);
    wb_listing_clear(&listing);
    wb_catalog_folds_clear(&folds);
    return status;
}

static void suggestions_and_lists(void **state)
{
    const wb_catalog *catalog;
    wb_suggester *suggester;
    wb_index *index;
    wb_error err;
    test_make_index(*state, documents_of_index, COUNT_OF(documents_of_index), NULL);
    char *path = strdup(test_index_path(*state));
    assert_non_null(path);
    sweep(open_and_suggest, path);
    assert_ok(wb_index_open(path, &index, &err));
    assert_ok(wb_suggester_new(index, &suggester, &err));
    sweep(suggest_again, suggester);
    assert_ok(wb_index_catalog(index, &catalog, &err));
    sweep(list_documents, &catalog);
    wb_suggester_free(suggester);
    wb_index_close(index);
    free(path);
}

/* A plan with each operator. */
static const wb_plan plan_leaves[] = {{.op = WB_PLAN_TERM, .term = {"发展", 6}},
                                      {.op = WB_PLAN_TERM, .term = {"金融", 6}},
                                      {.op = WB_PLAN_PREFIX, .term = {"碳", 3}},
                                      {.op = WB_PLAN_TERM, .term = {"节水", 6}}};
static const wb_plan *const plan_either[] = {&plan_leaves[0], &plan_leaves[1], &plan_leaves[2]};
static const wb_plan plan_or = {.op = WB_PLAN_OR, .children = plan_either, .child_count = 3};
static const wb_plan *const plan_both[] = {&plan_or, &plan_leaves[1]};
static const wb_plan plan_and = {.op = WB_PLAN_AND, .children = plan_both, .child_count = 2};
static const wb_plan *const plan_without[] = {&plan_and, &plan_leaves[3]};
static const wb_plan plan_root = {
    .op = WB_PLAN_AND_NOT, .children = plan_without, .child_count = 2};

static wb_status mark_plan(void *context, wb_buf *result)
{
    wb_docid_set set = {NULL, 0, 0};
    wb_error err;
    wb_status status = wb_plan_mark(context, &plan_root, &set, &err);
    for (uint32_t docid = status == WB_OK ? wb_docid_set_next(&set, 1) : 0; docid;
         docid = wb_docid_set_next(&set, docid + 1)) {
        wb_buf_printf(result, "%u ", (unsigned)docid);
    }
    assert_true(status == WB_OK || !set.words);
    wb_docid_set_free(&set);
    return status;
}

static wb_status walk_plan(void *context, wb_buf *result)
{
    wb_plan_cursor *cursor = NULL;
    uint32_t docid = 0;
    wb_error err;
    wb_status status = wb_plan_cursor_new(context, &plan_root, &cursor, &err);
    while (status == WB_OK && docid != WB_STORE_NOWHERE) {
        status = wb_plan_cursor_seek(cursor, docid + 1, &docid, &err);
        wb_buf_printf(result, "%u ", (unsigned)docid);
    }
    wb_plan_cursor_free(cursor);
    return status;
}

static void plans(void **state)
{
    wb_index *index;
    wb_error err;
    test_make_index(*state, documents_of_index, COUNT_OF(documents_of_index), NULL);
    assert_ok(wb_index_open(test_index_path(*state), &index, &err));
    sweep(mark_plan, index->store);
    sweep(walk_plan, index->store);
    wb_index_close(index);
}

static void searches(void **state)
{
    wb_searcher *searcher = NULL;
    wb_error err;
    test_make_index(*state, documents_of_index, COUNT_OF(documents_of_index), NULL);
    char *path = strdup(test_index_path(*state));
    assert_non_null(path);
    sweep(open_search_and_print, path);
    assert_ok(wb_searcher_new(path, &searcher, &err));
    sweep(search_again, searcher);
    wb_searcher_free(searcher);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding),
        cmocka_unit_test(tokens),
        cmocka_unit_test(encodings),
        cmocka_unit_test(documents),
        cmocka_unit_test(records),
        cmocka_unit_test(manifests),
        cmocka_unit_test(queries),
        cmocka_unit_test(highlights),
        in_folder(files_and_folders),
        in_folder(searches),
        in_folder(plans),
        in_folder(suggestions_and_lists),
        cmocka_unit_test(catalogs),
    };
    return RUN(tests);
}
