/* Searches, marks and cursors that are stopped while Xapian is at work. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include <wbsearch/plan_cursor.h>
#include <wbsearch/plan_mark.h>
#include <wbsearch/store.h>

#define GROUPS 1600
#define PARAS (WB_STORE_GROUP - 1) /* a group */
#define FOUND_MAX (GROUPS * WB_STORE_GROUP)

/* That each search asks, and more. */
#define QUESTIONS 3

/* Every paragraph has "all", "even" or "odd", a term that begins with "p" (the odd ones) or "q"
 * (the even ones), and one that begins with "r". */
static void make_database(const char *path)
{
    wb_store_writer *writer = NULL;
    wb_error err;
    assert_ok(wb_store_writer_create(path, &writer, &err));
    for (uint32_t i = 0; i < GROUPS * PARAS; i++) {
        char of_100[8];
        char of_7[8];
        int len_100 = snprintf(of_100, sizeof of_100, i % 2 ? "p%u" : "q%u", (unsigned)i % 100);
        int len_7 = snprintf(of_7, sizeof of_7, "r%u", (unsigned)i % 7);
        const char *parity = i % 2 ? "odd" : "even";
        wb_term items[] = {{.bytes = "all", .len = 3},
                           {.bytes = parity, .len = (uint16_t)strlen(parity)},
                           {.bytes = of_100, .len = (uint16_t)len_100},
                           {.bytes = of_7, .len = (uint16_t)len_7}};
        wb_terms terms;
        wb_terms_init(&terms);
        terms.items = items;
        terms.count = COUNT_OF(items);
        assert_ok(wb_store_writer_add_para(writer, wb_store_para_docid(i / PARAS, i % PARAS),
                                           &terms, &err));
        if (i % PARAS == PARAS - 1) {
            assert_ok(wb_store_writer_end_group(writer, i / PARAS, &err));
        }
    }
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
}

/* Who is asked, and at which question the answer is to stop; 0: at none. */
struct asked {
    unsigned count;
    unsigned stop_at;
};

static wb_status answer(void *context, wb_error *err)
{
    struct asked *asked = context;
    asked->count++;
    return asked->count == asked->stop_at ? wb_error_set(err, WB_INTERRUPTED, "it is enough")
                                          : WB_OK;
}

#define TERM(text) .op = WB_PLAN_TERM, .term = {(text), sizeof(text) - 1}, .weight = 1.0
#define PREFIX(text) .op = WB_PLAN_PREFIX, .term = {(text), sizeof(text) - 1}, .weight = 1.0
#define BOTH(o, list) .op = (o), .weight = 1.0, .children = (list), .child_count = COUNT_OF(list)
static const wb_plan terms[] = {{TERM("all")}, {TERM("even")}, {TERM("odd")}};
static const wb_plan prefixes[] = {{PREFIX("p")}, {PREFIX("q")}, {PREFIX("r")}};
static const wb_plan *const all_and_even[] = {&terms[0], &terms[1]};
static const wb_plan *const even_or_odd[] = {&terms[1], &terms[2]};
static const wb_plan *const p_and_q[] = {&prefixes[0], &prefixes[1]};
static const wb_plan *const p_and_r[] = {&prefixes[0], &prefixes[2]};

/* Plans that have a search look at thousands of postings. */
static const struct row {
    const char *what;
    wb_plan plan;
} rows[] = {
    {"a term", {TERM("all")}},
    {"a prefix", {PREFIX("r")}},
    {"AND", {BOTH(WB_PLAN_AND, all_and_even)}},
    {"OR", {BOTH(WB_PLAN_OR, even_or_odd)}},
    {"prefixes, AND", {BOTH(WB_PLAN_AND, p_and_r)}},
    {"prefixes that nothing has both of", {BOTH(WB_PLAN_AND, p_and_q)}},
    {"every paragraph", {.op = WB_PLAN_ALL, .weight = 1.0}},
};

static wb_candidate first[FOUND_MAX];
static wb_candidate found[FOUND_MAX];

static wb_status search(wb_store *store, const struct row *row, wb_store_order order,
                        wb_candidate *candidates, size_t *ret_count, wb_error *err)
{
    wb_store_range range = {.order = order, .limit = FOUND_MAX};
    bool more;
    return wb_store_search(store, &row->plan, &range, candidates, ret_count, &more, err);
}

/* A search is stopped at whichever question it is, and asks no other; the next one finds
 * what it is to find. */
