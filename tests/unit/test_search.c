#include "test.h"

#include <stdlib.h>

#include <wbsearch/generation.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/token.h>

#include "search.h"

static const struct test_file files[] = {
    {"金融/方案.md", "# 云岭市绿色金融方案\n\n## 一、碳金融\n\n发展碳金融产品500个。\n\n"
                     "**创新碳金融产品。**支持银行开展碳金融业务，年均增长6.5%。\n\n"
                     "## 二、其他\n\n支持1500家企业。\n"},
    {"環境.md", "臨嶼縣環境保護條例\n\n第一條 為了保護環境，\n制定本條例。\n"},
    {"a.txt", "普通的一段话，没有别的。\n\nCarbon neutral 与 C919。\n\n【说明】——见附件。\n"},
    {"空.md", "\n"},
};

struct fixture {
    void *folder;
    wb_searcher *searcher;
};

/* A searcher over an index of these files. */
static void open_index(const struct test_file *indexed, size_t count, struct fixture *f)
{
    wb_error err;
    assert_int_equal(test_make_folder(&f->folder), 0);
    test_make_index(f->folder, indexed, count, NULL);
    assert_ok(wb_searcher_new(test_index_path(f->folder), &f->searcher, &err));
}

static void open_index_of(const wb_buf *text, struct fixture *f)
{
    const struct test_file file = {"大.md", text->data};
    open_index(&file, 1, f);
}

static void close_index(struct fixture *f)
{
    wb_searcher_free(f->searcher);
    assert_int_equal(test_remove_folder(&f->folder), 0);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    if (!f) {
        return -1;
    }
    open_index(files, COUNT_OF(files), f);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    close_index(f);
    free(f);
    return 0;
}

static wb_status search(struct fixture *f, const char *source, wb_search_options options,
                        wb_result *result, wb_error *err)
{
    wb_query query = {0};
    assert_ok(wb_query_parse(wb_slice_from(source), &query, err));
    wb_status status = wb_search(f->searcher, &query, &options, result, err);
    wb_query_clear(&query);
    return status;
}

static void check_hit(const wb_hit *hit)
{
    uint32_t line;
    uint32_t column;
    assert_true(hit->match_count > 0);
    for (size_t i = 0; i < hit->match_count; i++) {
        assert_true(hit->matches[i].start < hit->matches[i].end);
        assert_true(hit->matches[i].end <= hit->para.text.len);
    }
    wb_para_locate(&hit->para, hit->matches[0].start, &line, &column);
    assert_int_equal(hit->line, line);
    assert_int_equal(hit->column, column);
    assert_int_equal(hit->para.section, WB_NONE);
}

/* Searches for all hits; the texts, best first, with / behind each. */
static void finds(struct fixture *f, const char *source, const char *wanted)
{
    wb_result result = {0};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(search(f, source, (wb_search_options){.limit = 20}, &result, &err));
    for (size_t i = 0; i < result.hit_count; i++) {
        check_hit(&result.hits[i]);
        assert_true(i == 0 || result.hits[i].score <= result.hits[i - 1].score);
        wb_buf_put(&out, result.hits[i].para.text);
        wb_buf_puts(&out, "/");
    }
    assert_ok(wb_buf_puts(&out, ""));
    assert_text_of(wb_buf_slice(&out), wanted, source);
    assert_int_equal(result.total, result.hit_count);
    assert_true(result.total_exact);
    wb_buf_free(&out);
    wb_result_clear(&result);
}

