#include "explain.h"

#include <inttypes.h>

#include <wbsearch/json.h>

#include "equivalent_kind.h"
#include "explain_features.h"
#include "planner.h"
#include "print.h"

/* JSON has a limit of nesting: children of a plan that lie deeper are left out. */
#define JSON_PLAN_DEPTH_MAX 8

static const char *op_name(wb_plan_op op)
{
    switch (op) {
    case WB_PLAN_TERM:
        return "term";
    case WB_PLAN_PREFIX:
        return "prefix";
    case WB_PLAN_AND:
        return "and";
    case WB_PLAN_OR:
        return "or";
    case WB_PLAN_AND_NOT:
        return "and not";
    case WB_PLAN_ALL:
        break;
    }
    return "all";
}

/* The plan that finds every hit on the rungs exact and loose. */
static wb_status make_plan(const wb_query *query, wb_arena *arena, const wb_plan **ret,
                           wb_error *err)
{
    bool complete;
    return wb_plan_query(query, (wb_planner_options){.alternatives = true}, arena, ret, &complete,
                         err);
}

static void put_indent(wb_buf *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        wb_buf_puts(out, "  ");
    }
}

static void put_alternatives(const wb_query *query, wb_buf *out)
{
    for (size_t i = 0; i < query->item_count; i++) {
        const wb_query_item *item = &query->items[i];
        if (item->alternative_count == 0) {
            continue;
        }
        wb_buf_puts(out, "  ");
        wb_buf_put(out, item->folded);
        wb_buf_putc(out, '\n');
        for (size_t k = 0; k < item->alternative_count; k++) {
            const wb_query_alternative *alternative = &item->alternatives[k];
            wb_buf_puts(out, "    = ");
            wb_buf_put(out, alternative->folded);
            wb_buf_printf(
                out, "  [%s: ", wb_equivalent_kind_name((wb_equivalent_kind)alternative->kind));
            wb_buf_put(out, alternative->label);
            wb_buf_puts(out, "]\n");
        }
    }
}

static void put_words(const wb_query_terms *terms, wb_buf *out)
{
    wb_buf_puts(out, terms->word_count ? "words\n" : "");
    for (size_t i = 0; i < terms->word_count; i++) {
        wb_buf_puts(out, "  ");
        wb_buf_put(out, terms->words[i].folded);
        wb_buf_puts(out, terms->words[i].is_listed ? "  [list]\n" : "\n");
    }
}

static bool has_alternatives(const wb_query *query)
{
    for (size_t i = 0; i < query->item_count; i++) {
        if (query->items[i].alternative_count) {
            return true;
        }
    }
    return false;
}

/* A plan is as deep as its query, which has a limit. */
static void put_plan(const wb_plan *plan, wb_index *index, unsigned depth, wb_buf *out)
{
    put_indent(out, depth);
    wb_buf_puts(out, op_name(plan->op));
    if (plan->op == WB_PLAN_TERM || plan->op == WB_PLAN_PREFIX) {
        wb_buf_putc(out, ' ');
        wb_buf_put(out, plan->term);
        wb_buf_printf(out, "  weight %.3g", plan->weight);
    }
    if (plan->op == WB_PLAN_TERM) {
        wb_buf_printf(out, ", in %" PRIu32 " paragraphs",
                      wb_store_document_frequency(index->store, plan->term));
    }
    wb_buf_putc(out, '\n');
    for (size_t i = 0; i < plan->child_count; i++) {
        put_plan(plan->children[i], index, depth + 1, out);
    }
}

static void put_features(const wb_features *features, wb_buf *out)
{
    wb_buf_puts(out, "    ");
    for (int i = 0; i < WB_FEATURE_COUNT_; i++) {
        if (features->values[i] != 0.0) {
            wb_buf_printf(out, " %s %.3f", wb_feature_name((wb_feature)i), features->values[i]);
        }
    }
    wb_buf_putc(out, '\n');
}

