#include "test.h"

#include <wbsearch/docid_set.h>

/* One more than a whole number of words, and less. */
#define LAST 193

/* What a set is compared with. */
static bool model[LAST + 2];

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void fill(wb_docid_set *set, bool *in, uint32_t seed)
{
    assert_ok(wb_docid_set_init(set, LAST));
    memset(in, 0, LAST + 2);
    for (size_t n = 0; n < 60; n++) {
        uint32_t docid = 1 + next_random(&seed) % LAST;
        wb_docid_set_add(set, docid);
        in[docid] = true;
    }
}

static void assert_is_model(const wb_docid_set *set)
{
    uint32_t next = 0;
    for (uint32_t docid = LAST; docid > 0; docid--) {
        next = model[docid] ? docid : next;
        assert_int_equal(wb_docid_set_next(set, docid), next);
    }
    assert_int_equal(wb_docid_set_next(set, 0), next);
    assert_int_equal(wb_docid_set_next(set, LAST + 1), 0);
    for (uint32_t first = 1; first <= LAST; first += 7) {
        size_t count = 0;
        for (uint32_t last = first; last <= LAST; last++) {
            count += model[last];
            assert_int_equal(wb_docid_set_count(set, (wb_docid_range){first, last}), count);
        }
        assert_int_equal(wb_docid_set_count(set, (wb_docid_range){first, UINT32_MAX}), count);
    }
    assert_int_equal(wb_docid_set_count(set, (wb_docid_range){5, 4}), 0);
}

static void sets_are_put_together(void **state)
{
    bool with_in[LAST + 2];
    wb_docid_set set = {NULL, 0, 0};
    wb_docid_set with = {NULL, 0, 0};
    for (uint32_t seed = 1; seed < 10; seed++) {
        for (int how = 0; how < 3; how++) {
            fill(&set, model, seed);
            fill(&with, with_in, seed + 100);
            for (uint32_t docid = 1; docid <= LAST; docid++) {
                bool both[] = {model[docid] && with_in[docid], model[docid] || with_in[docid],
                               model[docid] && !with_in[docid]};
                model[docid] = both[how];
            }
            if (how == 0) {
                wb_docid_set_intersect(&set, &with);
            } else if (how == 1) {
                wb_docid_set_unite(&set, &with);
            } else {
                wb_docid_set_subtract(&set, &with);
            }
            assert_is_model(&set);
        }
    }
    wb_docid_set_free(&set);
    wb_docid_set_free(&with);
}

static void ranges(void **state)
{
    static const wb_docid_range rows[] = {{1, 1},    {1, 64},    {64, 65}, {3, 130},
                                          {65, 128}, {193, 193}, {1, 193}, {190, UINT32_MAX}};
    wb_docid_set set = {NULL, 0, 0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (int keep = 0; keep < 2; keep++) {
            fill(&set, model, (uint32_t)i + 1);
            for (uint32_t docid = 1; docid <= LAST; docid++) {
                bool is_in = docid >= rows[i].first && docid <= rows[i].last;
                model[docid] = model[docid] && is_in == (keep == 1);
            }
            if (keep) {
                wb_docid_set_keep(&set, &rows[i], 1);
            } else {
                wb_docid_set_remove(&set, rows[i]);
            }
            assert_is_model(&set);
        }
    }
    fill(&set, model, 7);
    for (uint32_t docid = 1; docid <= LAST; docid++) {
        model[docid] = model[docid] && (docid <= 10 || (docid >= 60 && docid <= 70));
    }
    wb_docid_set_keep(&set, (wb_docid_range[]){{1, 10}, {60, 70}}, 2);
    assert_is_model(&set);
    wb_docid_set_keep(&set, NULL, 0);
    assert_int_equal(wb_docid_set_next(&set, 1), 0);
    wb_docid_set_free(&set);
}

static void an_empty_set(void **state)
{
    wb_docid_set set = {NULL, 0, 0};
    assert_ok(wb_docid_set_init(&set, 0));
    assert_int_equal(wb_docid_set_next(&set, 1), 0);
    assert_int_equal(wb_docid_set_count(&set, (wb_docid_range){1, UINT32_MAX}), 0);
    wb_docid_set_remove(&set, (wb_docid_range){1, 5});
    wb_docid_set_keep(&set, (wb_docid_range[]){{1, 10}}, 1);
    wb_docid_set_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_put_together),
        cmocka_unit_test(ranges),
        cmocka_unit_test(an_empty_set),
    };
    return RUN(tests);
}
