/*
 * What fulfils plans, marked and gone through by cursors, against a look at every paragraph: with
 * plans of each operator, made by chance.
 */
#include "test.h"

#include <stdio.h>

#include <wbsearch/plan_cursor.h>
#include <wbsearch/plan_mark.h>

#define GROUPS 150
#define PARAS (WB_STORE_GROUP - 1) /* a group */
#define LAST_DOCID (GROUPS * WB_STORE_GROUP)
#define PLANS 400
#define NODES_MAX 64
#define DEPTH_MAX 3
#define CHILDREN_MAX 4

/* Terms, and each how many paragraphs has it; no paragraph has the last. */
static const struct {
    const char *text;
    uint32_t one_of;
} terms[] = {
    {"ab", 2}, {"ac", 3}, {"ad", 40}, {"ba", 1}, {"bb", 5}, {"bc", 200}, {"c", 90}, {"d", 0},
};
static const char *const prefixes[] = {"a", "b", "c", "x"};

/* Which paragraphs have which terms: a bit each, by docid; 0: no paragraph. */
static uint32_t terms_of[LAST_DOCID + 1];

/* Numerical Recipes' generator. */
static uint32_t chance(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % below;
}

static void add_para(wb_store_writer *writer, uint32_t docid, uint32_t has)
{
    wb_term items[COUNT_OF(terms)];
    wb_terms all;
    wb_error err;
    wb_terms_init(&all);
    all.items = items;
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        if (has >> i & 1) {
            uint16_t len = (uint16_t)strlen(terms[i].text);
            items[all.count++] = (wb_term){.bytes = terms[i].text, .len = len};
        }
    }
    assert_ok(wb_store_writer_add_para(writer, docid, &all, &err));
}

static void make_database(const char *path)
{
    wb_store_writer *writer = NULL;
    wb_error err;
    uint32_t seed = 1;
    assert_ok(wb_store_writer_create(path, &writer, &err));
    for (uint32_t i = 0; i < GROUPS * PARAS; i++) {
        uint32_t docid = wb_store_para_docid(i / PARAS, i % PARAS);
        terms_of[docid] = 0;
        for (size_t k = 0; k < COUNT_OF(terms); k++) {
            bool has = terms[k].one_of && chance(&seed, terms[k].one_of) == 0;
            terms_of[docid] |= (uint32_t)has << k;
        }
        add_para(writer, docid, terms_of[docid]);
        if (i % PARAS == PARAS - 1) {
            assert_ok(wb_store_writer_end_group(writer, i / PARAS, &err));
        }
    }
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
}

struct nodes {
    wb_plan plans[NODES_MAX];
    const wb_plan *children[NODES_MAX][CHILDREN_MAX];
    size_t count;
};

static const wb_plan *make_leaf(uint32_t *seed, wb_plan *plan)
{
    uint32_t kind = chance(seed, 8);
    plan->op = kind < 5 ? WB_PLAN_TERM : kind < 7 ? WB_PLAN_PREFIX : WB_PLAN_ALL;
    if (plan->op == WB_PLAN_TERM) {
        plan->term = wb_slice_from(terms[chance(seed, COUNT_OF(terms))].text);
    } else if (plan->op == WB_PLAN_PREFIX) {
        plan->term = wb_slice_from(prefixes[chance(seed, COUNT_OF(prefixes))]);
    }
    return plan;
}

static const wb_plan *make_plan(uint32_t *seed, unsigned depth, struct nodes *nodes)
{
    static const wb_plan_op ops[] = {WB_PLAN_AND, WB_PLAN_OR, WB_PLAN_AND_NOT};
    size_t number = nodes->count++;
    assert_true(nodes->count + CHILDREN_MAX < NODES_MAX);
    wb_plan *plan = &nodes->plans[number];
    *plan = (wb_plan){.weight = 1.0};
    if (depth == DEPTH_MAX || nodes->count + 2 * CHILDREN_MAX * DEPTH_MAX > NODES_MAX ||
        chance(seed, 4) == 0) {
        return make_leaf(seed, plan);
    }
    plan->op = ops[chance(seed, COUNT_OF(ops))];
    plan->child_count = plan->op == WB_PLAN_AND_NOT ? 2 : 1 + chance(seed, CHILDREN_MAX);
    plan->children = nodes->children[number];
    for (size_t i = 0; i < plan->child_count; i++) {
        nodes->children[number][i] = make_plan(seed, depth + 1, nodes);
    }
    return plan;
}