static void assert_stops(wb_store *store, const struct row *row, wb_store_order order)
{
    struct asked asked = {0, 0};
    size_t first_count;
    size_t count;
    wb_error err;
    wb_store_set_stop(store, NULL, NULL);
    assert_ok(search(store, row, order, first, &first_count, &err));
    wb_store_set_stop(store, answer, &asked);
    assert_ok(search(store, row, order, found, &count, &err));
    assert_that(asked.count > QUESTIONS, "%s: asked %u times", row->what, asked.count);
    for (unsigned i = 1; i <= QUESTIONS; i++) {
        asked = (struct asked){0, i};
        assert_status(search(store, row, order, found, &count, &err), WB_INTERRUPTED);
        assert_string_equal(err.text, "it is enough");
        assert_int_equal(err.status, WB_INTERRUPTED);
        assert_int_equal(asked.count, i);
    }
    asked = (struct asked){0, 0};
    assert_ok(search(store, row, order, found, &count, &err));
    assert_int_equal(count, first_count);
    assert_memory_equal(found, first, count * sizeof *found);
}

static void searches_can_be_stopped(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_store *store = test_open_store(path);
        assert_stops(store, &rows[i], WB_STORE_BY_DOCID);
        for (int turn = 0; turn < 4; turn++) { /* lengths come from memory at last */
            assert_stops(store, &rows[i], WB_STORE_BY_WEIGHT);
        }
        wb_store_close(store);
    }
}

/* Goes through all that a plan gives; the number of docids is returned. */
static size_t walk(wb_store *store, const wb_plan *plan, wb_status *ret, wb_error *err)
{
    wb_plan_cursor *cursor = NULL;
    size_t count = 0;
    uint32_t docid = 0;
    *ret = wb_plan_cursor_new(store, plan, &cursor, err);
    while (*ret == WB_OK && docid != WB_STORE_NOWHERE) {
        *ret = wb_plan_cursor_seek(cursor, docid + 1, &docid, err);
        count += *ret == WB_OK && docid != WB_STORE_NOWHERE;
    }
    wb_plan_cursor_free(cursor);
    return count;
}

static void cursors_can_be_stopped(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    const wb_plan *const never[] = {&terms[1], &terms[2]};
    const wb_plan apart = {BOTH(WB_PLAN_AND, never)};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const wb_plan *plan = rows[i].plan.op == WB_PLAN_ALL ? &apart : &rows[i].plan;
        struct asked asked = {0, 0};
        wb_status status;
        wb_error err;
        wb_store_set_stop(store, answer, &asked);
        size_t count = walk(store, plan, &status, &err);
        assert_ok(status);
        assert_that(asked.count > QUESTIONS, "%s: asked %u times", rows[i].what, asked.count);
        asked = (struct asked){0, QUESTIONS};
        assert_true(walk(store, plan, &status, &err) <= count);
        assert_status(status, WB_INTERRUPTED);
        assert_int_equal(asked.count, QUESTIONS);
        wb_store_set_stop(store, NULL, NULL);
        assert_int_equal(walk(store, plan, &status, &err), count);
        assert_ok(status);
    }
    wb_store_close(store);
}

static void marking_can_be_stopped(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    wb_docid_set set = {NULL, 0, 0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct asked asked = {0, 0};
        wb_error err;
        wb_store_set_stop(store, answer, &asked);
        assert_ok(wb_plan_mark(store, &rows[i].plan, &set, &err));
        assert_that(asked.count > QUESTIONS, "%s: asked %u times", rows[i].what, asked.count);
        size_t count = wb_docid_set_count(&set, (wb_docid_range){1, set.last});
        for (unsigned k = 1; k <= QUESTIONS; k++) {
            asked = (struct asked){0, k};
            assert_status(wb_plan_mark(store, &rows[i].plan, &set, &err), WB_INTERRUPTED);
            assert_string_equal(err.text, "it is enough");
            assert_int_equal(asked.count, k);
            /* what was there stays */
            assert_int_equal(wb_docid_set_count(&set, (wb_docid_range){1, set.last}), count);
        }
    }
    wb_docid_set_free(&set);
    wb_store_close(store);
}

/* Docids of sets count, too: two sets with nothing in common are gone through in one seek. */
static void a_seek_through_sets_can_be_stopped(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    const wb_plan apart = {BOTH(WB_PLAN_AND, p_and_q)};
    struct asked asked = {0, 0};
    wb_plan_cursor *cursor = NULL;
    uint32_t docid = 0;
    wb_error err;
    assert_ok(wb_plan_cursor_new(store, &apart, &cursor, &err));
    wb_store_set_stop(store, answer, &asked);
    assert_ok(wb_plan_cursor_seek(cursor, 1, &docid, &err));
    assert_int_equal(docid, WB_STORE_NOWHERE);
    assert_true(asked.count > QUESTIONS);
    wb_plan_cursor_free(cursor);
    wb_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(searches_can_be_stopped),
        in_folder(cursors_can_be_stopped),
        in_folder(marking_can_be_stopped),
        in_folder(a_seek_through_sets_can_be_stopped),
    };
    return RUN(tests);
}
