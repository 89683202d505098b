/*
 * What is highlighted is what matched: for every hit of random queries the spans are exactly where
 * the folded query stands by brute force, and the source has the same bytes at the line and column
 * that are reported.
 *
 * usage: prop_highlight --wbindex PROGRAM [--seed N] [--count N] FOLDER...
 */
#include <stdio.h>

#include <wbsearch/doc.h>
#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

#include "invariants.h"
#include "naive.h"
#include "prop.h"
#include "search.h"

struct state {
    struct rng rng;
    struct prop_sources sources;
    wb_searcher *searcher;
    struct naive naive;
    wb_folded folded;
    wb_folded piece;
    bool *marked; /* per byte of a paragraph: whether it belongs to a match */
    size_t marked_cap;
    size_t hits;
    size_t spans;
};

/* A piece of a document as it is written: traditional, full width and marks included. */
static bool make_query(struct state *s, wb_buf *out)
{
    const struct prop_source *source = &s->sources.items[rng_below(&s->rng, s->sources.count)];
    wb_buf_clear(out);
    for (size_t n = 1 + rng_below(&s->rng, 8) / 6; n > 0; n--) {
        wb_slice piece =
            prop_slice(&s->rng, wb_buf_slice(&source->text), 1 + rng_below(&s->rng, 6));
        if (piece.len &&
            (memchr(piece.ptr, '\n', piece.len) || memchr(piece.ptr, '"', piece.len))) {
            return false;
        }
        wb_buf_puts(out, "\"");
        wb_buf_put(out, piece);
        wb_buf_puts(out, "\" ");
    }
    return out->status == WB_OK;
}

/* Marks the bytes of the text that every match stands for. */
static void mark_matches(struct state *s, const wb_query *query, wb_slice text)
{
    s->marked = wb_grow(s->marked, &s->marked_cap, text.len + 1, sizeof *s->marked);
    prop_require(s->marked && wb_fold(text, true, &s->folded) == WB_OK, "memory");
    memset(s->marked, 0, text.len + 1);
    naive_set(&s->naive, wb_buf_slice(&s->folded.text));
    for (size_t i = 0; i < query->item_count; i++) {
        wb_slice needle = query->items[i].folded;
        for (size_t at = naive_find(&s->naive, needle, 0); at != SIZE_MAX;
             at = naive_find(&s->naive, needle, at + 1)) {
            for (size_t k = at; k < at + needle.len; k++) {
                size_t start = s->folded.source_start[k];
                memset(s->marked + start, 1, s->folded.source_end[k] - start);
            }
            size_t first = s->folded.source_start[at];
            memset(s->marked + first, 1, s->folded.source_end[at + needle.len - 1] - first);
        }
    }
}

static const char *spans_fault(const struct state *s, const wb_hit *hit)
{
    size_t at = 0;
    if (hit->match_count == 0) {
        return "no match";
    }
    for (size_t i = 0; i < hit->match_count; i++) {
        const wb_span *m = &hit->matches[i];
        if (m->start >= m->end || m->end > hit->para.text.len || (i && m->start <= m[-1].end)) {
            return "spans are empty, touch, or do not ascend";
        }
        for (; at < m->end; at++) {
            if (s->marked[at] != (at >= m->start)) {
                return "a span is not where the query stands";
            }
        }
    }
    for (; at < hit->para.text.len; at++) {
        if (s->marked[at]) {
            return "a match has no span";
        }
    }
    return NULL;
}

/* A span holds the fold of an item, if it is that of one match alone. */
static const char *content_fault(struct state *s, const wb_query *query, const wb_hit *hit)
{
    for (size_t i = 0; i < hit->match_count; i++) {
        wb_slice text = wb_slice_make(hit->para.text.ptr + hit->matches[i].start,
                                      hit->matches[i].end - hit->matches[i].start);
        prop_require(wb_fold(text, false, &s->piece) == WB_OK, "wb_fold");
        bool holds = false;
        for (size_t k = 0; k < query->item_count && !holds; k++) {
            wb_slice needle = query->items[k].folded;
            holds = memmem(s->piece.text.data, s->piece.text.len, needle.ptr, needle.len) != NULL;
        }
        if (!holds) {
            return "what a span holds does not fold to the query";
        }
    }
    return NULL;
}

