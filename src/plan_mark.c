#include <wbsearch/plan_mark.h>

#include <wbsearch/mem.h>

#include "plan_order.h"

/* To go to a docid in a posting list costs about as much as to pass over so many postings. */
#define POSTINGS_A_SKIP 16

/* What alone matters where it is given: other docids may be marked or not. */
struct within {
    const wb_docid_set *set;
    size_t count;
};

static struct within within_set(const wb_docid_set *set)
{
    return (struct within){set, wb_docid_set_count(set, (wb_docid_range){1, set->last})};
}

/* Of a term's postings those that matter, found one by one. */
static wb_status add_postings_within(wb_store *store, wb_slice term, const wb_docid_set *within,
                                     wb_docid_set *set, wb_error *err)
{
    wb_posting_list *postings = NULL;
    wb_status status = wb_posting_list_open(store, term, &postings, err);
    uint32_t docid = wb_docid_set_next(within, 1);
    while (status == WB_OK && docid) {
        uint32_t found = WB_STORE_NOWHERE;
        status = wb_posting_list_seek(postings, docid, &found, err);
        if (status == WB_OK && found == docid) {
            wb_docid_set_add(set, docid);
        }
        docid = wb_docid_set_next(within, found > docid ? found : docid + 1);
    }
    wb_posting_list_free(postings);
    return status;
}

static wb_status add_postings(wb_store *store, wb_slice term, uint32_t frequency,
                              const struct within *within, wb_docid_set *set, wb_error *err)
{
    return within && within->count * POSTINGS_A_SKIP < frequency
               ? add_postings_within(store, term, within->set, set, err)
               : wb_store_add_postings(store, term, set, err);
}

static wb_status add_term(wb_store *store, wb_slice term, const struct within *within,
                          wb_docid_set *set, wb_error *err)
{
    uint32_t frequency = within ? wb_store_document_frequency(store, term) : 0;
    return add_postings(store, term, frequency, within, set, err);
}

/* Terms of which each is added. */
struct terms {
    wb_store *store;
    const struct within *within;
    wb_docid_set *set;
    wb_status status;
    wb_error *err;
};

static bool add_next_term(void *context, wb_slice term, uint32_t frequency)
{
    struct terms *t = context;
    t->status = add_postings(t->store, term, frequency, t->within, t->set, t->err);
    return t->status == WB_OK;
}

static wb_status add_prefix(wb_store *store, wb_slice prefix, const struct within *within,
                            wb_docid_set *set, wb_error *err)
{
    struct terms terms = {store, within, set, WB_OK, err};
    wb_status status = wb_store_terms(store, prefix, add_next_term, &terms, err);
    return status == WB_OK ? terms.status : status;
}

static wb_status add_plan(wb_store *store, const wb_plan *plan, const struct within *within,
                          wb_docid_set *set, wb_error *err);

/* Makes `set` that of the docids that fulfil the plan. */
static wb_status set_of(wb_store *store, const wb_plan *plan, const struct within *within,
                        wb_docid_set *set, wb_error *err)
{
    return wb_docid_set_init(set, wb_store_last_docid(store)) == WB_OK
               ? add_plan(store, plan, within, set, err)
               : wb_error_nomem(err);
}

static wb_status add_and(wb_store *store, const wb_plan *plan, const struct within *within,
                         wb_docid_set *set, wb_error *err)
{
    wb_plan_operand *operands = NULL;
    wb_docid_set agreed = {NULL, 0, 0};
    wb_docid_set more = {NULL, 0, 0};
    wb_status status = wb_plan_rarest_first(store, plan, &operands, err);
    if (status == WB_OK) {
        status = set_of(store, operands[0].plan, within, &agreed, err);
    }
    for (size_t i = 1; i < plan->child_count && status == WB_OK; i++) {
        struct within so_far = within_set(&agreed);
        status = set_of(store, operands[i].plan, &so_far, &more, err);
        if (status == WB_OK) {
            wb_docid_set_intersect(&agreed, &more);
        }
    }
    if (status == WB_OK) {
        wb_docid_set_unite(set, &agreed);
    }
    wb_docid_set_free(&agreed);
    wb_docid_set_free(&more);
    wb_free(operands);
    return status;
}

static wb_status add_or(wb_store *store, const wb_plan *plan, const struct within *within,
                        wb_docid_set *set, wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t i = 0; i < plan->child_count && status == WB_OK; i++) {
        status = add_plan(store, plan->children[i], within, set, err);
    }
    return status;
}

static wb_status add_and_not(wb_store *store, const wb_plan *plan, const struct within *within,
                             wb_docid_set *set, wb_error *err)
{
    wb_docid_set wanted = {NULL, 0, 0};
    wb_docid_set excluded = {NULL, 0, 0};
    wb_status status = set_of(store, plan->children[0], within, &wanted, err);
    if (status == WB_OK) {
        struct within those = within_set(&wanted);
        status = set_of(store, plan->children[1], &those, &excluded, err);
    }
    if (status == WB_OK) {
        wb_docid_set_subtract(&wanted, &excluded);
        wb_docid_set_unite(set, &wanted);
    }
    wb_docid_set_free(&wanted);
    wb_docid_set_free(&excluded);
    return status;
}

/* Adds what fulfils the plan to the set. A plan is as deep as its query, which has a limit. */
static wb_status add_plan(wb_store *store, const wb_plan *plan, const struct within *within,
                          wb_docid_set *set, wb_error *err)
{
    switch (plan->op) {
    case WB_PLAN_ALL:
        return add_term(store, wb_slice_make(NULL, 0), within, set, err);
    case WB_PLAN_TERM:
        return add_term(store, plan->term, within, set, err);
    case WB_PLAN_PREFIX:
        return add_prefix(store, plan->term, within, set, err);
    case WB_PLAN_AND:
        return add_and(store, plan, within, set, err);
    case WB_PLAN_OR:
        return add_or(store, plan, within, set, err);
    case WB_PLAN_AND_NOT:
        return add_and_not(store, plan, within, set, err);
    }
    return WB_OK;
}

/* The last docids of the groups whose docids are in one word of a set: so many ones divided by the
 * ones of a group are a one for each group. */
#define ENDS_OF_GROUPS (UINT64_MAX / ((UINT64_C(1) << WB_STORE_GROUP) - 1) << (WB_STORE_GROUP - 1))
_Static_assert(64 % WB_STORE_GROUP == 0, "a word holds whole groups");

/* The ends of groups are among all documents, the dead among those that have a term. */
static void take_out_others(const wb_store *store, wb_docid_set *set)
{
    size_t dead_count;
    const wb_docid_range *dead = wb_store_dead(store, &dead_count);
    for (size_t i = 0; i < set->word_count; i++) {
        set->words[i] &= ~ENDS_OF_GROUPS;
    }
    for (size_t i = 0; i < dead_count; i++) {
        wb_docid_set_remove(set, dead[i]);
    }
}

wb_status wb_plan_mark(wb_store *store, const wb_plan *plan, wb_docid_set *ret, wb_error *err)
{
    wb_docid_set marked = {NULL, 0, 0};
    wb_status status = wb_store_ask_stop(store, err);
    if (status == WB_OK) {
        status = set_of(store, plan, NULL, &marked, err);
    }
    if (status != WB_OK) {
        wb_docid_set_free(&marked);
        return status;
    }
    take_out_others(store, &marked);
    wb_docid_set_free(ret);
    *ret = marked;
    return WB_OK;
}