static bool fulfils(const wb_plan *plan, uint32_t docid)
{
    bool holds = plan->op == WB_PLAN_ALL || plan->op == WB_PLAN_AND;
    for (size_t i = 0; i < COUNT_OF(terms) && plan->term.len; i++) {
        wb_slice term = wb_slice_from(terms[i].text);
        bool is_meant = plan->op == WB_PLAN_TERM
                            ? wb_slice_equal(term, plan->term)
                            : term.len >= plan->term.len &&
                                  memcmp(term.ptr, plan->term.ptr, plan->term.len) == 0;
        holds = holds || (is_meant && terms_of[docid] >> i & 1);
    }
    for (size_t i = 0; i < plan->child_count; i++) {
        bool child = fulfils(plan->children[i], docid);
        holds = plan->op == WB_PLAN_AND  ? holds && child
                : plan->op == WB_PLAN_OR ? holds || child
                : i == 0                 ? child
                                         : holds && !child;
    }
    return holds;
}

static bool is_para(uint32_t docid)
{
    return wb_store_index(docid) != WB_STORE_GROUP - 1;
}

static void each_plan_marks_what_fulfils_it(void **state)
{
    static const wb_group_range dead[] = {{3, 4}, {70, 90}, {149, 150}};
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    wb_docid_set set = {NULL, 0, 0};
    uint32_t seed = 2;
    wb_error err;
    for (size_t i = 0; i < PLANS; i++) {
        struct nodes nodes = {.count = 0};
        const wb_plan *plan = make_plan(&seed, 0, &nodes);
        size_t dead_count = i % 2 ? COUNT_OF(dead) : 0;
        assert_ok(wb_store_set_dead(store, dead, dead_count, &err));
        assert_ok(wb_plan_mark(store, plan, &set, &err)); /* in place of the one before */
        assert_int_equal(set.last, LAST_DOCID);
        for (uint32_t docid = 1; docid <= LAST_DOCID; docid++) {
            bool wanted = is_para(docid) && fulfils(plan, docid);
            for (size_t k = 0; k < dead_count; k++) {
                uint32_t group = wb_store_group(docid);
                wanted = wanted && !(group >= dead[k].first && group < dead[k].end);
            }
            assert_that((wb_docid_set_next(&set, docid) == docid) == wanted, "plan %zu, docid %u",
                        i, (unsigned)docid);
        }
    }
    wb_docid_set_free(&set);
    wb_store_close(store);
}

static void nearly_marking_leaves_nothing_out(void **state)
{
    static const size_t few = 20;
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    wb_docid_set set = {NULL, 0, 0};
    wb_docid_set nearly = {NULL, 0, 0};
    size_t plans_with_others = 0;
    uint32_t seed = 4;
    wb_error err;
    for (size_t i = 0; i < PLANS; i++) {
        struct nodes nodes = {.count = 0};
        const wb_plan *plan = make_plan(&seed, 0, &nodes);
        assert_ok(wb_plan_mark(store, plan, &set, &err));
        assert_ok(wb_plan_mark_nearly(store, plan, few, &nearly, &err));
        size_t marked = wb_docid_set_count(&nearly, (wb_docid_range){1, LAST_DOCID});
        wb_docid_set_subtract(&set, &nearly);
        assert_that(wb_docid_set_next(&set, 1) == 0, "plan %zu", i);
        assert_ok(wb_plan_mark(store, plan, &set, &err));
        size_t fulfil = wb_docid_set_count(&set, (wb_docid_range){1, LAST_DOCID});
        assert_that(marked - fulfil <= few * nodes.count, "plan %zu: %zu", i, marked - fulfil);
        plans_with_others += marked > fulfil;
    }
    assert_true(plans_with_others > PLANS / 50);
    wb_docid_set_free(&set);
    wb_docid_set_free(&nearly);
    wb_store_close(store);
}

/* For each docid the first one from there on that fulfils the plan. */
static void find_next(const wb_plan *plan, uint32_t next[LAST_DOCID + 1])
{
    uint32_t found = WB_STORE_NOWHERE;
    for (uint32_t docid = LAST_DOCID; docid > 0; docid--) {
        found = is_para(docid) && fulfils(plan, docid) ? docid : found;
        next[docid] = found;
    }
}