static const struct prop_source *source_of(const struct state *s, const wb_hit *hit)
{
    for (size_t i = 0; i < s->sources.count; i++) {
        const struct prop_source *source = &s->sources.items[i];
        if (wb_slice_equal(hit->path, wb_slice_from(source->path)) &&
            wb_slice_equal(hit->root, wb_slice_from(source->root))) {
            return source;
        }
    }
    return NULL;
}

/* Whether the byte may be another in the source: the space between two lines, and what a segment of
 * its own stands for (an entity). */
static bool may_differ(const wb_para *para, size_t at, wb_slice source, size_t place)
{
    if (para->text.ptr[at] == ' ') {
        return true;
    }
    while (at > 0 && ((unsigned char)para->text.ptr[at] & 0xC0) == 0x80) {
        at--;
        place -= place > 0;
    }
    for (size_t i = 0; i < para->segment_count; i++) {
        if (para->segments[i].at == at) {
            return place < source.len && (source.ptr[place] == '&' || source.ptr[place] == '\\');
        }
    }
    return false;
}

static const char *source_fault(const struct state *s, const wb_hit *hit)
{
    const struct prop_source *source = source_of(s, hit);
    if (!source) {
        return "its document is not there";
    }
    const char *fault = NULL;
    struct source_lines lines = {0};
    source_lines_set(&lines, wb_buf_slice(&source->text));
    uint32_t line;
    uint32_t column;
    wb_para_locate(&hit->para, hit->matches[0].start, &line, &column);
    if (line != hit->line || column != hit->column) {
        fault = "its line or column is not that of the first match";
    }
    for (size_t i = 0; i < hit->match_count && !fault; i++) {
        for (size_t at = hit->matches[i].start; at < hit->matches[i].end && !fault; at++) {
            wb_para_locate(&hit->para, at, &line, &column);
            size_t place = source_lines_offset(&lines, line, column);
            if (place >= source->text.len ||
                (source->text.data[place] != hit->para.text.ptr[at] &&
                 !may_differ(&hit->para, at, wb_buf_slice(&source->text), place))) {
                fault = "the source has something else at the place of a match";
            }
        }
    }
    source_lines_free(&lines);
    return fault;
}

static void check_hit(struct state *s, const wb_query *query, const wb_hit *hit)
{
    mark_matches(s, query, hit->para.text);
    const char *fault = spans_fault(s, hit);
    fault = fault ? fault : content_fault(s, query, hit);
    fault = fault ? fault : source_fault(s, hit);
    s->hits++;
    s->spans += hit->match_count;
    if (fault) {
        prop_fail("%s: %.*s:%u", fault, (int)hit->path.len, hit->path.ptr, (unsigned)hit->line);
        prop_show("query", query->source);
        prop_show("paragraph", hit->para.text);
    }
}

static void ask(struct state *s, wb_slice text)
{
    wb_query query = {0};
    wb_result result = {0};
    wb_error error;
    wb_search_options wanted = {.limit = 50};
    if (wb_query_parse(text, &query, &error) == WB_OK) {
        prop_require(wb_search(s->searcher, &query, &wanted, &result, &error) == WB_OK,
                     "wb_search");
        for (size_t i = 0; i < result.hit_count; i++) {
            check_hit(s, &query, &result.hits[i]);
        }
    }
    wb_result_clear(&result);
    wb_query_clear(&query);
}

int main(int argc, char **argv)
{
    struct prop_options options = {.seed = 1, .count = 3000};
    prop_options(argc, argv, &options);
    struct state s = {.rng = {options.seed}};
    wb_error error;
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_folded_init(&s.folded);
    wb_folded_init(&s.piece);
    s.sources = prop_read_sources(options.folders, options.folder_count);
    char *index = prop_make_index(&options);
    prop_require(wb_searcher_new(index, &s.searcher, &error) == WB_OK, "no index");
    for (size_t i = 0; i < options.count;) {
        if (make_query(&s, &text)) {
            ask(&s, wb_buf_slice(&text));
            i++;
        }
    }
    printf("highlight: %zu hits with %zu spans\n", s.hits, s.spans);
    size_t hits = s.hits;
    wb_searcher_free(s.searcher);
    prop_remove_index(index);
    prop_free_sources(&s.sources);
    naive_free(&s.naive);
    wb_folded_free(&s.folded);
    wb_folded_free(&s.piece);
    wb_free(s.marked);
    wb_buf_free(&text);
    return prop_finish("highlight", hits ? options.count : 0, &options);
}
