#include <wbsearch/plan_cursor.h>

#include <wbsearch/mem.h>
#include <wbsearch/plan_mark.h>

#include "plan_order.h"

#define NOWHERE WB_STORE_NOWHERE

/* A node of the plan, and where it stands. */
struct part {
    wb_plan_op op;
    uint32_t position;         /* the docid found last; 0: none yet */
    wb_posting_list *postings; /* of a term */
    wb_docid_set docids;       /* of a prefix, whose terms are too many to go through side by side,
                                  and of all paragraphs, whose list has the ends of groups, too */
    struct part *children;     /* of an AND, the rarest first */
    size_t child_count;
};

struct wb_plan_cursor {
    wb_store *store;
    struct part root;
    uint32_t asked; /* the docid that was asked for last */
};

static wb_status open_part(wb_store *store, const wb_plan *plan, struct part *part, wb_error *err);

static wb_status open_children(wb_store *store, const wb_plan *plan, struct part *part,
                               wb_error *err)
{
    wb_plan_operand *operands = NULL;
    wb_status status =
        plan->op == WB_PLAN_AND ? wb_plan_rarest_first(store, plan, &operands, err) : WB_OK;
    if (status != WB_OK) {
        return status;
    }
    part->children = wb_alloc_zero(plan->child_count, sizeof *part->children);
    part->child_count = part->children ? plan->child_count : 0;
    status = part->children ? WB_OK : wb_error_nomem(err);
    for (size_t i = 0; i < part->child_count && status == WB_OK; i++) {
        const wb_plan *child = operands ? operands[i].plan : plan->children[i];
        status = open_part(store, child, &part->children[i], err);
    }
    wb_free(operands);
    return status;
}

/* The plan is as deep as its query, which has a limit. */
static wb_status open_part(wb_store *store, const wb_plan *plan, struct part *part, wb_error *err)
{
    part->op = plan->op;
    switch (plan->op) {
    case WB_PLAN_TERM:
        return wb_posting_list_open(store, plan->term, &part->postings, err);
    case WB_PLAN_ALL:
    case WB_PLAN_PREFIX:
        return wb_plan_mark(store, plan, &part->docids, err);
    case WB_PLAN_AND:
    case WB_PLAN_OR:
    case WB_PLAN_AND_NOT:
        return open_children(store, plan, part, err);
    }
    return WB_OK;
}

static void close_part(struct part *part)
{
    for (size_t i = 0; i < part->child_count; i++) {
        close_part(&part->children[i]);
    }
    wb_free(part->children);
    wb_docid_set_free(&part->docids);
    wb_posting_list_free(part->postings);
}

/* Has the next seek look from the beginning. */
static void rewind_part(struct part *part)
{
    part->position = 0;
    for (size_t i = 0; i < part->child_count; i++) {
        rewind_part(&part->children[i]);
    }
}

static wb_status seek(wb_store *store, struct part *part, uint32_t docid, uint32_t *ret,
                      wb_error *err);

/* Has the operands go on in turn, each to where the one before it stands, until all agree. */
static wb_status find_and(wb_store *store, struct part *part, uint32_t docid, uint32_t *ret,
                          wb_error *err)
{
    size_t agreed = 0;
    for (size_t i = 0; agreed < part->child_count && docid != NOWHERE;
         i = (i + 1) % part->child_count) {
        uint32_t found;
        wb_status status = seek(store, &part->children[i], docid, &found, err);
        if (status != WB_OK) {
            return status;
        }
        agreed = found == docid ? agreed + 1 : 1;
        docid = found;
    }
    *ret = docid;
    return WB_OK;
}

static wb_status find_or(wb_store *store, struct part *part, uint32_t docid, uint32_t *ret,
                         wb_error *err)
{
    uint32_t least = NOWHERE;
    for (size_t i = 0; i < part->child_count; i++) {
        uint32_t found;
        wb_status status = seek(store, &part->children[i], docid, &found, err);
        if (status != WB_OK) {
            return status;
        }
        least = found < least ? found : least;
    }
    *ret = least;
    return WB_OK;
}

static wb_status find_and_not(wb_store *store, struct part *part, uint32_t docid, uint32_t *ret,
                              wb_error *err)
{
    uint32_t excluded = NOWHERE;
    wb_status status = seek(store, &part->children[0], docid, &docid, err);
    while (status == WB_OK && docid != NOWHERE) {
        status = seek(store, &part->children[1], docid, &excluded, err);
        if (status != WB_OK || excluded != docid) {
            break;
        }
        status = seek(store, &part->children[0], docid + 1, &docid, err);
    }
    *ret = docid;
    return status;
}

static wb_status find(wb_store *store, struct part *part, uint32_t docid, uint32_t *ret,
                      wb_error *err)
{
    switch (part->op) {
    case WB_PLAN_TERM:
        return wb_posting_list_seek(part->postings, docid, ret, err);
    case WB_PLAN_ALL:
    case WB_PLAN_PREFIX:
        *ret = wb_docid_set_next(&part->docids, docid);
        *ret = *ret ? *ret : NOWHERE;
        return wb_store_count_posting(store, err);
    case WB_PLAN_AND:
        return find_and(store, part, docid, ret, err);
    case WB_PLAN_OR:
        return find_or(store, part, docid, ret, err);
    case WB_PLAN_AND_NOT:
        return find_and_not(store, part, docid, ret, err);
    }
    return WB_OK;
}

/* The first docid at or after `docid`; asked for docids that do not descend. */
static wb_status seek(wb_store *store, struct part *part, uint32_t docid, uint32_t *ret,
                      wb_error *err)
{
    if (part->position < docid) {
        uint32_t found;
        wb_status status = find(store, part, docid, &found, err);
        if (status != WB_OK) {
            return status;
        }
        part->position = found;
    }
    *ret = part->position;
    return WB_OK;
}

wb_status wb_plan_cursor_new(wb_store *store, const wb_plan *plan, wb_plan_cursor **ret,
                             wb_error *err)
{
    wb_plan_cursor *cursor = wb_alloc_zero(1, sizeof *cursor);
    if (!cursor) {
        return wb_error_nomem(err);
    }
    cursor->store = store;
    wb_status status = open_part(store, plan, &cursor->root, err);
    if (status != WB_OK) {
        wb_plan_cursor_free(cursor);
        return status;
    }
    *ret = cursor;
    return WB_OK;
}

wb_status wb_plan_cursor_seek(wb_plan_cursor *cursor, uint32_t docid, uint32_t *ret, wb_error *err)
{
    docid = docid ? docid : 1;
    if (docid < cursor->asked) {
        rewind_part(&cursor->root);
    }
    cursor->asked = docid;
    return seek(cursor->store, &cursor->root, docid, ret, err);
}

void wb_plan_cursor_free(wb_plan_cursor *cursor)
{
    if (cursor) {
        close_part(&cursor->root);
        wb_free(cursor);
    }
}
