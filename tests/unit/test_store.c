#include "test.h"

#include <stdio.h>

#include <wbsearch/plan_cursor.h>
#include <wbsearch/plan_mark.h>
#include <wbsearch/store.h>

/* Terms of a paragraph, written as words between spaces. */
static void make_terms(const char *words, wb_terms *terms, wb_term *items)
{
    wb_terms_init(terms);
    terms->items = items;
    for (const char *p = words; *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        items[terms->count++] = (wb_term){.bytes = p, .len = (uint16_t)len};
        p += len;
    }
}

static void add(wb_store_writer *writer, uint32_t docid, const char *words)
{
    wb_terms terms;
    wb_term items[20];
    wb_error err;
    make_terms(words, &terms, items);
    assert_ok(wb_store_writer_add_para(writer, docid, &terms, &err));
}

static void end_group(wb_store_writer *writer, uint32_t group)
{
    wb_error err;
    assert_ok(wb_store_writer_end_group(writer, group, &err));
}

/* Group 0: 碳金融 at 1, 金融 at 2; group 1: 碳 at 9. */
static void make_database(const char *path)
{
    wb_store_writer *writer = NULL;
    wb_error err;
    assert_ok(wb_store_writer_create(path, &writer, &err));
    assert_int_equal(wb_store_writer_next_group(writer), 0);
    add(writer, 1, "碳金 金融 融");
    add(writer, 2, "金融 融 金融");
    end_group(writer, 0);
    assert_int_equal(wb_store_writer_next_group(writer), 1);
    add(writer, 9, "碳");
    end_group(writer, 1);
    assert_ok(wb_store_writer_set_metadata(writer, "key", S("va\0lue"), &err));
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
}

static void docids_are_laid_out_in_groups(void **state)
{
    for (uint32_t group = 0; group < 3; group++) {
        for (uint32_t i = 0; i < WB_STORE_GROUP - 1; i++) {
            uint32_t docid = wb_store_para_docid(group, i);
            assert_int_equal(wb_store_group(docid), group);
            assert_int_equal(wb_store_index(docid), i);
        }
        uint32_t end = wb_store_end_docid(group);
        assert_int_equal(wb_store_group(end), group);
        assert_int_equal(wb_store_index(end), WB_STORE_GROUP - 1);
        assert_int_equal(wb_store_para_docid(group + 1, 0), end + 1);
    }
    assert_int_equal(wb_store_para_docid(0, 0), 1); /* 0 is no docid */
}

/* Marked are the paragraphs that a search finds, the living ones. */
static void assert_marks(wb_store *store, const wb_plan *plan, const wb_store_range *range,
                         const char *wanted)
{
    wb_docid_set set = {NULL, 0, 0};
    wb_error err;
    char found[500] = "";
    assert_ok(wb_plan_mark(store, plan, &set, &err));
    if (range->docids) {
        wb_docid_set_keep(&set, range->docids, range->docid_count);
    }
    for (uint32_t docid = wb_docid_set_next(&set, 1); docid;
         docid = wb_docid_set_next(&set, docid + 1)) {
        (void)snprintf(found + strlen(found), sizeof found - strlen(found), "%u ", (unsigned)docid);
    }
    assert_string_equal(found, wanted);
    wb_docid_set_free(&set);
}

/* All docids that the plan finds in these ranges, as "1 2 ". */
static void assert_found_in(wb_store *store, const wb_plan *plan, const wb_docid_range *docids,
                            size_t docid_count, const char *wanted)
{
    wb_candidate candidates[100];
    size_t count = 99;
    bool more = true;
    wb_error err;
    wb_store_range range = {.order = WB_STORE_BY_DOCID,
                            .limit = COUNT_OF(candidates),
                            .docids = docids,
                            .docid_count = docid_count};
    char found[500] = "";
    assert_ok(wb_store_search(store, plan, &range, candidates, &count, &more, &err));
    assert_false(more);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(found + strlen(found), sizeof found - strlen(found), "%u ",
                       (unsigned)candidates[i].docid);
        assert_true(candidates[i].weight == 0.0);
    }
    assert_string_equal(found, wanted);
    assert_marks(store, plan, &range, found);
}

static void assert_found(wb_store *store, const wb_plan *plan, const char *wanted)
{
    assert_found_in(store, plan, NULL, 0, wanted);
}

static wb_plan term_plan(const char *term)
{
    return (wb_plan){.op = WB_PLAN_TERM, .term = wb_slice_from(term), .weight = 1.0};
}

