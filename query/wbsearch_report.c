#include "wbsearch_report.h"

#include <inttypes.h>

#include "style.h"
#include "tally.h"

bool report_needs_all(const struct options *options)
{
    return options->report == REPORT_FILES || options->report == REPORT_FILES_WITHOUT ||
           options->report == REPORT_COUNT_MATCHES ||
           (options->report == REPORT_COUNT && options->with_filename);
}

/* The path of the document of `hit`, with the query's id before it. */
static wb_status put_path(const struct options *options, const wb_hit *hit,
                          const wb_format_options *format, char end, wb_buf *out, wb_error *err)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = wb_format_path(hit, format, &path);
    wb_format_query_id(format, out);
    if (options->null) {
        wb_buf_put(out, wb_buf_slice(&path));
        wb_buf_putc(out, '\0');
    } else {
        wb_style_put(out, WB_STYLE_PATH, wb_buf_slice(&path), format->color);
        wb_buf_putc(out, end);
    }
    wb_buf_free(&path);
    return status == WB_OK && out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

/* What a hit adds to the number of its document. */
static uint64_t worth(const struct options *options, const wb_hit *hit)
{
    return options->report == REPORT_COUNT_MATCHES ? hit->match_count : 1;
}

static wb_status tally_hits(const struct options *options, const wb_result *result, wb_tally *tally,
                            wb_error *err)
{
    wb_status status = wb_tally_init(tally, result->hit_count, err);
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        *wb_tally_of(tally, result->hits[i].doc_id) += worth(options, &result->hits[i]);
    }
    return status;
}

/* A line for each document, in the order of their best hits: its path, or its path and number. */
static wb_status put_documents(const struct options *options, const wb_result *result,
                               const wb_format_options *format, wb_buf *out, wb_error *err)
{
    wb_tally tally = {NULL, NULL, 0};
    bool numbers = options->report != REPORT_FILES;
    uint64_t left = options->limit_given ? options->limit : UINT64_MAX;
    wb_status status = tally_hits(options, result, &tally, err);
    for (size_t i = 0; i < result->hit_count && status == WB_OK && left; i++) {
        uint64_t *number = wb_tally_of(&tally, result->hits[i].doc_id);
        if (*number) {
            status = put_path(options, &result->hits[i], format, numbers ? ':' : '\n', out, err);
            if (numbers) {
                wb_buf_printf(out, "%" PRIu64 "\n", *number);
            }
            *number = 0;
            left--;
        }
    }
    wb_tally_free(&tally);
    return status;
}

/* The paths of the documents of an index that have no hit. */
static wb_status put_without(const struct options *options, const struct selection *selection,
                             wb_index *index, const wb_result *result,
                             const wb_format_options *format, wb_buf *out, bool *ret_found,
                             wb_error *err)
{
    const wb_catalog *catalog = NULL;
    wb_tally tally = {NULL, NULL, 0};
    wb_status status = wb_index_catalog(index, &catalog, err);
    if (status == WB_OK) { /* with room for those that have no hit */
        status = wb_tally_init(&tally, catalog->count + result->hit_count, err);
    }
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        *wb_tally_of(&tally, result->hits[i].doc_id) = 1;
    }
    for (size_t i = 0; status == WB_OK && i < catalog->count; i++) {
        const wb_catalog_doc *doc = &catalog->docs[i];
        if (doc->root >= index->root_count) {
            status = wb_error_set(err, WB_CORRUPT, "a document without a folder");
            break;
        }
        const wb_hit as_hit = {.root = index->roots[doc->root], .path = doc->path};
        if (*wb_tally_of(&tally, doc->id) == 0 && selection_has(selection, &as_hit)) {
            status = put_path(options, &as_hit, format, '\n', out, err);
            *ret_found = true;
        }
    }
    wb_tally_free(&tally);
    return status;
}

static wb_status put_all_without(const struct options *options, const struct selection *selection,
                                 const struct indexes *indexes, const wb_result *result,
                                 const wb_format_options *format, wb_buf *out, bool *ret_found,
                                 wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t i = 0; i < indexes->count && status == WB_OK; i++) {
        wb_index *index = wb_searcher_index(indexes->items[i].searcher);
        status = put_without(options, selection, index, result, format, out, ret_found, err);
    }
    return status;
}

static wb_status put_matches(const wb_result *result, const wb_format_options *format, wb_buf *out,
                             wb_error *err)
{
    uint64_t matches = 0;
    for (size_t i = 0; i < result->hit_count; i++) {
        matches += result->hits[i].match_count;
    }
    wb_format_query_id(format, out);
    return wb_buf_printf(out, "%" PRIu64 "\n", matches) == WB_OK ? WB_OK : wb_error_nomem(err);
}

wb_status report_put(const struct options *options, const struct selection *selection,
                     const struct indexes *indexes, const wb_result *result,
                     const wb_format_options *format, wb_buf *out, bool *ret_found, wb_error *err)
{
    *ret_found = result->total > 0;
    if (report_needs_all(options) && (!result->total_exact || result->total > result->hit_count)) {
        wb_error_set(err, WB_LIMIT, "more than %d paragraphs match, too many to be told apart",
                     WB_SEARCH_LIMIT_MAX);
        wb_error_hint(err, "add words; --count counts them all");
        return WB_LIMIT;
    }
    switch (options->report) {
    case REPORT_FILES:
        return put_documents(options, result, format, out, err);
    case REPORT_FILES_WITHOUT:
        *ret_found = false;
        return put_all_without(options, selection, indexes, result, format, out, ret_found, err);
    case REPORT_COUNT:
    case REPORT_COUNT_MATCHES:
        return options->with_filename            ? put_documents(options, result, format, out, err)
               : options->report == REPORT_COUNT ? wb_format_count(result, format, out, err)
                                                 : put_matches(result, format, out, err);
    case REPORT_HITS:
    case REPORT_NOTHING:
        break;
    }
    return WB_OK;
}
