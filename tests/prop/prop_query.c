/*
 * The query language: what is printed of a tree is read as the same tree, whether the tree was made
 * at random or read from random text; and no text is refused that holds something to search for.
 */
#include <stdio.h>

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

#include "parse.h"
#include "print.h"
#include "prop.h"

/* Pieces that random queries are put together from. */
static const char *const pieces[] = {
    "碳",    "金融",  "绿色",   "gdp",   "C919",     "12",    "6.5",   "500强",  " ",
    " ",     " ",     "　",     "(",     ")",        "（",    "）",    "|",      "｜",
    "-",     "－",    "*",      "＊",    "\\",       "\"",    "“",     "”",      "「",
    "」",    "『",    "』",     "＂",    "AND",      "OR",    "NOT",   "ＯＲ",   "and",
    "同句(", "同段(", "同节（", "同篇(", "section(", "标题:", "年份:", "year：", "organ:",
    "2019",  "..",    "年",     "文号:", ":",        "、",    "。",    "…",      "\xE2\x80\x8B",
    "①",
};
#define PIECE_COUNT (sizeof pieces / sizeof *pieces)

static void random_query(struct rng *rng, wb_buf *out)
{
    wb_buf_clear(out);
    for (size_t n = rng_below(rng, 14) + 1; n > 0; n--) {
        if (rng_below(rng, 20) == 0) {
            prop_narrow_text(rng, 3, out);
        } else {
            wb_buf_puts(out, pieces[rng_below(rng, PIECE_COUNT)]);
        }
    }
}

static bool same_item(const wb_query_item *a, const wb_query_item *b)
{
    return wb_slice_equal(a->text, b->text) && wb_slice_equal(a->folded, b->folded) &&
           a->quoted == b->quoted && a->prefix == b->prefix && a->negated == b->negated;
}

static bool same_filter(const wb_query_filter *a, const wb_query_filter *b)
{
    return a->field == b->field &&
           (a->field == WB_FIELD_YEAR
                ? a->year_min == b->year_min && a->year_max == b->year_max
                : wb_slice_equal(a->text, b->text) && wb_slice_equal(a->folded, b->folded));
}

static bool same_tree(const wb_query_node *a, const wb_query_node *b)
{
    if (a->op != b->op || a->child_count != b->child_count ||
        (a->op == WB_QUERY_ITEM && !same_item(a->item, b->item)) ||
        (a->op == WB_QUERY_FILTER && !same_filter(a->filter, b->filter)) ||
        (a->op == WB_QUERY_SCOPE && a->scope != b->scope)) {
        return false;
    }
    for (size_t i = 0; i < a->child_count; i++) {
        if (!same_tree(a->children[i], b->children[i])) {
            return false;
        }
    }
    return true;
}

/* What query.h promises of every tree. */
static const char *tree_fault(const wb_query *query, const wb_query_node *node, size_t depth)
{
    static const char *const fault = "the tree is not as query.h promises";
    bool is_leaf = node->op == WB_QUERY_ITEM || node->op == WB_QUERY_FILTER;
    bool is_list = node->op == WB_QUERY_AND || node->op == WB_QUERY_OR;
    if (depth > (size_t)4 * WB_QUERY_DEPTH_MAX || (is_leaf && node->child_count != 0) ||
        (is_list && node->child_count < 2) || (!is_leaf && !is_list && node->child_count != 1) ||
        node->offset + node->length > query->source.len) {
        return fault;
    }
    if (node->op == WB_QUERY_ITEM && (node->item->folded.len == 0 || node->item < query->items ||
                                      node->item >= query->items + query->item_count)) {
        return fault;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const wb_query_node *child = node->children[i];
        if ((child->op == node->op && node->op != WB_QUERY_SCOPE) || child->offset < node->offset ||
            child->offset + child->length > node->offset + node->length) {
            return fault;
        }
        const char *found = tree_fault(query, child, depth + 1);
        if (found) {
            return found;
        }
    }
    return NULL;
}

/* Prints the tree, reads that, and compares. */
static const char *print_fault(const wb_query_node *root, wb_buf *printed)
{
    wb_query again = {0};
    wb_error error;
    const char *fault = NULL;
    wb_buf_clear(printed);
    prop_require(wb_query_print(root, printed) == WB_OK, "memory");
    if (wb_query_parse(wb_buf_slice(printed), &again, &error) != WB_OK) {
        /* What is printed may be longer than what was read. */
        fault = error.status == WB_LIMIT ? NULL : "what was printed cannot be read";
    } else if (again.diagnostic_count && root->op != WB_QUERY_ITEM) {
        fault = "what was printed is odd";
    } else if (!same_tree(root, again.root)) {
        fault = "what was printed is read as another tree";
    }
    wb_query_clear(&again);
    return fault;
}

static void check_text(struct rng *rng, wb_buf *text, wb_buf *printed)
{
    wb_query query = {0};
    wb_error error;
    const char *fault = NULL;
    random_query(rng, text);
    wb_status status = wb_query_parse(wb_buf_slice(text), &query, &error);
    if (status == WB_OK) {
        fault = tree_fault(&query, query.root, 0);
        fault = fault ? fault : print_fault(query.root, printed);
    } else if (status != WB_SYNTAX || wb_slice_equal(wb_buf_slice(text), wb_slice_from("碳"))) {
        fault = error.text;
    }
    if (fault) {
        prop_fail("%s", fault);
        prop_show("query", wb_buf_slice(text));
        prop_show("printed", wb_buf_slice(printed));
    }
    wb_query_clear(&query);
}