static void put_hits(const wb_result *result, const wb_features *features,
                     const wb_format_options *options, wb_buf *out)
{
    for (size_t i = 0; i < result->hit_count; i++) {
        const wb_hit *hit = &result->hits[i];
        wb_buf_printf(out, "  %zu. %s  score %.6g  ", i + 1, wb_rung_name(hit->rung), hit->score);
        wb_format_path(hit, options, out);
        wb_buf_printf(out, ":%" PRIu32 "\n", hit->line);
        put_features(&features[i], out);
        for (size_t k = 0; k < hit->missing_count; k++) {
            wb_buf_puts(out, k ? " " : "     missing: ");
            wb_buf_put(out, hit->missing[k]);
        }
        wb_buf_puts(out, hit->missing_count ? "\n" : "");
    }
}

wb_status wb_explain_text(const wb_query *query, wb_index *index, const wb_result *result,
                          const wb_format_options *options, wb_buf *out, wb_error *err)
{
    wb_arena arena = {0};
    const wb_plan *plan;
    wb_query_terms terms = {0};
    wb_features *features = NULL;
    wb_status status = make_plan(query, &arena, &plan, err);
    if (status == WB_OK) {
        status = wb_explain_features(query, index, result, &arena, &terms, &features, err);
    }
    if (status == WB_OK) {
        wb_buf_puts(out, "query\n  ");
        wb_query_describe(query->root, out);
        wb_buf_puts(out, has_alternatives(query) ? "\nalternatives\n" : "\n");
        put_alternatives(query, out);
        put_words(&terms, out);
        wb_buf_puts(out, "plan\n");
        put_plan(plan, index, 1, out);
        wb_buf_puts(out, result->hit_count ? "hits\n" : "");
        put_hits(result, features, options, out);
        wb_buf_printf(out, "search  %.1f ms\n", result->seconds * 1e3);
        status = out->status == WB_OK ? WB_OK : wb_error_nomem(err);
    }
    wb_arena_clear(&arena);
    return status;
}