static void every_item_must_match_literally(void **state)
{
    static const struct {
        const char *query;
        const char *wanted;
    } rows[] = {
        {"发展碳金融", "发展碳金融产品500个。/"},
        {"500", "发展碳金融产品500个。/"}, /* and not 1500 */
        {"500个", "发展碳金融产品500个。/"},
        {"1500 企业", "支持1500家企业。/"},
        {"6.5", "创新碳金融产品。支持银行开展碳金融业务，年均增长6.5%。/"},
        {"5%", ""},
        {"碳金融 企业", ""},
        {"不在其中", ""},
        {"保护环境", "第一條 為了保護環境，制定本條例。/"},
        {"環境，制定", "第一條 為了保護環境，制定本條例。/"}, /* over the line end */
        {"carbon", "Carbon neutral 与 C919。/"},
        {"carb", ""},
        {"\"CARBON NEUTRAL\"", "Carbon neutral 与 C919。/"},
        {"c919", "Carbon neutral 与 C919。/"},
        {"企", "支持1500家企业。/"},
        {"话", "普通的一段话，没有别的。/"},
        {"。", "发展碳金融产品500个。/创新碳金融产品。支持银行开展碳金融业务，年均增长6.5%。/"
               "支持1500家企业。/第一條 為了保護環境，制定本條例。/普通的一段话，没有别的。/"
               "Carbon neutral 与 C919。/【说明】——见附件。/"},
        {"【", "【说明】——见附件。/"},
        {"—", "【说明】——见附件。/"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        finds(*state, rows[i].query, rows[i].wanted);
    }
}

static void a_hit_knows_where_it_stands(void **state)
{
    struct fixture *f = *state;
    wb_result result = {0};
    wb_error err;
    assert_ok(search(f, "6.5", (wb_search_options){.limit = 20}, &result, &err));
    assert_int_equal(result.hit_count, 1);
    const wb_hit *hit = &result.hits[0];
    assert_text(hit->root, f->folder);
    assert_text(hit->path, "金融/方案.md");
    assert_text(hit->title, "云岭市绿色金融方案");
    assert_int_equal(hit->section_count, 2);
    assert_text(hit->section_path[0], "云岭市绿色金融方案");
    assert_text(hit->section_path[1], "一、碳金融");
    assert_int_equal(hit->para_number, 3);
    assert_int_equal(hit->line, 7);
    assert_int_equal(hit->para.title_len, 24);
    assert_int_equal(hit->match_count, 1);
    assert_true(hit->doc_id == wb_doc_id_of(S(".."), S("金融/方案.md")));
    wb_result_clear(&result);
    /* The second line of a paragraph; a heading without itself. */
    assert_ok(search(f, "制定", (wb_search_options){.limit = 20}, &result, &err));
    assert_int_equal(result.hits[0].line, 4);
    assert_int_equal(result.hits[0].column, 1);
    assert_text(result.hits[0].title, "臨嶼縣環境保護條例");
    assert_ok(search(f, "一、", (wb_search_options){.limit = 20}, &result, &err));
    assert_int_equal(result.hits[0].para.kind, WB_PARA_HEADING);
    assert_int_equal(result.hits[0].section_count, 1);
    wb_result_clear(&result);
}

static void all_matches_of_a_hit_are_marked(void **state)
{
    wb_result result = {0};
    wb_error err;
    assert_ok(search(*state, "碳金融 支持", (wb_search_options){.limit = 20}, &result, &err));
    assert_int_equal(result.hit_count, 1);
    assert_int_equal(result.hits[0].match_count, 3);
    wb_result_clear(&result);
}

static void limit_and_offset_cut_the_same_list(void **state)
{
    wb_result whole = {0};
    wb_error err;
    assert_ok(search(*state, "金融", (wb_search_options){.limit = 20}, &whole, &err));
    assert_int_equal(whole.hit_count, 4);
    for (size_t offset = 0; offset <= 5; offset++) {
        for (size_t limit = 1; limit <= 5; limit++) {
            wb_result part = {0};
            assert_ok(search(*state, "金融", (wb_search_options){.limit = limit, .offset = offset},
                             &part, &err));
            size_t left = offset < 4 ? 4 - offset : 0;
            assert_int_equal(part.hit_count, left < limit ? left : limit);
            assert_true(part.total >= part.hit_count && part.total <= 4);
            assert_true(!part.total_exact || part.total == 4);
            for (size_t i = 0; i < part.hit_count; i++) {
                assert_slice(part.hits[i].para.text, whole.hits[offset + i].para.text);
                assert_true(part.hits[i].score == whole.hits[offset + i].score);
            }
            wb_result_clear(&part);
        }
    }
    wb_result_clear(&whole);
}

static void counting(void **state)
{
    static const struct {
        const char *query;
        uint64_t wanted;
    } rows[] = {{"金融", 4}, {"不在其中", 0}, {"支", 2}, {"。", 7}, {"的", 1}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_result result = {0};
        wb_error err;
        assert_ok(
            search(*state, rows[i].query, (wb_search_options){.count_all = true}, &result, &err));
        assert_int_equal(result.total, rows[i].wanted);
        assert_true(result.total_exact);
        assert_int_equal(result.hit_count, 0);
        assert_ok(search(*state, rows[i].query, (wb_search_options){.limit = 1, .count_all = true},
                         &result, &err));
        assert_int_equal(result.total, rows[i].wanted);
        assert_true(result.total_exact);
        wb_result_clear(&result);
    }
}

static void too_many_hits_cannot_be_asked_for(void **state)
{
    wb_result result = {0};
    wb_error err;
    wb_search_options options = {.limit = WB_SEARCH_LIMIT_MAX + 1};
    assert_status(search(*state, "金融", options, &result, &err), WB_LIMIT);
    options = (wb_search_options){.limit = 1, .offset = WB_SEARCH_LIMIT_MAX + 1};
    assert_status(search(*state, "金融", options, &result, &err), WB_LIMIT);
    options = (wb_search_options){.limit = WB_SEARCH_LIMIT_MAX, .offset = WB_SEARCH_LIMIT_MAX};
    assert_ok(search(*state, "金融", options, &result, &err));
    assert_int_equal(result.hit_count, 0);
    wb_result_clear(&result);
}

/* A result stands by itself: it outlives later searches. */
static void a_result_outlives_the_next_search(void **state)
{
    wb_result first = {0};
    wb_result second = {0};
    wb_error err;
    assert_ok(search(*state, "6.5", (wb_search_options){.limit = 5}, &first, &err));
    for (int i = 0; i < 3; i++) {
        assert_ok(search(*state, "。", (wb_search_options){.limit = 5}, &second, &err));
    }
    check_hit(&first.hits[0]);
    assert_text(first.hits[0].title, "云岭市绿色金融方案");
    wb_result_clear(&first);
    wb_result_clear(&second);
}

static wb_generation_writer open_writer(struct fixture *f)
{
    wb_generation_writer writer;
    wb_error err;
    const char *path = test_path(test_index_path(f->folder), "gen-000001");
    assert_ok(wb_generation_open(path, &writer, &err));
    return writer;
}

static void a_record_that_does_not_decode_is_corruption(void **state)
{
    struct fixture *f = *state;
    wb_generation_writer writer = open_writer(f);
    wb_result result = {0};
    wb_error err;
    uint32_t group = wb_store_writer_next_group(writer.store);
    wb_terms terms;
    wb_terms_init(&terms);
    assert_ok(wb_token_grams(S("金融"), &terms));
    assert_ok(wb_store_writer_add_para(writer.store, wb_store_para_docid(group, 0), &terms, &err));
    assert_ok(wb_generation_end_group(&writer, group, S("rubbish"), &err));
    wb_terms_free(&terms);
    assert_ok(wb_generation_commit(&writer, &err));
    wb_generation_close(&writer);
    assert_ok(wb_index_reopen(wb_searcher_index(f->searcher), &err));
    assert_status(search(f, "金融", (wb_search_options){.limit = 5}, &result, &err), WB_CORRUPT);
    assert_int_equal(result.hit_count, 0);
    assert_true(err.text[0] != '\0');
    /* What others hold can still be found. */
    finds(f, "保护环境", "第一條 為了保護環境，制定本條例。/");
}

static void a_searcher_follows_a_new_generation(void **state)
{
    struct fixture *f = *state;
    wb_error err;
    wb_buf generation;
    const char *index = test_index_path(f->folder);
    const char *source = test_path(index, "gen-000001");
    finds(f, "企", "支持1500家企业。/");
    wb_buf_init(&generation, 0);
    assert_ok(wb_index_dir_next_generation(index, &generation, &err));
    assert_ok(wb_generation_merge(&source, 1, generation.data, &err));
    assert_ok(wb_index_dir_switch(index, generation.data, &err));
    wb_index_dir_clean(index);
    finds(f, "企", "支持1500家企业。/"); /* on what it holds open, or the new one */
    assert_ok(wb_index_reopen(wb_searcher_index(f->searcher), &err));
    finds(f, "企", "支持1500家企业。/");
    wb_buf_free(&generation);
}

static void no_index_no_searcher(void **state)
{
    struct fixture *f = *state;
    wb_searcher *searcher = NULL;
    wb_error err;
    assert_status(wb_searcher_new(test_path(f->folder, "none"), &searcher, &err), WB_NOTFOUND);
    assert_null(searcher);
    wb_searcher_free(NULL);
}

/* More candidates than one round takes: still ranked, still all of them. */
static void a_large_index(void **state)
{
    wb_buf text;
    wb_error err;
    struct fixture f = {0};
    wb_buf_init(&text, 0);
    for (int i = 0; i < 700; i++) {
        wb_buf_printf(&text, "第%d段谈碳金融%s。\n\n", i, i % 7 == 0 ? "和碳金融产品" : "");
    }
    open_index_of(&text, &f);
    wb_result result = {0};
    assert_ok(search(&f, "碳金融", (wb_search_options){.limit = 700}, &result, &err));
    assert_int_equal(result.hit_count, 700);
    for (size_t i = 0; i < 100; i++) { /* those that say it twice come first */
        assert_int_equal(result.hits[i].match_count, 2);
    }
    assert_ok(
        search(&f, "碳金融", (wb_search_options){.limit = 5, .count_all = true}, &result, &err));
    assert_int_equal(result.total, 700);
    assert_true(result.total_exact);
    assert_ok(search(&f, "碳金融", (wb_search_options){.limit = 5, .offset = 400}, &result, &err));
    assert_int_equal(result.hit_count, 5);
    assert_ok(search(&f, "融", (wb_search_options){.limit = 10}, &result, &err));
    assert_int_equal(result.hit_count, 10);
    wb_result_clear(&result);
    wb_buf_free(&text);
    close_index(&f);
}

/* Appends `count` paragraphs of very different lengths, each with a mark. */
/* Nearly all candidates are ruled out, and what is left weighs least. */
static void few_hits_among_many_candidates(void **state)
{
    wb_buf text;
    wb_error err;
    struct fixture f = {0};
    wb_buf_init(&text, 0);
    for (int i = 0; i < 2500; i++) {
        wb_buf_printf(&text, "第%d段规定事项。\n\n", i);
    }
    for (int i = 0; i < 3; i++) {
        wb_buf_printf(&text, "另有%d段", i);
        for (int k = 0; k < 50; k++) {
            wb_buf_puts(&text, "，写得很长");
        }
        wb_buf_puts(&text, i ? "，规定在此。\n\n" : "，规、定在此。\n\n");
    }
    open_index_of(&text, &f);
    wb_result result = {0};
    const wb_search_options options = {.limit = 20, .depth = WB_SEARCH_LOOSE};
    assert_ok(search(&f, "规定 -事项", options, &result, &err));
    assert_int_equal(result.hit_count, 3);
    assert_int_equal(result.hits[1].rung, WB_RUNG_EXACT);
    assert_int_equal(result.hits[2].rung, WB_RUNG_LOOSE);
    assert_true(result.total == 3 && result.total_exact);
    assert_ok(search(&f, "规定 -规定", options, &result, &err));
    assert_int_equal(result.hit_count, 1);
    assert_true(result.total == 1 && result.total_exact);
    assert_ok(search(&f, "规定 -定", options, &result, &err));
    assert_true(result.total == 0 && result.total_exact);
    wb_result_clear(&result);
    wb_buf_free(&text);
    close_index(&f);
}

static void put_marked(wb_buf *text, int count)
{
    for (int i = 0; i < count; i++) {
        wb_buf_printf(text, "第%d项推进“绿链%d”[^%d]", i, i, i + 1);
        for (int k = 0; k < i % 40; k++) {
            wb_buf_puts(text, "，落实年度任务和资金安排");
        }
        wb_buf_puts(text, "。\n\n");
    }
    for (int i = 0; i < count; i++) {
        wb_buf_printf(text, "[^%d]: 绿链%d：指第%d个平台。\n\n", i + 1, i, i);
    }
}

/* In a document of many records between others, each hit finds its note, and the note the way
 * back. */
static void hits_come_with_their_notes(void **state)
{
    enum { COUNT = 300 };
    wb_buf text;
    wb_error err;
    struct fixture f = {.folder = *state};
    wb_result result = {0};
    wb_search_options options = {.limit = COUNT, .notes = true};
    wb_buf_init(&text, 0);
    put_marked(&text, COUNT);
    const struct test_file documents[] = {{"1.md", "绿链[^1]。\n\n[^1]: 绿链：指平台。\n"},
                                          {"2.md", text.data},
                                          {"3.md", "落实任务。\n"}};
    test_make_index(*state, documents, COUNT_OF(documents), NULL);
    assert_ok(wb_searcher_new(test_index_path(*state), &f.searcher, &err));
    assert_ok(search(&f, "推进", options, &result, &err));
    assert_int_equal(result.hit_count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        const wb_hit *hit = &result.hits[i];
        assert_int_equal(hit->notes.note_count, 1);
        assert_int_equal(hit->notes.reference_count, 0);
        assert_int_equal(hit->notes.notes[0].first_line, hit->line + 2 * COUNT);
        assert_int_equal(hit->notes.notes[0].para_number, hit->para_number + COUNT);
        assert_int_equal(hit->notes.notes[0].at, hit->para.marks[0].at);
    }
    assert_ok(search(&f, "第7个平台", options, &result, &err));
    assert_int_equal(result.hit_count, 1);
    assert_int_equal(result.hits[0].notes.reference_count, 1);
    assert_int_equal(result.hits[0].notes.references[0].first_line, 15);
    assert_int_equal(result.hits[0].notes.references[0].para_number, 7);
    options.notes = false;
    assert_ok(search(&f, "第7项", options, &result, &err));
    assert_int_equal(result.hits[0].notes.note_count, 0);
    wb_result_clear(&result);
    wb_searcher_free(f.searcher);
    wb_buf_free(&text);
}

/* The texts of the hits, with / behind each. */
static void gives(struct fixture *f, const char *source, wb_search_options options,
                  const char *wanted)
{
    wb_result result = {0};
    wb_buf out;
    wb_error err;
    wb_buf_init(&out, 0);
    assert_ok(search(f, source, options, &result, &err));
    for (size_t i = 0; i < result.hit_count; i++) {
        wb_buf_put(&out, result.hits[i].para.text);
        wb_buf_puts(&out, "/");
    }
    assert_ok(wb_buf_puts(&out, ""));
    assert_text_of(wb_buf_slice(&out), wanted, source);
    wb_buf_free(&out);
    wb_result_clear(&result);
}

/* Documents of an index are in the order in which they came: not in that of their paths. */
static void hits_are_sorted_by_date_or_path(void **state)
{
    static const struct test_file dated[] = {
        {"c.md", "---\n成文日期: 2021-03-05\n---\n\n碳金融甲。\n\n碳、金融乙。\n\n碳金融丙。\n"},
        {"b.md", "---\n发布日期: 2023-01-01\n---\n\n碳金融丁。\n"},
        {"a/z.md", "碳金融戊。\n"},
        {"a.md",
         "---\n成文日期: 2021-03-05\n发布日期: 2024-01-01\n---\n\n碳金融己。\n\n金融的碳。\n"},
        {"d.md", "---\n施行日期: 2022-01-01\n---\n\n碳金融庚，碳金融。\n"},
    };
    struct fixture f = {.folder = *state};
    wb_error err;
    test_make_index(*state, dated, COUNT_OF(dated), NULL);
    assert_ok(wb_searcher_new(test_index_path(*state), &f.searcher, &err));
    wb_search_options options = {.limit = 20, .sort = WB_SORT_DATE};
    gives(
        &f, "碳金融", options,
        "碳金融丁。/碳金融庚，碳金融。/碳金融己。/碳金融甲。/碳金融丙。/碳金融戊。/碳、金融乙。/");
    options.sort = WB_SORT_PATH;
    gives(
        &f, "碳金融", options,
        "碳金融己。/碳金融戊。/碳金融丁。/碳金融甲。/碳金融丙。/碳金融庚，碳金融。/碳、金融乙。/");
    options.depth = WB_SEARCH_EXACT;
    options.limit = 2;
    options.offset = 1;
    gives(&f, "碳金融", options, "碳金融戊。/碳金融丁。/");
    options.fold_duplicates = true;
    gives(&f, "碳金融", options, "碳金融戊。/碳金融丁。/");
    options = (wb_search_options){.limit = 20, .sort = WB_SORT_PATH, .depth = WB_SEARCH_SOME};
    gives(&f, "碳金融庚 金融", options,
          "碳金融庚，碳金融。/碳金融己。/金融的碳。/碳金融戊。/碳金融丁。/碳金融甲。/碳、金融乙。/"
          "碳金融丙。/");
    wb_searcher_free(f.searcher);
}

/* What stands first is looked for among all hits, not among those with the largest weights. */
static void sorting_looks_at_all_hits(void **state)
{
    enum { COUNT = 500 };
    wb_buf text;
    wb_error err;
    wb_result result = {0};
    struct fixture f = {.folder = *state};
    wb_buf_init(&text, 0);
    wb_buf_puts(&text, "碳金融在很长很长的一段话里只说了一次，所以分量最轻，却排在最前面。\n\n");
    for (int i = 1; i < COUNT; i++) {
        wb_buf_printf(&text, "碳金融，碳金融%d。\n\n", i);
    }
    const struct test_file file = {"大.md", text.data};
    test_make_index(*state, &file, 1, NULL);
    assert_ok(wb_searcher_new(test_index_path(*state), &f.searcher, &err));
    wb_search_options options = {.limit = 3, .sort = WB_SORT_PATH};
    assert_ok(search(&f, "碳金融", options, &result, &err));
    assert_int_equal(result.hit_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(result.hits[i].para_number, i);
    }
    assert_int_equal(result.total, COUNT);
    assert_true(result.total_exact);
    wb_result_clear(&result);
    wb_searcher_free(f.searcher);
    wb_buf_free(&text);
}

/* Other places of the same text do not take the room of other hits. */
static void sorted_hits_with_the_same_text_are_one(void **state)
{
    enum { COUNT = 3000 };
    wb_buf text;
    wb_error err;
    wb_result result = {0};
    struct fixture f = {.folder = *state};
    wb_buf_init(&text, 0);
    for (int i = 0; i < COUNT; i++) {
        wb_buf_puts(&text, "碳金融。\n\n");
    }
    wb_buf_puts(&text, "碳金融产品。\n");
    const struct test_file file = {"大.md", text.data};
    test_make_index(*state, &file, 1, NULL);
    assert_ok(wb_searcher_new(test_index_path(*state), &f.searcher, &err));
    wb_search_options options = {.limit = 5, .sort = WB_SORT_PATH, .fold_duplicates = true};
    assert_ok(search(&f, "碳金融", options, &result, &err));
    assert_int_equal(result.hit_count, 2);
    assert_text(result.hits[1].para.text, "碳金融产品。");
    assert_true(result.hits[0].place_count > 0);
    wb_result_clear(&result);
    wb_searcher_free(f.searcher);
    wb_buf_free(&text);
}

/* An exact wording far behind many others that lack its comma: first all the same. */
static void punctuation_tells_exact_hits_from_many_loose_ones(void **state)
{
    wb_buf text;
    wb_error err;
    struct fixture f = {0};
    wb_buf_init(&text, 0);
    for (int i = 0; i < 400; i++) {
        wb_buf_printf(&text, "谈碳金。\n\n");
        if (i == 150 || i == 390) {
            wb_buf_printf(&text, "第%d段很长，说的是别的许多事情，只在末尾才谈、碳金。\n\n", i);
        }
    }
    open_index_of(&text, &f);
    wb_result result = {0};
    static const char *const sources[] = {"谈、碳金", "、碳", "谈、碳金 OR 、碳"};
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        assert_ok(search(&f, sources[i], (wb_search_options){.limit = 5}, &result, &err));
        assert_int_equal(result.hit_count, 5);
        for (size_t k = 0; k < 5; k++) {
            assert_int_equal(result.hits[k].rung, k < 2 ? WB_RUNG_EXACT : WB_RUNG_LOOSE);
        }
        assert_false(result.total_exact);
        assert_ok(search(&f, sources[i], (wb_search_options){.limit = 2}, &result, &err));
        assert_int_equal(result.hit_count, 2);
        assert_int_equal(result.hits[1].rung, WB_RUNG_EXACT);
        assert_false(result.total_exact);
        assert_ok(search(&f, sources[i], (wb_search_options){.limit = 500, .count_all = true},
                         &result, &err));
        assert_int_equal(result.hit_count, 402);
        assert_int_equal(result.total, 402);
        assert_true(result.total_exact);
    }
    wb_result_clear(&result);
    wb_buf_free(&text);
    close_index(&f);
}