static void what_was_written_can_be_read(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    wb_buf buf;
    wb_error err;
    wb_buf_init(&buf, 0);
    assert_ok(wb_store_metadata(store, "key", &buf, &err));
    assert_slice(wb_buf_slice(&buf), S("va\0lue"));
    assert_ok(wb_store_metadata(store, "none", &buf, &err));
    assert_int_equal(buf.len, 0);
    assert_int_equal(wb_store_last_docid(store), 16);
    assert_int_equal(wb_store_group_count(store), 2);
    assert_int_equal(wb_store_paragraph_count(store), 3);
    assert_int_equal(wb_store_total_length(store), 7);
    assert_int_equal(wb_store_document_frequency(store, S("金融")), 2);
    assert_int_equal(wb_store_document_frequency(store, S("碳金")), 1);
    assert_int_equal(wb_store_document_frequency(store, S("none")), 0);
    wb_plan plan = term_plan("金融");
    assert_found(store, &plan, "1 2 ");
    wb_buf_free(&buf);
    wb_store_close(store);
}

static void an_empty_database(void **state)
{
    const char *path = test_path(*state, "db");
    wb_store_writer *writer = NULL;
    wb_error err;
    assert_ok(wb_store_writer_create(path, &writer, &err));
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
    wb_store *store = test_open_store(path);
    wb_plan all = {.op = WB_PLAN_ALL, .weight = 1.0};
    wb_plan plan = term_plan("碳");
    assert_int_equal(wb_store_last_docid(store), 0);
    assert_int_equal(wb_store_group_count(store), 0);
    assert_found(store, &all, "");
    assert_found(store, &plan, "");
    wb_store_close(store);
    wb_store_close(NULL);
    wb_store_writer_close(NULL);
}

static void what_is_no_database_is_not_opened(void **state)
{
    wb_store *store = NULL;
    wb_store_writer *writer = NULL;
    wb_error err;
    assert_status(wb_store_open(test_path(*state, "none"), &store, &err), WB_NOTFOUND);
    assert_true(err.text[0] != '\0');
    test_mkdir(*state, "empty");
    wb_status status = wb_store_open(test_path(*state, "empty"), &store, &err);
    assert_true(status == WB_NOTFOUND || status == WB_IO);
    assert_null(store);
    status = wb_store_writer_open(test_path(*state, "none"), &writer, &err);
    assert_true(status == WB_NOTFOUND || status == WB_IO);
    assert_null(writer);
}

static void dead_groups_are_not_found(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    wb_error err;
    wb_plan all = {.op = WB_PLAN_ALL, .weight = 1.0};
    assert_found(store, &all, "1 2 9 ");
    wb_group_range ranges[2] = {{0, 1}, {1, 2}};
    assert_ok(wb_store_set_dead(store, ranges, 1, &err));
    assert_found(store, &all, "9 ");
    assert_ok(wb_store_set_dead(store, ranges + 1, 1, &err));
    assert_found(store, &all, "1 2 ");
    assert_ok(wb_store_set_dead(store, ranges, 2, &err));
    ranges[0].end = 0; /* they were copied */
    assert_found(store, &all, "");
    assert_ok(wb_store_set_dead(store, NULL, 0, &err));
    assert_found(store, &all, "1 2 9 ");
    wb_store_close(store);
}

static void a_search_keeps_to_the_docids_it_is_given(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    wb_error err;
    wb_plan all = {.op = WB_PLAN_ALL, .weight = 1.0};
    wb_plan term = term_plan("金融");
    wb_docid_range ranges[2] = {{1, 8}, {9, 16}};
    wb_docid_range part = {2, 9};
    wb_group_range dead = {0, 1};
    assert_found_in(store, &all, ranges, 2, "1 2 9 ");
    assert_found_in(store, &all, ranges, 1, "1 2 ");
    assert_found_in(store, &all, ranges + 1, 1, "9 ");
    assert_found_in(store, &all, ranges, 0, "");
    assert_found_in(store, &all, &part, 1, "2 9 ");
    assert_found_in(store, &term, ranges + 1, 1, "");
    assert_found_in(store, &term, ranges, 2, "1 2 ");
    assert_ok(wb_store_set_dead(store, &dead, 1, &err));
    assert_found_in(store, &all, ranges, 2, "9 ");
    wb_store_close(store);
}

