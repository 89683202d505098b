/* The query: parsing, printing, planning, matching. The input is the query, a line end, a text. */
#include "fuzz.h"

#include <wbsearch/utf8.h>

#include "match.h"
#include "parse.h"
#include "planner.h"
#include "print.h"

/* Terms of a plan are what Xapian can hold. */
#define TERM_MAX 245

static void check_plan(const wb_plan *plan, unsigned depth)
{
    PROMISE(depth < 4 * WB_QUERY_DEPTH_MAX);
    PROMISE(plan->weight >= 0);
    switch (plan->op) {
    case WB_PLAN_ALL:
        break;
    case WB_PLAN_TERM:
    case WB_PLAN_PREFIX:
        PROMISE(plan->term.len > 0 && plan->term.len <= TERM_MAX);
        PROMISE(wb_utf8_valid_prefix(plan->term) == plan->term.len);
        break;
    case WB_PLAN_AND:
    case WB_PLAN_OR:
    case WB_PLAN_AND_NOT:
        PROMISE(plan->child_count > 0);
        PROMISE(plan->op != WB_PLAN_AND_NOT || plan->child_count == 2);
        for (size_t i = 0; i < plan->child_count; i++) {
            check_plan(plan->children[i], depth + 1);
        }
        break;
    default:
        BROKEN("an operator of plan.h");
    }
}

static void check_items(const wb_query *query)
{
    PROMISE(query->item_count <= WB_QUERY_ITEMS_MAX);
    for (size_t i = 0; i < query->item_count; i++) {
        const wb_query_item *item = &query->items[i];
        PROMISE(item->offset + item->length <= query->source.len);
        PROMISE(item->folded.len > 0);
        PROMISE(i == 0 || item->offset > query->items[i - 1].offset);
    }
    for (size_t i = 0; i < query->diagnostic_count; i++) {
        const wb_query_diagnostic *d = &query->diagnostics[i];
        PROMISE(d->offset + d->length <= query->source.len);
        PROMISE(i == 0 || d->offset >= d[-1].offset);
    }
}

/* What is printed of the tree is read as the same. */
static void check_print(const wb_query *query)
{
    wb_query again = {0};
    wb_error error;
    wb_buf printed;
    wb_buf before;
    wb_buf after;
    wb_buf_init(&printed, 0);
    wb_buf_init(&before, 0);
    wb_buf_init(&after, 0);
    PROMISE(wb_query_print(query->root, &printed) == WB_OK);
    PROMISE(wb_query_describe(query->root, &before) == WB_OK);
    wb_status status = wb_query_parse(wb_buf_slice(&printed), &again, &error);
    PROMISE(status == WB_OK || status == WB_LIMIT); /* it may be longer */
    if (status == WB_OK) {
        PROMISE(wb_query_describe(again.root, &after) == WB_OK);
        PROMISE(wb_slice_equal(wb_buf_slice(&before), wb_buf_slice(&after)));
    }
    wb_query_clear(&again);
    wb_buf_free(&printed);
    wb_buf_free(&before);
    wb_buf_free(&after);
}

/* Looks for the query in a text: what matches exactly matches loosely too, and spans are in order.
 */
static void check_match(const wb_query *query, wb_slice text)
{
    wb_matcher *matcher = NULL;
    wb_arena arena = {0};
    wb_error error;
    wb_rung rung = WB_RUNG_EXACT;
    bool found = false;
    bool loosely = false;
    PROMISE(wb_matcher_new(query, NULL, &matcher, &error) == WB_OK);
    wb_matcher_set(matcher, text);
    PROMISE(wb_matcher_rung(matcher, &found, &rung, &error) == WB_OK);
    PROMISE(wb_matcher_holds(matcher, query->root, true, &loosely, &error) == WB_OK);
    PROMISE(found == loosely);
    if (found) {
        wb_span *spans = NULL;
        size_t count = 0;
        PROMISE(wb_matcher_spans(matcher, rung, &arena, &spans, &count, &error) == WB_OK);
        for (size_t i = 0; i < count; i++) {
            PROMISE(spans[i].start < spans[i].end && spans[i].end <= text.len);
            PROMISE(i == 0 || spans[i].start > spans[i - 1].end);
        }
    }
    wb_matcher_free(matcher);
    wb_arena_clear(&arena);
}

/* The query reaches to the first line end; the text is what stands behind it, or the query. */
static wb_slice split(wb_slice *input)
{
    const char *end = input->len ? memchr(input->ptr, '\n', input->len) : NULL;
    wb_slice text = *input;
    if (end) {
        size_t len = (size_t)(end - input->ptr);
        text = wb_slice_make(end + 1, input->len - len - 1);
        input->len = len;
    }
    text.len = wb_utf8_valid_prefix(text);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wb_query query = {0};
    wb_arena arena = {0};
    wb_error error;
    const wb_plan *plan = NULL;
    bool complete = false;
    wb_slice source = input_slice(data, size);
    wb_slice text = split(&source);
    wb_status status = wb_query_parse(source, &query, &error);
    PROMISE(status == WB_OK || status == WB_SYNTAX || status == WB_LIMIT);
    if (status == WB_OK) {
        PROMISE(wb_slice_equal(query.source, source));
        check_items(&query);
        check_print(&query);
        check_match(&query, text);
        wb_planner_options options = {.alternatives = true};
        PROMISE(wb_plan_query(&query, options, &arena, &plan, &complete, &error) == WB_OK);
        PROMISE(complete);
        check_plan(plan, 0);
        options.quick = true;
        PROMISE(wb_plan_query(&query, options, &arena, &plan, &complete, &error) == WB_OK);
        check_plan(plan, 0);
    } else {
        PROMISE(error.status == status && error.text[0]);
        PROMISE(error.offset == SIZE_MAX || error.offset <= size);
        PROMISE(query.item_count == 0);
    }
    wb_arena_clear(&arena);
    wb_query_clear(&query);
    return 0;
}