/* The first words of a section and the last, which stand around one without the former. */
static void a_section_goes_on_behind_another(void **state)
{
    static const struct test_file reports[] = {
        {"a.md",
         "战略一。\n\n战略二。\n\n战略三。\n"}, /* 开放 is rarer, so it is looked for first */
        {"b.md", "# 临江市工作报告\n\n战略不变。\n\n"
                 "### （一）关于价格\n\n开放市场，方案如下：\n\n"
                 "一、适当提高水价，以利于节约用水；\n\n"
                 "二、理顺运价，以利于流通；\n\n"
                 "三、整顿秩序，以利于公平。\n\n"
                 "扩大开放的方案是稳妥的。\n"},
    };
    struct fixture f = {0};
    open_index(reports, COUNT_OF(reports), &f);
    finds(&f, "同节(开放 战略)", "扩大开放的方案是稳妥的。/战略不变。/");
    /* what is denied stands before or behind the other section */
    finds(&f, "同节(扩大 -不变)", "");
    finds(&f, "同节(战略 -扩大)", "战略一。/战略二。/战略三。/");
    finds(&f, "同节(扩大 -市场)", "扩大开放的方案是稳妥的。/");
    finds(&f, "同篇(扩大 -市场)", "");
    finds(&f, "战略 -同节(扩大)", "战略一。/战略二。/战略三。/战略不变。/");
    close_index(&f);
}

