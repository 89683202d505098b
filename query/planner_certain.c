#include <wbsearch/fold.h>
#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "equivalent_kind.h"
#include "fields.h"
#include "loose.h"
#include "plan_build.h"
#include "planner.h"

/* What makes a node hold for certain: what fulfils `wanted` and not `excluded`. */
struct certain {
    wb_plan *wanted;         /* NULL: anything */
    const wb_plan *excluded; /* NULL: nothing */
    bool is_none;            /* no paragraph is certain */
};

struct planner {
    wb_certain_options options;
    wb_plan_builder builder;
    wb_loose loose; /* scratch */
    wb_status status;
    wb_error *err;
};

static const struct certain none = {NULL, NULL, true};

static struct certain certain_node(struct planner *p, const wb_query_node *node, bool is_conjunct);

static struct certain certain_term(struct planner *p, wb_slice term, bool prefix)
{
    return (struct certain){wb_plan_build_term(&p->builder, term, prefix), NULL, false};
}

/* As one plan; NULL where nothing is certain. */
static wb_plan *to_plan(struct planner *p, struct certain certain)
{
    if (certain.is_none) {
        return NULL;
    }
    wb_plan *wanted = certain.wanted ? certain.wanted : wb_plan_build(&p->builder, WB_PLAN_ALL);
    return certain.excluded ? wb_plan_build_and_not(&p->builder, wanted, certain.excluded) : wanted;
}

/* How many characters the text has, all of them Chinese; 0 where others are among them. */
static size_t count_chinese(wb_slice text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        if (wb_fold_class(wb_utf8_next(text, &at)) != WB_CHAR_CJK) {
            return 0;
        }
    }
    return count;
}

/* Whether it is letters alone: a term by itself, and a match wherever this stands. */
static bool is_latin_word(wb_slice text)
{
    for (size_t at = 0; at < text.len;) {
        if (wb_fold_class(wb_utf8_next(text, &at)) != WB_CHAR_LETTER) {
            return false;
        }
    }
    return text.len > 0 && text.len < WB_TOKEN_MAX;
}

/* Whether it is two characters of which neither is of a word or number nor white space, and one at
 * least is punctuation: a punctuation term. A full stop may be a decimal point. */
static bool is_punctuation_pair(wb_slice text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        wb_char_class class = wb_fold_class(wb_utf8_next(text, &at));
        if (class == WB_CHAR_SPACE || wb_fold_is_word(class)) {
            return false;
        }
    }
    return count == 2 && !memchr(text.ptr, '.', text.len) && wb_token_has_punctuation(text);
}

/* A punctuation term, or (`prefix`) those that begin so. */
static wb_plan *punctuation_plan(struct planner *p, wb_slice text, bool prefix)
{
    char bytes[1 + 2 * 4] = {WB_TOKEN_PUNCTUATION_PREFIX}; /* two characters */
    memcpy(bytes + 1, text.ptr, text.len);
    wb_plan *plan = wb_plan_build_term(&p->builder, wb_slice_make(bytes, 1 + text.len), prefix);
    if (plan) {
        plan->weight = 0.0;
    }
    return plan;
}

/* Where the folded text stands for certain, punctuation included. */
static struct certain certain_literal(struct planner *p, wb_slice folded)
{
    size_t chinese = count_chinese(folded);
    if (chinese == 1 && !p->options.any_prefix) {
        return none;
    }
    if (chinese == 2) {
        /* They stand apart only where punctuation follows the first. */
        size_t first = 0;
        (void)wb_utf8_next(folded, &first);
        struct certain certain = certain_term(p, folded, false);
        certain.excluded = punctuation_plan(p, wb_slice_make(folded.ptr, first), true);
        return certain;
    }
    if (is_punctuation_pair(folded)) {
        return (struct certain){punctuation_plan(p, folded, false), NULL, false};
    }
    return chinese || is_latin_word(folded) ? certain_term(p, folded, chinese > 0) : none;
}

/* Where an item stands for certain when punctuation does not count. */
static struct certain certain_loose(struct planner *p, wb_slice folded)
{
    if (wb_loose_set(&p->loose, folded) != WB_OK) {
        p->builder.failed = true;
        return none;
    }
    wb_slice form = wb_buf_slice(&p->loose.text);
    if (form.len == 0 || wb_loose_has_sign(folded)) {
        return certain_literal(p, folded);
    }
    size_t chinese = count_chinese(form);
    if (chinese == 1 && !p->options.any_prefix) {
        return none;
    }
    return chinese || is_latin_word(form) ? certain_term(p, form, chinese > 0 && chinese != 2)
                                          : none;
}