/* A cursor gives what a search gives, from whatever docid on it is asked, forward and back. */
static void assert_cursor(wb_store *store, const wb_plan *plan)
{
    wb_candidate found[100];
    size_t count;
    bool more;
    wb_error err;
    wb_store_range range = {.order = WB_STORE_BY_DOCID, .limit = COUNT_OF(found)};
    wb_plan_cursor *cursor = NULL;
    assert_ok(wb_store_search(store, plan, &range, found, &count, &more, &err));
    assert_ok(wb_plan_cursor_new(store, plan, &cursor, &err));
    for (uint32_t turn = 0; turn < 3; turn++) {
        for (uint32_t docid = 1; docid < 70; docid += turn + 1) {
            uint32_t got = 0;
            size_t next = 0;
            while (next < count && found[next].docid < docid) {
                next++;
            }
            assert_ok(wb_plan_cursor_seek(cursor, docid, &got, &err));
            assert_int_equal(got, next < count ? found[next].docid : WB_STORE_NOWHERE);
        }
    }
    wb_plan_cursor_free(cursor);
}

static void a_cursor_finds_what_a_search_finds(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store *store = test_open_store(path);
    wb_plan terms[] = {term_plan("金融"),
                       term_plan("碳金"),
                       term_plan("无"),
                       {.op = WB_PLAN_PREFIX, .term = S("金"), .weight = 1.0},
                       {.op = WB_PLAN_PREFIX, .term = S("无"), .weight = 1.0}};
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        assert_cursor(store, &terms[i]);
        for (size_t k = 0; k < COUNT_OF(terms); k++) {
            const wb_plan *both[] = {&terms[i], &terms[k]};
            wb_plan joined = {.op = WB_PLAN_AND, .weight = 1.0, .children = both, .child_count = 2};
            assert_cursor(store, &joined);
            joined.op = WB_PLAN_OR;
            assert_cursor(store, &joined);
            joined.op = WB_PLAN_AND_NOT;
            assert_cursor(store, &joined);
        }
    }
    wb_store_close(store);
}

/* Paragraphs of different lengths, in several groups. */
static void make_lengths(const char *path)
{
    wb_store_writer *writer = NULL;
    wb_error err;
    assert_ok(wb_store_writer_create(path, &writer, &err));
    for (uint32_t i = 0; i < 40; i++) {
        char words[200] = "金融";
        for (uint32_t k = 0; k < i % 7; k++) {
            strcat(words, k % 2 ? " 碳金" : " 金");
        }
        for (uint32_t k = 0; k < i % 11; k++) {
            strcat(words, " 别的");
        }
        uint32_t group = i / (WB_STORE_GROUP - 1);
        uint32_t index = i % (WB_STORE_GROUP - 1);
        add(writer, wb_store_para_docid(group, index), words);
        if (index == WB_STORE_GROUP - 2) {
            end_group(writer, group);
        }
    }
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
}

/* The same search again and again weighs the same, wherever the lengths come from. */
static void weights_stay_as_they_are(void **state)
{
    const char *path = test_path(*state, "db");
    make_lengths(path);
    wb_plan parts[] = {term_plan("金融"),
                       term_plan("碳金"),
                       {.op = WB_PLAN_PREFIX, .term = S("金"), .weight = 0.5}};
    const wb_plan *all[] = {&parts[0], &parts[1], &parts[2]};
    wb_plan plans[] = {parts[0],
                       parts[1],
                       parts[2],
                       {.op = WB_PLAN_AND, .weight = 1.0, .children = all, .child_count = 3},
                       {.op = WB_PLAN_OR, .weight = 1.0, .children = all, .child_count = 3}};
    for (size_t i = 0; i < COUNT_OF(plans); i++) {
        wb_store *store = test_open_store(path);
        wb_candidate first[50];
        size_t first_count = 0;
        wb_store_range range = {.order = WB_STORE_BY_WEIGHT, .limit = 12};
        wb_error err;
        bool more;
        assert_ok(wb_store_search(store, &plans[i], &range, first, &first_count, &more, &err));
        assert_int_equal(first_count, 12);
        assert_true(first[0].weight > first[11].weight);
        for (int turn = 0; turn < 30; turn++) {
            wb_candidate found[50];
            size_t count = 0;
            assert_ok(wb_store_search(store, &plans[i], &range, found, &count, &more, &err));
            assert_int_equal(count, first_count);
            for (size_t k = 0; k < count; k++) {
                assert_int_equal(found[k].docid, first[k].docid);
                assert_true(found[k].weight == first[k].weight);
            }
        }
        wb_store_close(store);
    }
}