/* So many that they are looked up before anything is searched for. */
static void many_single_characters(void **state)
{
    (void)state;
    static const struct test_file reports[] = {
        {"a.md", "东边的湖水深，西边的山路长。\n\n湖水长。\n\n东西山水，路边湖长，深。\n"},
        {"b.md", "长路，深山，西湖水，东边。\n\n东边西边。\n"},
    };
    struct fixture f = {0};
    open_index(reports, COUNT_OF(reports), &f);
    finds(&f, "东 边 湖 水 深 西 山 路 长",
          "东西山水，路边湖长，深。/长路，深山，西湖水，东边。/东边的湖水深，西边的山路长。/");
    finds(&f, "东 边 湖 水 深 西 山 路 长 -的",
          "东西山水，路边湖长，深。/长路，深山，西湖水，东边。/");
    finds(&f, "东 边 湖 水 深 西 山 路 长 海", "");
    close_index(&f);
}

int main(void)
{
#define with_index(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        with_index(every_item_must_match_literally),
        with_index(a_hit_knows_where_it_stands),
        with_index(all_matches_of_a_hit_are_marked),
        with_index(limit_and_offset_cut_the_same_list),
        with_index(counting),
        with_index(too_many_hits_cannot_be_asked_for),
        with_index(a_result_outlives_the_next_search),
        with_index(a_record_that_does_not_decode_is_corruption),
        with_index(a_searcher_follows_a_new_generation),
        with_index(no_index_no_searcher),
        cmocka_unit_test(a_large_index),
        cmocka_unit_test(punctuation_tells_exact_hits_from_many_loose_ones),
        cmocka_unit_test(a_section_goes_on_behind_another),
        cmocka_unit_test(many_single_characters),
        cmocka_unit_test(few_hits_among_many_candidates),
        in_folder(hits_come_with_their_notes),
        in_folder(hits_are_sorted_by_date_or_path),
        in_folder(sorting_looks_at_all_hits),
        in_folder(sorted_hits_with_the_same_text_are_one),
    };
    return RUN(tests);
}