/* One must hold for certain. `list` is cleared. */
static struct certain certain_or(struct planner *p, wb_plan_list *list)
{
    struct certain certain = {wb_plan_build_joined(&p->builder, WB_PLAN_OR, list), NULL, false};
    certain.is_none = list->count == 0;
    wb_free(list->items);
    return certain;
}

static struct certain certain_item(struct planner *p, const wb_query_item *item)
{
    if (item->prefix) {
        return none;
    }
    if (p->options.exact || item->quoted) {
        return certain_literal(p, item->folded);
    }
    wb_plan_list list = {NULL, 0, 0};
    wb_plan_list_add(&p->builder, &list, to_plan(p, certain_loose(p, item->folded)));
    for (size_t i = 0; i < item->alternative_count; i++) {
        const wb_query_alternative *alternative = &item->alternatives[i];
        if (alternative->kind == WB_EQUIVALENT_SYNONYM) { /* others may be a piece of something */
            wb_plan_list_add(&p->builder, &list,
                             to_plan(p, certain_literal(p, alternative->folded)));
        }
    }
    return certain_or(p, &list);
}

static struct certain certain_and(struct planner *p, const wb_query_node *node, bool is_conjunct)
{
    wb_plan_list wanted = {NULL, 0, 0};
    wb_plan_list excluded = {NULL, 0, 0};
    struct certain certain = {NULL, NULL, false};
    for (size_t i = 0; i < node->child_count && !certain.is_none; i++) {
        struct certain child = certain_node(p, node->children[i], is_conjunct);
        wb_plan_list_add(&p->builder, &wanted, child.wanted);
        wb_plan_list_add(&p->builder, &excluded, child.excluded);
        certain.is_none = child.is_none;
    }
    if (!certain.is_none) {
        certain.wanted = wb_plan_build_joined(&p->builder, WB_PLAN_AND, &wanted);
        certain.excluded = wb_plan_build_joined(&p->builder, WB_PLAN_OR, &excluded);
    }
    wb_free(wanted.items);
    wb_free(excluded.items);
    return certain;
}

/* Whatever may have what is denied is not certain. */
static struct certain certain_not(struct planner *p, const wb_query_node *denied)
{
    const wb_plan *plan = NULL;
    bool complete;
    if (p->status == WB_OK) {
        p->status = wb_plan_query_node(denied, (wb_planner_options){.exact = true, .tight = true},
                                       p->builder.arena, &plan, &complete, p->err);
    }
    return p->status == WB_OK && plan->op != WB_PLAN_ALL ? (struct certain){NULL, plan, false}
                                                         : none;
}

/* The tree is as deep as WB_QUERY_DEPTH_MAX allows. `is_conjunct`: every hit must fulfil the node.
 */
static struct certain certain_node(struct planner *p, const wb_query_node *node, bool is_conjunct)
{
    wb_plan_list list = {NULL, 0, 0};
    switch (node->op) {
    case WB_QUERY_ITEM:
        return certain_item(p, node->item);
    case WB_QUERY_AND:
        return certain_and(p, node, is_conjunct);
    case WB_QUERY_OR:
        for (size_t i = 0; i < node->child_count; i++) {
            wb_plan_list_add(&p->builder, &list,
                             to_plan(p, certain_node(p, node->children[i], false)));
        }
        return certain_or(p, &list);
    case WB_QUERY_NOT:
        return certain_not(p, node->children[0]);
    case WB_QUERY_SCOPE: /* what stands in the others may be anywhere in them */
        return node->scope == WB_SCOPE_PARAGRAPH ? certain_node(p, node->children[0], false) : none;
    case WB_QUERY_FILTER:
        break;
    }
    bool holds = is_conjunct && p->options.is_filtered && wb_fields_is_of_document(node->filter);
    return holds ? (struct certain){NULL, NULL, false} : none;
}

static wb_status plan_certain(const wb_query_node *node, wb_certain_options options,
                              bool is_conjunct, wb_arena *arena, wb_plan **ret, wb_error *err)
{
    struct planner p = {.options = options, .builder = {.arena = arena}, .err = err};
    *ret = to_plan(&p, certain_node(&p, node, is_conjunct));
    wb_loose_free(&p.loose);
    return p.builder.failed ? wb_error_nomem(err) : p.status;
}

wb_status wb_plan_certain(const wb_query *query, wb_certain_options options, wb_arena *arena,
                          wb_plan **ret, wb_error *err)
{
    return plan_certain(query->root, options, true, arena, ret, err);
}

wb_status wb_plan_certain_node(const wb_query_node *node, wb_certain_options options,
                               wb_arena *arena, wb_plan **ret, wb_error *err)
{
    return plan_certain(node, options, false, arena, ret, err);
}
