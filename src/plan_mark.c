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

/* What goes down to all parts of a plan. */
struct marking {
    wb_store *store;
    size_t few; /* an AND need not go on when no more than so many docids are left */
    wb_error *err;
};

static struct within within_set(const wb_docid_set *set)
{
    return (struct within){set, wb_docid_set_count(set, (wb_docid_range){1, set->last})};
}

/* Of a term's postings those that matter, found one by one. */
static wb_status add_postings_within(const struct marking *m, wb_slice term,
                                     const wb_docid_set *within, wb_docid_set *set)
{
    wb_posting_list *postings = NULL;
    wb_status status = wb_posting_list_open(m->store, term, &postings, m->err);
    uint32_t docid = wb_docid_set_next(within, 1);
    while (status == WB_OK && docid) {
        uint32_t found = WB_STORE_NOWHERE;
        status = wb_posting_list_seek(postings, docid, &found, m->err);
        if (status == WB_OK && found == docid) {
            wb_docid_set_add(set, docid);
        }
        docid = wb_docid_set_next(within, found > docid ? found : docid + 1);
    }
    wb_posting_list_free(postings);
    return status;
}

static wb_status add_postings(const struct marking *m, wb_slice term, uint32_t frequency,
                              const struct within *within, wb_docid_set *set)
{
    return within && within->count * POSTINGS_A_SKIP < frequency
               ? add_postings_within(m, term, within->set, set)
               : wb_store_add_postings(m->store, term, set, m->err);
}

static wb_status add_term(const struct marking *m, wb_slice term, const struct within *within,
                          wb_docid_set *set)
{
    uint32_t frequency = within ? wb_store_document_frequency(m->store, term) : 0;
    return add_postings(m, term, frequency, within, set);
}

/* Terms of which each is added. */
struct terms {
    const struct marking *marking;
    const struct within *within;
    wb_docid_set *set;
    wb_status status;
};

static bool add_next_term(void *context, wb_slice term, uint32_t frequency)
{
    struct terms *t = context;
    t->status = add_postings(t->marking, term, frequency, t->within, t->set);
    return t->status == WB_OK;
}

static wb_status add_prefix(const struct marking *m, wb_slice prefix, const struct within *within,
                            wb_docid_set *set)
{
    struct terms terms = {m, within, set, WB_OK};
    wb_status status = wb_store_terms(m->store, prefix, add_next_term, &terms, m->err);
    return status == WB_OK ? terms.status : status;
}

static wb_status add_plan(const struct marking *m, const wb_plan *plan, const struct within *within,
                          wb_docid_set *set);

/* Makes `set` that of the docids that fulfil the plan. */
static wb_status set_of(const struct marking *m, const wb_plan *plan, const struct within *within,
                        wb_docid_set *set)
{
    return wb_docid_set_init(set, wb_store_last_docid(m->store)) == WB_OK
               ? add_plan(m, plan, within, set)
               : wb_error_nomem(m->err);
}

static wb_status add_and(const struct marking *m, const wb_plan *plan, const struct within *within,
                         wb_docid_set *set)
{
    wb_plan_operand *operands = NULL;
    wb_docid_set agreed = {NULL, 0, 0};
    wb_docid_set more = {NULL, 0, 0};
    wb_status status = wb_plan_rarest_first(m->store, plan, &operands, m->err);
    if (status == WB_OK) {
        status = set_of(m, operands[0].plan, within, &agreed);
    }
    for (size_t i = 1; i < plan->child_count && status == WB_OK; i++) {
        struct within so_far = within_set(&agreed);
        if (so_far.count <= m->few) {
            break;
        }
        status = set_of(m, operands[i].plan, &so_far, &more);
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

static wb_status add_or(const struct marking *m, const wb_plan *plan, const struct within *within,
                        wb_docid_set *set)
{
    wb_status status = WB_OK;
    for (size_t i = 0; i < plan->child_count && status == WB_OK; i++) {
        status = add_plan(m, plan->children[i], within, set);
    }
    return status;
}

static wb_status add_and_not(const struct marking *m, const wb_plan *plan,
                             const struct within *within, wb_docid_set *set)
{
    wb_docid_set wanted = {NULL, 0, 0};
    wb_docid_set excluded = {NULL, 0, 0};
    wb_status status = set_of(m, plan->children[0], within, &wanted);
    if (status == WB_OK) {
        struct within those = within_set(&wanted);
        struct marking exactly = {m->store, 0, m->err}; /* too many here would be too few left */
        status = set_of(&exactly, plan->children[1], &those, &excluded);
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
static wb_status add_plan(const struct marking *m, const wb_plan *plan, const struct within *within,
                          wb_docid_set *set)
{
    switch (plan->op) {
    case WB_PLAN_ALL:
        return add_term(m, wb_slice_make(NULL, 0), within, set);
    case WB_PLAN_TERM:
        return add_term(m, plan->term, within, set);
    case WB_PLAN_PREFIX:
        return add_prefix(m, plan->term, within, set);
    case WB_PLAN_AND:
        return add_and(m, plan, within, set);
    case WB_PLAN_OR:
        return add_or(m, plan, within, set);
    case WB_PLAN_AND_NOT:
        return add_and_not(m, plan, within, set);
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

static wb_status mark(const struct marking *m, const wb_plan *plan, wb_docid_set *ret)
{
    wb_docid_set marked = {NULL, 0, 0};
    wb_status status = wb_store_ask_stop(m->store, m->err);
    if (status == WB_OK) {
        status = set_of(m, plan, NULL, &marked);
    }
    if (status != WB_OK) {
        wb_docid_set_free(&marked);
        return status;
    }
    take_out_others(m->store, &marked);
    wb_docid_set_free(ret);
    *ret = marked;
    return WB_OK;
}

wb_status wb_plan_mark(wb_store *store, const wb_plan *plan, wb_docid_set *ret, wb_error *err)
{
    return mark(&(struct marking){store, 0, err}, plan, ret);
}

wb_status wb_plan_mark_nearly(wb_store *store, const wb_plan *plan, size_t few, wb_docid_set *ret,
                              wb_error *err)
{
    return mark(&(struct marking){store, few, err}, plan, ret);
}