static void an_update_happens_at_once_or_not_at_all(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store_writer *writer = NULL;
    wb_error err;
    wb_plan all = {.op = WB_PLAN_ALL, .weight = 1.0};
    assert_ok(wb_store_writer_open(path, &writer, &err));
    assert_int_equal(wb_store_writer_next_group(writer), 2);
    add(writer, 17, "碳");
    wb_store *store = test_open_store(path);
    assert_found(store, &all, "1 2 9 ");
    wb_store_close(store);
    wb_store_writer_close(writer); /* without a commit */
    store = test_open_store(path);
    assert_found(store, &all, "1 2 9 ");
    wb_store_close(store);

    assert_ok(wb_store_writer_open(path, &writer, &err));
    add(writer, 17, "碳");
    end_group(writer, 2);
    assert_ok(wb_store_writer_commit(writer, &err));
    add(writer, 25, "碳"); /* after it: not committed */
    wb_store_writer_close(writer);
    store = test_open_store(path);
    assert_found(store, &all, "1 2 9 17 ");
    wb_store_close(store);
}

static void two_writers_exclude_each_other(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_store_writer *first = NULL;
    wb_store_writer *second = NULL;
    wb_error err;
    assert_ok(wb_store_writer_open(path, &first, &err));
    assert_status(wb_store_writer_open(path, &second, &err), WB_LOCKED);
    assert_null(second);
    wb_store_writer_close(first);
    assert_ok(wb_store_writer_open(path, &second, &err));
    wb_store_writer_close(second);
}

/* Writes groups [first, end) of as many paragraphs as they hold, each with terms of its own. */
static void add_groups(wb_store_writer *writer, uint32_t first, uint32_t end)
{
    for (uint32_t group = first; group < end; group++) {
        for (uint32_t i = 0; i < WB_STORE_GROUP - 1; i++) {
            char words[100];
            (void)snprintf(words, sizeof words, "common t%u-%u u%u-%u v%u", (unsigned)group,
                           (unsigned)i, (unsigned)i, (unsigned)group, (unsigned)(group * i));
            add(writer, wb_store_para_docid(group, i), words);
        }
    }
}

/* A reader keeps its state through one commit; after more it is told to reopen. */
static void a_reader_left_behind_is_told(void **state)
{
    const char *path = test_path(*state, "db");
    wb_store_writer *writer = NULL;
    wb_error err;
    assert_ok(wb_store_writer_create(path, &writer, &err));
    add_groups(writer, 0, 160);
    assert_ok(wb_store_writer_commit(writer, &err));
    wb_store_writer_close(writer);
    wb_store *store = test_open_store(path);
    wb_status status = WB_OK;
    for (uint32_t i = 0; i < 8 && status == WB_OK; i++) {
        assert_ok(wb_store_writer_open(path, &writer, &err));
        add_groups(writer, 160 + i, 161 + i);
        assert_ok(wb_store_writer_commit(writer, &err));
        wb_store_writer_close(writer);
        char term[16];
        (void)snprintf(term, sizeof term, "t%u-3", (unsigned)(20 * i));
        wb_plan plan = term_plan(term);
        wb_candidate candidates[10];
        size_t count;
        bool more;
        wb_store_range range = {.order = WB_STORE_BY_DOCID, .limit = 10};
        status = wb_store_search(store, &plan, &range, candidates, &count, &more, &err);
        assert_true(status != WB_OK || count == 1);
    }
    assert_status(status, WB_CHANGED);
    wb_store_close(store);
}

static void merging_shifts_whole_groups(void **state)
{
    wb_error err;
    const char *sources[3];
    for (size_t i = 0; i < 3; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "db%zu", i);
        sources[i] = test_path(*state, name);
        make_database(sources[i]);
    }
    const char *path = test_path(*state, "merged");
    assert_ok(wb_store_merge(sources, 3, path, &err));
    wb_store *store = test_open_store(path);
    wb_plan all = {.op = WB_PLAN_ALL, .weight = 1.0};
    assert_found(store, &all, "1 2 9 17 18 25 33 34 41 ");
    assert_int_equal(wb_store_last_docid(store), 48);
    assert_int_equal(wb_store_group_count(store), 6);
    assert_int_equal(wb_store_paragraph_count(store), 9);
    wb_store_close(store);
    sources[1] = test_path(*state, "none");
    assert_true(wb_store_merge(sources, 2, test_path(*state, "other"), &err) != WB_OK);
}