static void json_items(const wb_query *query, wb_json *json)
{
    wb_json_key(json, "items");
    wb_json_begin_array(json);
    for (size_t i = 0; i < query->item_count; i++) {
        const wb_query_item *item = &query->items[i];
        wb_json_begin_object(json);
        wb_json_put_text(json, "text", item->text);
        wb_json_put_text(json, "folded", item->folded);
        wb_json_key(json, "alternatives");
        wb_json_begin_array(json);
        for (size_t k = 0; k < item->alternative_count; k++) {
            const wb_query_alternative *alternative = &item->alternatives[k];
            const char *kind = wb_equivalent_kind_name((wb_equivalent_kind)alternative->kind);
            wb_json_begin_object(json);
            wb_json_put_text(json, "folded", alternative->folded);
            wb_json_put_text(json, "kind", wb_slice_from(kind));
            wb_json_put_text(json, "label", alternative->label);
            wb_json_end_object(json);
        }
        wb_json_end_array(json);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

static void json_words(const wb_query_terms *terms, wb_json *json)
{
    wb_json_key(json, "words");
    wb_json_begin_array(json);
    for (size_t i = 0; i < terms->word_count; i++) {
        wb_json_begin_object(json);
        wb_json_put_text(json, "folded", terms->words[i].folded);
        wb_json_put_bool(json, "listed", terms->words[i].is_listed);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

/* What the hit lacks; on the other rungs there is nothing that it lacks. */
static void json_missing(const wb_hit *hit, wb_json *json)
{
    if (hit->rung == WB_RUNG_SOME) {
        wb_json_key(json, "missing");
        wb_json_begin_array(json);
        for (size_t i = 0; i < hit->missing_count; i++) {
            wb_json_text(json, hit->missing[i]);
        }
        wb_json_end_array(json);
    }
}

static void json_plan(const wb_plan *plan, wb_index *index, unsigned depth, wb_json *json)
{
    wb_json_begin_object(json);
    wb_json_put_text(json, "op", wb_slice_from(op_name(plan->op)));
    if (plan->op == WB_PLAN_TERM || plan->op == WB_PLAN_PREFIX) {
        wb_json_put_text(json, "term", plan->term);
        wb_json_key(json, "weight");
        wb_json_double(json, plan->weight);
    }
    if (plan->op == WB_PLAN_TERM) {
        wb_json_put_uint(json, "paragraphs", wb_store_document_frequency(index->store, plan->term));
    }
    if (plan->child_count && depth < JSON_PLAN_DEPTH_MAX) {
        wb_json_key(json, "children");
        wb_json_begin_array(json);
        for (size_t i = 0; i < plan->child_count; i++) {
            json_plan(plan->children[i], index, depth + 1, json);
        }
        wb_json_end_array(json);
    }
    wb_json_end_object(json);
}

static void json_features(const wb_features *features, wb_json *json)
{
    wb_json_key(json, "features");
    wb_json_begin_object(json);
    for (int i = 0; i < WB_FEATURE_COUNT_; i++) {
        wb_json_key(json, wb_feature_name((wb_feature)i));
        wb_json_double(json, features->values[i]);
    }
    wb_json_end_object(json);
}

static void json_hits(const wb_result *result, const wb_features *features, wb_json *json)
{
    wb_json_key(json, "hits");
    wb_json_begin_array(json);
    for (size_t i = 0; i < result->hit_count; i++) {
        const wb_hit *hit = &result->hits[i];
        wb_json_begin_object(json);
        wb_json_put_uint(json, "rank", i + 1);
        wb_json_put_text(json, "rung", wb_slice_from(wb_rung_name(hit->rung)));
        wb_json_key(json, "score");
        wb_json_double(json, hit->score);
        json_missing(hit, json);
        json_features(&features[i], json);
        wb_json_end_object(json);
    }
    wb_json_end_array(json);
}

wb_status wb_json_put_explanation(wb_json *json, const wb_query *query, wb_index *index,
                                  const wb_result *result, wb_error *err)
{
    wb_arena arena = {0};
    wb_buf tree;
    const wb_plan *plan;
    wb_query_terms terms = {0};
    wb_features *features = NULL;
    wb_buf_init(&tree, 0);
    wb_status status = make_plan(query, &arena, &plan, err);
    if (status == WB_OK) {
        status = wb_query_describe(query->root, &tree) == WB_OK ? WB_OK : wb_error_nomem(err);
    }
    if (status == WB_OK) {
        status = wb_explain_features(query, index, result, &arena, &terms, &features, err);
    }
    if (status == WB_OK) {
        wb_json_put_text(json, "tree", wb_buf_slice(&tree));
        json_items(query, json);
        json_words(&terms, json);
        wb_json_key(json, "plan");
        json_plan(plan, index, 0, json);
        json_hits(result, features, json);
    }
    wb_buf_free(&tree);
    wb_arena_clear(&arena);
    return status;
}

wb_status wb_explain_json(const wb_query *query, wb_index *index, const wb_result *result,
                          const wb_format_options *options, wb_buf *out, wb_error *err)
{
    wb_json json;
    size_t start = out->len;
    wb_json_init(&json, out);
    wb_json_begin_object(&json);
    wb_json_put_text(&json, "type", wb_slice_from("explain"));
    wb_json_key(&json, "data");
    wb_json_begin_object(&json);
    if (options->query_id.len) {
        wb_json_put_text(&json, "query_id", options->query_id);
    }
    wb_status status = wb_json_put_explanation(&json, query, index, result, err);
    wb_json_end_object(&json);
    wb_json_end_object(&json);
    wb_buf_putc(out, '\n');
    if (status != WB_OK) {
        out->len = start; /* nothing is printed */
        return status;
    }
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