static void each_cursor_goes_through_what_fulfils_its_plan(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    uint32_t seed = 3;
    wb_error err;
    for (size_t i = 0; i < PLANS; i++) {
        struct nodes nodes = {.count = 0};
        const wb_plan *plan = make_plan(&seed, 0, &nodes);
        wb_plan_cursor *cursor = NULL;
        uint32_t next[LAST_DOCID + 1];
        uint32_t docid = 1;
        find_next(plan, next);
        assert_ok(wb_plan_cursor_new(store, plan, &cursor, &err));
        for (int step = 0; step < 100; step++) {
            uint32_t found = 0;
            assert_ok(wb_plan_cursor_seek(cursor, docid, &found, &err));
            assert_that(found == next[docid], "plan %zu, docid %u: %u", i, (unsigned)docid,
                        (unsigned)found);
            docid = found == WB_STORE_NOWHERE ? LAST_DOCID + 1 : found + chance(&seed, 30);
            if (docid > LAST_DOCID || chance(&seed, 20) == 0) {
                docid = 1 + chance(&seed, LAST_DOCID);
            }
        }
        wb_plan_cursor_free(cursor);
    }
    wb_plan_cursor_free(NULL);
    wb_store_close(store);
}

/* The docids of a posting list as "1 2 ". */
static void assert_postings(wb_store *store, wb_slice term, const char *wanted)
{
    wb_posting_list *list = NULL;
    uint32_t docid = 0;
    char found[100] = "";
    wb_error err;
    assert_ok(wb_posting_list_open(store, term, &list, &err));
    for (;;) {
        assert_ok(wb_posting_list_seek(list, docid + 1, &docid, &err));
        if (docid == WB_STORE_NOWHERE) {
            break;
        }
        (void)snprintf(found + strlen(found), sizeof found - strlen(found), "%u ", (unsigned)docid);
    }
    assert_string_equal(found, wanted);
    wb_posting_list_free(list);
}

static void posting_lists_go_forward_and_back(void **state)
{
    const char *path = test_path(*state, "db");
    wb_store_writer *writer = NULL;
    wb_posting_list *list = NULL;
    wb_docid_set set = {NULL, 0, 0};
    uint32_t docid = 0;
    wb_error err;
    assert_ok(wb_store_writer_create(path, &writer, &err));
    add_para(writer, 1, 1);
    add_para(writer, 3, 3);
    assert_ok(wb_store_writer_end_group(writer, 0, &err));
    add_para(writer, 9, 1);
    assert_ok(wb_store_writer_end_group(writer, 1, &err));
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
    wb_store *store = test_open_store(path);
    assert_postings(store, S("ab"), "1 3 9 ");
    assert_postings(store, S("ac"), "3 ");
    assert_postings(store, S("none"), "");
    assert_postings(store, S(""), "1 3 8 9 16 ");

    static const uint32_t asked[][2] = {
        {2, 3}, {2, 3}, {3, 3}, {1, 1}, {4, 9}, {10, WB_STORE_NOWHERE}, {9, 9}, {0, 1}};
    assert_ok(wb_posting_list_open(store, S("ab"), &list, &err));
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        assert_ok(wb_posting_list_seek(list, asked[i][0], &docid, &err));
        assert_int_equal(docid, asked[i][1]);
    }
    wb_posting_list_free(list);
    wb_posting_list_free(NULL);

    assert_ok(wb_docid_set_init(&set, 8));
    assert_ok(wb_store_add_postings(store, S("ac"), &set, &err));
    assert_int_equal(wb_docid_set_count(&set, (wb_docid_range){1, 8}), 1);
    assert_ok(wb_store_add_postings(store, S("ab"), &set, &err)); /* for 9 there is no room */
    assert_int_equal(wb_docid_set_count(&set, (wb_docid_range){1, 8}), 2);
    assert_int_equal(wb_docid_set_next(&set, 4), 0);
    wb_docid_set_free(&set);
    wb_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(each_plan_marks_what_fulfils_it),
        in_folder(nearly_marking_leaves_nothing_out),
        in_folder(each_cursor_goes_through_what_fulfils_its_plan),
        in_folder(posting_lists_go_forward_and_back),
    };
    return RUN(tests);
}
