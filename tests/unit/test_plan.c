/* What each node of a plan asks of a paragraph, as the store answers it. */
#include "test.h"

#include <stdio.h>

#include <wbsearch/plan_mark.h>
#include <wbsearch/store.h>

/* Docids 1-4 and 33, with the terms a, ab, b, c. */
static const struct {
    uint32_t docid;
    const char *terms[4];
} paragraphs[] = {
    {1, {"a", "b"}}, {2, {"a"}}, {3, {"b", "b", "b"}}, {4, {"ab", "c"}}, {33, {"a", "b", "c"}},
};

struct fixture {
    void *folder;
    wb_store *store;
};

static struct fixture fixture;

static int set_up(void **state)
{
    if (test_make_folder(&fixture.folder) != 0) {
        return -1;
    }
    const char *path = test_path(fixture.folder, "db");
    wb_store_writer *writer = NULL;
    wb_error err;
    wb_status status = wb_store_writer_create(path, &writer, &err);
    for (size_t i = 0; i < COUNT_OF(paragraphs) && status == WB_OK; i++) {
        wb_term items[4];
        wb_terms terms = {.items = items};
        for (; terms.count < 4 && paragraphs[i].terms[terms.count]; terms.count++) {
            const char *term = paragraphs[i].terms[terms.count];
            items[terms.count] = (wb_term){.bytes = term, .len = (uint16_t)strlen(term)};
        }
        status = wb_store_writer_add_para(writer, paragraphs[i].docid, &terms, &err);
    }
    for (uint32_t group = 0; group < 2 && status == WB_OK; group++) {
        status = wb_store_writer_end_group(writer, group, &err);
    }
    if (status == WB_OK) {
        status = wb_store_writer_commit(writer, &err);
    }
    wb_store_writer_close(writer);
    return status == WB_OK && wb_store_open(path, &fixture.store, &err) == WB_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    wb_store_close(fixture.store);
    return test_remove_folder(&fixture.folder);
}

static const wb_plan all = {.op = WB_PLAN_ALL, .weight = 1.0};
static const wb_plan a = {.op = WB_PLAN_TERM, .term = {"a", 1}, .weight = 1.0};
static const wb_plan b = {.op = WB_PLAN_TERM, .term = {"b", 1}, .weight = 1.0};
static const wb_plan c = {.op = WB_PLAN_TERM, .term = {"c", 1}, .weight = 1.0};
static const wb_plan none = {.op = WB_PLAN_TERM, .term = {"zzz", 3}, .weight = 1.0};

static void search(const wb_plan *plan, wb_store_range range, wb_buf *out, bool *ret_more)
{
    wb_candidate candidates[100];
    size_t count;
    wb_error err;
    wb_buf_clear(out);
    assert_true(range.limit <= COUNT_OF(candidates));
    assert_ok(wb_store_search(fixture.store, plan, &range, candidates, &count, ret_more, &err));
    for (size_t i = 0; i < count; i++) {
        assert_true(range.order == WB_STORE_BY_WEIGHT || candidates[i].weight == 0.0);
        assert_true(i == 0 || range.order == WB_STORE_BY_DOCID ||
                    candidates[i - 1].weight > candidates[i].weight ||
                    (candidates[i - 1].weight == candidates[i].weight &&
                     candidates[i - 1].docid < candidates[i].docid));
        wb_buf_printf(out, "%s%u", i ? " " : "", (unsigned)candidates[i].docid);
    }
    assert_ok(wb_buf_puts(out, ""));
}

/* Marked are the paragraphs that a search finds. */
static void marks(const wb_plan *plan, const char *wanted)
{
    wb_docid_set set = {NULL, 0, 0};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(wb_plan_mark(fixture.store, plan, &set, &err));
    for (uint32_t docid = wb_docid_set_next(&set, 1); docid;
         docid = wb_docid_set_next(&set, docid + 1)) {
        wb_buf_printf(&out, "%s%u", out.len ? " " : "", (unsigned)docid);
    }
    assert_ok(wb_buf_puts(&out, ""));
    if (plan->posting_budget == 0) { /* it does not count there */
        assert_text(wb_buf_slice(&out), wanted);
    }
    wb_docid_set_free(&set);
    wb_buf_free(&out);
}

static void finds(const wb_plan *plan, const char *wanted)
{
    wb_buf out;
    bool more;
    wb_buf_init(&out, 0);
    search(plan, (wb_store_range){.order = WB_STORE_BY_DOCID, .limit = 100}, &out, &more);
    assert_text(wb_buf_slice(&out), wanted);
    assert_false(more);
    marks(plan, wanted);
    wb_buf_free(&out);
}

static void all_of_them(void **state)
{
    finds(&all, "1 2 3 4 33");
}

static void terms(void **state)
{
    finds(&a, "1 2 33"); /* and not ab */
    finds(&c, "4 33");
    finds(&none, "");
}

static void prefixes(void **state)
{
    wb_plan plan = {.op = WB_PLAN_PREFIX, .term = {"a", 1}, .weight = 1.0};
    finds(&plan, "1 2 4 33");
    plan.posting_budget = 3; /* a has three postings, ab would be one more */
    finds(&plan, "1 2 33");
    plan.posting_budget = 1; /* one term at least */
    finds(&plan, "1 2 33");
    plan.posting_budget = 4;
    finds(&plan, "1 2 4 33");
    plan.term = wb_slice_from("z");
    finds(&plan, "");
}

