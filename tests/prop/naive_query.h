/*
 * The query language of query/LANGUAGE.md, evaluated by looking at every paragraph: written anew
 * and as plainly as can be. Nothing here calls the query library.
 */
#ifndef WBSEARCH_TESTS_NAIVE_QUERY_H
#define WBSEARCH_TESTS_NAIVE_QUERY_H

#include "model.h"
#include "naive.h"

enum naive_op { NAIVE_ITEM, NAIVE_FILTER, NAIVE_AND, NAIVE_OR, NAIVE_NOT, NAIVE_SCOPE };
enum naive_scope { NAIVE_SENTENCE, NAIVE_PARAGRAPH, NAIVE_SECTION, NAIVE_DOCUMENT };
enum naive_field {
    NAIVE_TITLE,
    NAIVE_SECTION_TITLE,
    NAIVE_PATH,
    NAIVE_ORGAN,
    NAIVE_NUMBER,
    NAIVE_KIND,
    NAIVE_YEAR
};

#define NAIVE_CHILDREN_MAX 3

/* Another way to write an item: a loose match where it stands literally. */
struct naive_other {
    wb_slice text; /* folded */
    /* Whether it may stand at byte `at` of `fold`; NULL: anywhere. */
    bool (*may_stand)(const void *context, wb_slice fold, size_t at);
    const void *context;
};

#define NAIVE_OTHERS_MAX 24

struct naive_node {
    enum naive_op op;
    /* An item, or a filter's value: folded. */
    wb_slice text;
    wb_slice tokens; /* as model_para has them */
    bool quoted;
    bool prefix;
    struct naive_other others[NAIVE_OTHERS_MAX]; /* of an item that is not quoted */
    size_t other_count;
    enum naive_field field;
    uint32_t year_min, year_max; /* UINT32_MAX: no end */
    enum naive_scope scope;
    struct naive_node *children[NAIVE_CHILDREN_MAX];
    size_t child_count;
    /* Private to the evaluation, by [loose]: */
    uint8_t *known[2]; /* an item by paragraph, a scope by unit: 0 unknown, 1 no, 2 yes */
};

/* Random trees are made of pieces of the model's texts. Everything lives in `arena`. */
struct naive_node *naive_make(struct rng *rng, const struct model *model, wb_arena *arena);

/* Appends the tree in the language. */
void naive_print(struct rng *rng, const struct naive_node *node, wb_buf *out);

/* The items of the tree in the order in which naive_print writes them; their number. */
size_t naive_items(struct naive_node *node, struct naive_node **ret);

/* For every paragraph of the model: 0 when it does not fulfil the query, 1 exactly, 2 loosely. */
void naive_evaluate(const struct model *model, struct naive_node *root, uint8_t *ret);

#endif