static void a_sound_database_has_no_faults(void **state)
{
    const char *path = test_path(*state, "db");
    make_database(path);
    wb_buf report;
    size_t faults = 99;
    wb_error err;
    wb_buf_init(&report, 0);
    assert_ok(wb_store_check(path, &report, &faults, &err));
    assert_int_equal(faults, 0);
    assert_int_equal(report.len, 0);
    assert_true(wb_store_check(test_path(*state, "none"), &report, &faults, &err) != WB_OK);
    wb_buf_free(&report);
}

static void damage_never_crashes(void **state)
{
    static const char *const tables[] = {"postlist.glass", "docdata.glass", "iamglass"};
    for (size_t t = 0; t < COUNT_OF(tables); t++) {
        char name[32];
        (void)snprintf(name, sizeof name, "db%zu", t);
        const char *path = test_path(*state, name);
        make_database(path);
        const char *table = test_path(path, tables[t]);
        FILE *file = fopen(table, "r+b");
        if (!file) {
            continue; /* small databases have no such table */
        }
        for (int i = 0; i < 300; i++) {
            assert_int_equal(fputc(0xA5, file), 0xA5);
        }
        assert_int_equal(fclose(file), 0);
        wb_store *store = NULL;
        wb_error err;
        wb_status status = wb_store_open(path, &store, &err);
        if (status == WB_OK) {
            wb_candidate candidates[10];
            size_t count;
            bool more;
            wb_plan plan = term_plan("金融");
            wb_store_range range = {.order = WB_STORE_BY_WEIGHT, .limit = 10};
            status = wb_store_search(store, &plan, &range, candidates, &count, &more, &err);
            wb_store_close(store);
        }
        assert_true(status == WB_CORRUPT || status == WB_NOTFOUND || status == WB_IO ||
                    status == WB_INCOMPATIBLE);
        assert_true(err.text[0] != '\0');
    }
}

static void put(wb_store_writer *w, uint32_t first, uint32_t end)
{
    wb_error err;
    for (uint32_t g = first; g < end; g++) {
        for (uint32_t i = 0; i < WB_STORE_GROUP - 1; i++) {
            char t[3][20];
            snprintf(t[0], 20, "t%u-%u", g, i);
            snprintf(t[1], 20, "u%u-%u", i, g);
            snprintf(t[2], 20, "v%u", g * i);
            wb_term items[4] = {{.bytes = "common", .len = 6}};
            for (int k = 0; k < 3; k++)
                items[k + 1] = (wb_term){.bytes = t[k], .len = (uint16_t)strlen(t[k])};
            wb_terms terms = {.items = items, .count = 4};
            assert_ok(wb_store_writer_add_para(w, wb_store_para_docid(g, i), &terms, &err));
        }
    }
    assert_ok(wb_store_writer_commit(w, &err));
    wb_store_writer_close(w);
}

static void a_stale_reader_is_not_told_of_corruption(void **state)
{
    const char *path = test_path(*state, "db");
    wb_store_writer *w;
    wb_store *store;
    wb_error err;
    assert_ok(wb_store_writer_create(path, &w, &err));
    put(w, 0, 160);
    assert_ok(wb_store_open(path, &store, &err));
    wb_status status = WB_OK;
    for (uint32_t i = 0; i < 8 && status == WB_OK; i++) {
        assert_ok(wb_store_writer_open(path, &w, &err));
        put(w, 160 + i, 161 + i);
        static wb_candidate c[2000];
        size_t n;
        bool more;
        wb_plan plan = {.op = WB_PLAN_TERM, .term = S("common"), .weight = 1};
        wb_store_range range = {.order = WB_STORE_BY_DOCID, .limit = 2000};
        status = wb_store_search(store, &plan, &range, c, &n, &more, &err);
        assert_true(status != WB_OK || n == 160 * (WB_STORE_GROUP - 1));
    }
    wb_store_close(store);
    print_error("%s\n", err.text);
    assert_status(status, WB_CHANGED);
}