static void combinations(void **state)
{
    const wb_plan *const ab[] = {&a, &b};
    const wb_plan *const bc[] = {&b, &c};
    const wb_plan *const with_none[] = {&a, &none};
    const wb_plan *const with_all[] = {&all, &c};
    wb_plan both = {.op = WB_PLAN_AND, .weight = 1.0, .children = ab, .child_count = 2};
    wb_plan either = {.op = WB_PLAN_OR, .weight = 1.0, .children = bc, .child_count = 2};
    finds(&both, "1 33");
    finds(&either, "1 3 4 33");
    both.child_count = 1;
    finds(&both, "1 2 33");
    both = (wb_plan){.op = WB_PLAN_AND, .weight = 1.0, .children = with_none, .child_count = 2};
    finds(&both, "");
    both.op = WB_PLAN_OR;
    finds(&both, "1 2 33");
    both = (wb_plan){.op = WB_PLAN_AND, .weight = 1.0, .children = with_all, .child_count = 2};
    finds(&both, "4 33");
    both.op = WB_PLAN_AND_NOT;
    finds(&both, "1 2 3");
    both = (wb_plan){.op = WB_PLAN_AND_NOT, .weight = 1.0, .children = ab, .child_count = 2};
    finds(&both, "2");
    both.children = with_none;
    finds(&both, "1 2 33");
    const wb_plan *const nested[] = {&a, &either};
    both = (wb_plan){.op = WB_PLAN_AND, .weight = 1.0, .children = nested, .child_count = 2};
    finds(&both, "1 33");
}

static void those_of_many_terms_are_slow(void **state)
{
    static const wb_plan prefix = {.op = WB_PLAN_PREFIX, .term = {"a", 1}, .weight = 1.0};
    static const wb_plan *const pairs[][2] = {
        {&a, &b}, {&a, &prefix}, {&prefix, &a}, {&prefix, &prefix}};
    static const struct {
        wb_plan_op op;
        bool wanted[COUNT_OF(pairs)];
    } rows[] = {
        {WB_PLAN_AND, {false, false, false, true}},
        {WB_PLAN_OR, {false, true, true, true}},
        {WB_PLAN_AND_NOT, {false, false, true, true}},
    };
    assert_true(wb_plan_is_slow(&prefix));
    assert_false(wb_plan_is_slow(&a));
    assert_false(wb_plan_is_slow(&all));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t k = 0; k < COUNT_OF(pairs); k++) {
            wb_plan plan = {
                .op = rows[i].op, .weight = 1.0, .children = pairs[k], .child_count = 2};
            assert_int_equal(wb_plan_is_slow(&plan), rows[i].wanted[k]);
        }
    }
}

static void weights(void **state)
{
    wb_candidate one[10];
    wb_candidate two[10];
    size_t count;
    bool more;
    wb_error err;
    wb_store_range range = {.order = WB_STORE_BY_WEIGHT, .limit = 10};
    wb_plan doubled = b;
    doubled.weight = 2.0;
    assert_ok(wb_store_search(fixture.store, &b, &range, one, &count, &more, &err));
    assert_int_equal(count, 3);
    assert_int_equal(one[0].docid, 3); /* three times b */
    assert_ok(wb_store_search(fixture.store, &doubled, &range, two, &count, &more, &err));
    for (size_t i = 0; i < count; i++) {
        assert_true(one[i].weight > 0.0);
        assert_true(two[i].weight > 1.99 * one[i].weight && two[i].weight < 2.01 * one[i].weight);
    }
}

static void windows(void **state)
{
    static const wb_docid_range up_to_3 = {1, 3};
    static const wb_docid_range up_to_31 = {1, 31};
    static const wb_docid_range up_to_33 = {1, 33};
    static const struct {
        wb_store_range range;
        const char *wanted;
        bool more;
    } rows[] = {
        {{.limit = 2, .order = WB_STORE_BY_DOCID}, "1 2", true},
        {{.limit = 2, .offset = 2, .order = WB_STORE_BY_DOCID}, "3 4", true},
        {{.limit = 2, .offset = 99, .order = WB_STORE_BY_DOCID}, "", false},
        {{.limit = 100, .first_docid = 3, .order = WB_STORE_BY_DOCID}, "3 4 33", false},
        {{.limit = 100, .docids = &up_to_3, .docid_count = 1, .order = WB_STORE_BY_DOCID},
         "1 2 3",
         false},
        {{.limit = 100,
          .first_docid = 2,
          .docids = &up_to_33,
          .docid_count = 1,
          .order = WB_STORE_BY_DOCID},
         "2 3 4 33",
         false},
        {{.limit = 100,
          .first_docid = 5,
          .docids = &up_to_31,
          .docid_count = 1,
          .order = WB_STORE_BY_DOCID},
         "",
         false},
    };
    wb_buf out;
    wb_buf_init(&out, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool more;
        search(&all, rows[i].range, &out, &more);
        assert_text(wb_buf_slice(&out), rows[i].wanted);
        assert_int_equal(more, rows[i].more);
    }
    wb_buf_free(&out);
}

/* Rounds with a growing offset see every paragraph once. */
static void rounds_cover_everything(void **state)
{
    unsigned seen[40] = {0};
    bool more = true;
    wb_store_range range = {.order = WB_STORE_BY_WEIGHT, .limit = 1};
    for (; more; range.offset++) {
        wb_candidate candidate;
        size_t count;
        wb_error err;
        assert_ok(wb_store_search(fixture.store, &b, &range, &candidate, &count, &more, &err));
        if (count) {
            seen[candidate.docid]++;
        }
    }
    assert_true(seen[1] == 1 && seen[3] == 1 && seen[33] == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_them),
        cmocka_unit_test(terms),
        cmocka_unit_test(prefixes),
        cmocka_unit_test(combinations),
        cmocka_unit_test(those_of_many_terms_are_slow),
        cmocka_unit_test(weights),
        cmocka_unit_test(windows),
        cmocka_unit_test(rounds_cover_everything),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down) != 0;
}