/* A tree made at random, in an arena. */
struct maker {
    struct rng *rng;
    wb_arena *arena;
    wb_folded folded;
    size_t leaves;
};

static void *make(struct maker *m, size_t size)
{
    void *memory = wb_arena_alloc(m->arena, 1, size);
    prop_require(memory != NULL, "memory");
    memset(memory, 0, size);
    return memory;
}

static bool has_space(wb_slice text)
{
    for (size_t at = 0; at < text.len;) {
        if (wb_fold_class(wb_utf8_next(text, &at)) == WB_CHAR_SPACE) {
            return true;
        }
    }
    return false;
}

static wb_slice make_text(struct maker *m, wb_slice *ret_folded)
{
    wb_buf text;
    wb_slice kept = {NULL, 0};
    wb_buf_init(&text, 0);
    do {
        wb_buf_clear(&text);
        for (size_t n = rng_below(m->rng, 3) + 1; n > 0; n--) {
            wb_buf_puts(&text, pieces[rng_below(m->rng, PIECE_COUNT)]);
        }
        prop_require(wb_fold(wb_buf_slice(&text), false, &m->folded) == WB_OK, "memory");
    } while (m->folded.text.len == 0);
    prop_require(wb_arena_dup(m->arena, wb_buf_slice(&text), &kept) &&
                     wb_arena_dup(m->arena, wb_buf_slice(&m->folded.text), ret_folded),
                 "memory");
    wb_buf_free(&text);
    return kept;
}

static wb_query_node *make_leaf(struct maker *m, bool negated)
{
    wb_query_node *node = make(m, sizeof *node);
    m->leaves++;
    if (rng_below(m->rng, 5) == 0) {
        wb_query_filter *filter = make(m, sizeof *filter);
        node->op = WB_QUERY_FILTER;
        node->filter = filter;
        filter->field = (wb_query_field)rng_below(m->rng, WB_FIELD_COUNT_);
        filter->text = make_text(m, &filter->folded);
        if (filter->field == WB_FIELD_YEAR) {
            filter->year_min = (uint32_t)rng_below(m->rng, 3) * 1010;
            filter->year_max = rng_below(m->rng, 3) ? 2020 : WB_QUERY_YEAR_MAX;
            filter->year_max = filter->year_min ? filter->year_max : 2020;
        }
        return node;
    }
    wb_query_item *item = make(m, sizeof *item);
    node->op = WB_QUERY_ITEM;
    node->item = item;
    item->text = make_text(m, &item->folded);
    item->quoted = has_space(item->text) || rng_below(m->rng, 4) == 0;
    item->negated = negated;
    size_t last = item->folded.len;
    bool is_word = wb_fold_is_word(wb_fold_class(wb_utf8_prev(item->folded, &last)));
    item->prefix = is_word && rng_below(m->rng, 2);
    return node;
}

static wb_query_node *make_tree(struct maker *m, wb_query_op around, unsigned depth, bool negated)
{
    if (depth == 0 || rng_below(m->rng, 3) == 0) {
        return make_leaf(m, negated);
    }
    wb_query_op op;
    do {
        op = (wb_query_op)(WB_QUERY_AND + rng_below(m->rng, 4));
    } while (op == around && op != WB_QUERY_SCOPE);
    wb_query_node *node = make(m, sizeof *node);
    node->op = op;
    node->scope = op == WB_QUERY_SCOPE ? (wb_query_scope)rng_below(m->rng, WB_SCOPE_COUNT_)
                                       : WB_SCOPE_SENTENCE;
    bool is_list = op == WB_QUERY_AND || op == WB_QUERY_OR;
    node->child_count = is_list ? 2 + rng_below(m->rng, 2) : 1;
    node->children = wb_arena_alloc(m->arena, node->child_count, sizeof *node->children);
    prop_require(node->children != NULL, "memory");
    for (size_t i = 0; i < node->child_count; i++) {
        node->children[i] = make_tree(m, op, depth - 1, negated || op == WB_QUERY_NOT);
    }
    return node;
}

static void check_tree(struct rng *rng, wb_buf *printed)
{
    wb_arena arena = {0};
    struct maker m = {.rng = rng, .arena = &arena};
    wb_folded_init(&m.folded);
    wb_query_node *root = make_tree(&m, WB_QUERY_ITEM, 3, false);
    const char *fault = print_fault(root, printed);
    if (fault) {
        wb_buf tree;
        wb_buf_init(&tree, 0);
        wb_query_describe(root, &tree);
        prop_fail("%s", fault);
        prop_show("tree", wb_buf_slice(&tree));
        prop_show("printed", wb_buf_slice(printed));
        wb_buf_free(&tree);
    }
    wb_folded_free(&m.folded);
    wb_arena_clear(&arena);
}

int main(int argc, char **argv)
{
    struct prop_options options = {.seed = 1, .count = 20000};
    prop_options(argc, argv, &options);
    struct rng rng = {options.seed};
    wb_buf text;
    wb_buf printed;
    wb_buf_init(&text, 0);
    wb_buf_init(&printed, 0);
    for (size_t i = 0; i < options.count; i++) {
        check_text(&rng, &text, &printed);
        check_tree(&rng, &printed);
    }
    wb_buf_free(&text);
    wb_buf_free(&printed);
    return prop_finish("query", 2 * options.count, &options);
}