/* Nor is who marks or goes through the postings of a plan. */
static void a_stale_reader_of_postings_is_told(void **state)
{
    static const wb_plan term = {.op = WB_PLAN_TERM, .term = {"common", 6}, .weight = 1};
    static const wb_plan prefix = {.op = WB_PLAN_PREFIX, .term = {"t", 1}, .weight = 1};
    const char *path = test_path(*state, "db");
    wb_store_writer *w;
    wb_error err;
    assert_ok(wb_store_writer_create(path, &w, &err));
    put(w, 0, 160);
    for (uint32_t turn = 0; turn < 3; turn++) {
        wb_docid_set set = {NULL, 0, 0};
        wb_plan_cursor *cursor = NULL;
        wb_store *store = test_open_store(path);
        for (uint32_t i = 0; i < 8; i++) {
            assert_ok(wb_store_writer_open(path, &w, &err));
            put(w, 160 + 8 * turn + i, 161 + 8 * turn + i);
        }
        wb_status status = turn == 0   ? wb_plan_mark(store, &term, &set, &err)
                           : turn == 1 ? wb_plan_mark(store, &prefix, &set, &err)
                                       : wb_plan_cursor_new(store, &term, &cursor, &err);
        assert_status(status, WB_CHANGED);
        assert_null(set.words);
        assert_null(cursor);
        wb_store_close(store);
    }
}

/* Writes terms with '/' behind each into a buffer; stops after the third. */
static bool write_term(void *context, wb_slice term, uint32_t frequency)
{
    wb_buf *out = context;
    wb_buf_printf(out, "%.*s %u/", (int)term.len, term.ptr, frequency);
    return out->len < 20;
}

static void terms_are_listed_by_what_they_begin_with(void **state)
{
    const char *path = test_path(*state, "db");
    wb_store_writer *w;
    wb_store *store;
    wb_error err;
    wb_buf out;
    wb_buf_init(&out, 0);
    assert_ok(wb_store_writer_create(path, &w, &err));
    put(w, 0, 2);
    assert_ok(wb_store_open(path, &store, &err));
    assert_ok(wb_store_terms(store, S("comm"), write_term, &out, &err));
    assert_text(wb_buf_slice(&out), "common 14/");
    wb_buf_clear(&out);
    assert_ok(wb_store_terms(store, S("u"), write_term, &out, &err));
    assert_text(wb_buf_slice(&out), "u0-0 1/u0-1 1/u1-0 1/");
    wb_buf_clear(&out);
    assert_ok(wb_store_terms(store, S("none"), write_term, &out, &err));
    assert_int_equal(out.len, 0);
    wb_buf_free(&out);
    wb_store_close(store);
}

static void each_state_has_an_identity(void **state)
{
    const char *path = test_path(*state, "db");
    wb_store_writer *w;
    wb_store *store;
    wb_error err;
    wb_buf before;
    wb_buf after;
    wb_buf_init(&before, 0);
    wb_buf_init(&after, 0);
    assert_ok(wb_store_writer_create(path, &w, &err));
    put(w, 0, 1);
    assert_ok(wb_store_open(path, &store, &err));
    assert_ok(wb_store_identity(store, &before, &err));
    assert_ok(wb_store_identity(store, &after, &err));
    assert_slice(wb_buf_slice(&after), wb_buf_slice(&before));
    assert_ok(wb_store_writer_open(path, &w, &err));
    put(w, 1, 2);
    assert_true(wb_store_is_stale(store));
    wb_buf_clear(&after);
    assert_ok(wb_store_identity(store, &after, &err));
    assert_false(wb_slice_equal(wb_buf_slice(&before), wb_buf_slice(&after)));
    wb_buf_free(&before);
    wb_buf_free(&after);
    wb_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(docids_are_laid_out_in_groups),
        in_folder(what_was_written_can_be_read),
        in_folder(an_empty_database),
        in_folder(what_is_no_database_is_not_opened),
        in_folder(dead_groups_are_not_found),
        in_folder(a_search_keeps_to_the_docids_it_is_given),
        in_folder(a_cursor_finds_what_a_search_finds),
        in_folder(weights_stay_as_they_are),
        in_folder(an_update_happens_at_once_or_not_at_all),
        in_folder(two_writers_exclude_each_other),
        in_folder(a_reader_left_behind_is_told),
        in_folder(merging_shifts_whole_groups),
        in_folder(a_sound_database_has_no_faults),
        in_folder(damage_never_crashes),
        in_folder(a_stale_reader_is_not_told_of_corruption),
        in_folder(a_stale_reader_of_postings_is_told),
        in_folder(terms_are_listed_by_what_they_begin_with),
        in_folder(each_state_has_an_identity),
    };
    return RUN(tests);
}
