/* The query: parsing and planning. The input is the query. */
#include "fuzz.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "parse.h"
#include "planner.h"

/* Terms of a plan are what Xapian can hold. */
#define TERM_MAX 245

static void check_plan(const wb_plan *plan, unsigned depth)
{
    PROMISE(depth < 8);
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
        PROMISE(plan->child_count > 0);
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
    wb_folded folded;
    wb_folded_init(&folded);
    PROMISE(query->item_count > 0 && query->item_count <= WB_QUERY_ITEMS_MAX);
    for (size_t i = 0; i < query->item_count; i++) {
        const wb_query_item *item = &query->items[i];
        PROMISE(item->offset + item->text.len <= query->source.len);
        PROMISE(wb_slice_equal(item->text,
                               wb_slice_make(query->source.ptr + item->offset, item->text.len)));
        PROMISE(item->folded.len > 0);
        PROMISE(wb_fold(item->text, false, &folded) == WB_OK);
        PROMISE(wb_slice_equal(item->folded, wb_buf_slice(&folded.text)));
        PROMISE(i == 0 || item->offset > query->items[i - 1].offset);
    }
    wb_folded_free(&folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wb_query query = {0};
    wb_arena arena = {0};
    wb_error error;
    const wb_plan *plan = NULL;
    bool complete = false;
    wb_slice source = input_slice(data, size);
    wb_status status = wb_query_parse(source, &query, &error);
    PROMISE(status == WB_OK || status == WB_SYNTAX || status == WB_LIMIT);
    if (status == WB_OK) {
        PROMISE(wb_slice_equal(query.source, source));
        check_items(&query);
        PROMISE(wb_plan_query(&query, WB_PLAN_COMPLETE, &arena, &plan, &complete, &error) == WB_OK);
        PROMISE(complete);
        check_plan(plan, 0);
        PROMISE(wb_plan_query(&query, WB_PLAN_QUICK, &arena, &plan, &complete, &error) == WB_OK);
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
