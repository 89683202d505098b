/* How pages are written: escaping, addresses, both languages, citations. */
#include "test.h"

#include "page_address.h"
#include "page_citation.h"
#include "page_marked.h"
#include "page_write.h"
#include "parse.h"

/* Writes into a buffer that the test frees. */
static wb_page begin(wb_buf *out, bool is_chinese)
{
    wb_buf_init(out, 0);
    return (wb_page){out, is_chinese};
}

static void assert_page(wb_buf *out, const char *wanted)
{
    assert_ok(out->status);
    assert_text(wb_buf_slice(out), wanted);
    wb_buf_free(out);
}

static void what_comes_from_outside_is_escaped(void **state)
{
    wb_buf out;
    wb_page page = begin(&out, true);
    wb_page_attribute(&page, "value", S("\"><b x='&'>\xE2\x80\xAE\xFF\x01甲"));
    wb_page_name(&page, S("<i>"));
    assert_page(&out, " value=\"&quot;&gt;&lt;b x=&#39;&amp;&#39;&gt;\xEF\xBF\xBD\xEF\xBF\xBD"
                      "\xEF\xBF\xBD甲\"<bdi>&lt;i&gt;</bdi>");
}

static void parameters_are_encoded(void **state)
{
    wb_buf out;
    wb_page page = begin(&out, true);
    bool has_params = false;
    wb_page_param(&page, &has_params, "q", S("a-Z_0.~ &=+%\"<碳"));
    wb_page_param(&page, &has_params, "lang", S("en"));
    assert_page(&out, "?q=a-Z_0.~%20%26%3D%2B%25%22%3C%E7%A2%B3&amp;lang=en");
}

static void numbers_and_plurals(void **state)
{
    static const struct {
        uint64_t number;
        const char *english;
        const char *chinese;
    } rows[] = {{0, "0 paragraphs", "共 0 段"},
                {1, "1 paragraph", "共 1 段"},
                {1000, "1,000 paragraphs", "共 1,000 段"},
                {12034567, "12,034,567 paragraphs", "共 12,034,567 段"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf out;
        wb_page page = begin(&out, false);
        wb_page_say_number(&page, WB_SAY_TOTAL, rows[i].number);
        assert_page(&out, rows[i].english);
        page = begin(&out, true);
        wb_page_say_number(&page, WB_SAY_TOTAL, rows[i].number);
        assert_page(&out, rows[i].chinese);
    }
}

static void dates_are_as_exact_as_they_are_known(void **state)
{
    static const struct {
        wb_day day;
        const char *chinese;
        const char *english;
    } rows[] = {
        {0, "", ""},
        {20210000, "<time datetime=\"2021\">2021年</time>", "<time datetime=\"2021\">2021</time>"},
        {20210300, "<time>2021年3月</time>", "<time>2021-03</time>"},
        {20210304, "<time>2021年3月4日</time>", "<time>2021-03-04</time>"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wb_buf out;
        wb_page page = begin(&out, true);
        wb_page_day(&page, rows[i].day);
        assert_page(&out, rows[i].chinese);
        page = begin(&out, false);
        wb_page_day(&page, rows[i].day);
        assert_page(&out, rows[i].english);
    }
}

static void all_is_said_in_both_languages(void **state)
{
    for (int say = 0; say < WB_SAY_COUNT_; say++) {
        for (int chinese = 0; chinese < 2; chinese++) {
            const char *text = wb_page_said((wb_say)say, chinese);
            assert_that(text && *text, "text %d is missing", say);
        }
    }
    for (const wb_page_example *row = wb_page_examples(); row->query; row++) {
        wb_query query = {0};
        wb_error err;
        assert_ok(wb_query_parse(wb_slice_from(row->query), &query, &err));
        assert_that(query.diagnostic_count == 0, "the example %s is odd", row->query);
        wb_query_clear(&query);
    }
}

static void what_is_odd_about_a_query_is_told_in_chinese(void **state)
{
    static const char *const odd[] = {
        "碳*",     "绿色 \"信贷", "机关: 国务院", "年份:去年", "年份:2023..2019",
        "绿色 OR", "OR 绿色 AND", "(绿色",        "绿色 ) ()", "OR",
        "NOT",     "AND 绿色",    "绿色 NOT",     "标题:\"甲", "\"\" 绿色"};
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        wb_query query = {0};
        wb_error err;
        assert_ok(wb_query_parse(wb_slice_from(odd[i]), &query, &err));
        assert_that(query.diagnostic_count > 0, "%s is not odd", odd[i]);
        for (size_t k = 0; k < query.diagnostic_count; k++) {
            const char *messages[] = {query.diagnostics[k].expected, query.diagnostics[k].reading};
            for (size_t m = 0; m < 2; m++) {
                assert_that(wb_page_diagnosis(messages[m], true) != messages[m],
                            "no Chinese for: %s", messages[m]);
                assert_ptr_equal(wb_page_diagnosis(messages[m], false), messages[m]);
            }
        }
        wb_query_clear(&query);
    }
}

static void read_address(const char *target, wb_http_request *request, wb_page_address *ret)
{
    wb_error err;
    *request = (wb_http_request){.target = wb_slice_from(target)};
    assert_ok(wb_http_request_parse(request, &err));
    assert_ok(wb_page_address_read(request, ret, &err));
}

static void an_address_says_what_it_was_read_from(void **state)
{
    static const char *const targets[] = {
        "/?q=%E7%A2%B3", "/?q=a&organ=b&year=2019..2021&sort=date",
        "/?q=a&rung=loose&duplicates=true&index=x&lang=en&offset=40", "/documents",
        "/documents?organ=b&year=2019&sort=title&index=x&lang=en&offset=20000"};
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        wb_http_request request;
        wb_page_address address;
        wb_buf out;
        wb_buf wanted;
        wb_page page = begin(&out, true);
        wb_buf_init(&wanted, 0);
        read_address(targets[i], &request, &address);
        wb_page_list_href(&page, &address);
        wb_buf_puts(&wanted, " href=\"");
        wb_html_text(&wanted, wb_slice_from(targets[i]));
        wb_buf_puts(&wanted, "\"");
        assert_page(&out, wanted.data);
        wb_buf_free(&wanted);
        wb_http_request_clear(&request);
    }
}

static void filters_come_and_go(void **state)
{
    wb_http_request request;
    wb_page_address address;
    wb_buf out;
    read_address("/?q=a&year=2019&organ=b&kind=&offset=20", &request, &address);
    assert_int_equal(address.filter_count, 2);
    wb_page_address other = wb_page_address_with(&address, WB_FIELD_YEAR, S("2020"));
    wb_page page = begin(&out, true);
    wb_page_list_href(&page, &other);
    assert_page(&out, " href=\"/?q=a&amp;organ=b&amp;year=2020\"");
    other = wb_page_address_without(&address, 1);
    page = begin(&out, true);
    wb_page_list_href(&page, &other);
    assert_page(&out, " href=\"/?q=a&amp;year=2019\"");
    address.para = 7;
    address.filter_count = 0;
    page = begin(&out, true);
    wb_page_document_href(&page, &address, 0xAB);
    assert_page(&out, " href=\"/documents/00000000000000ab?q=a&amp;offset=20&amp;p=7#p7\"");
    wb_http_request_clear(&request);
}

static void a_search_from_the_list_of_documents_keeps_the_filters(void **state)
{
    wb_http_request request;
    wb_page_address address;
    wb_buf out;
    wb_page page = begin(&out, true);
    read_address("/documents?organ=b&sort=title&lang=en", &request, &address);
    wb_page_address_fields(&page, &address);
    assert_page(&out, "<input type=\"hidden\" name=\"organ\" value=\"b\">"
                      "<input type=\"hidden\" name=\"lang\" value=\"en\">");
    wb_http_request_clear(&request);
    wb_error err;
    request = (wb_http_request){.target = S("/documents?sort=relevance")};
    assert_ok(wb_http_request_parse(&request, &err));
    assert_status(wb_page_address_read(&request, &address, &err), WB_INVALID);
    wb_http_request_clear(&request);
}

static void citations_are_escaped(void **state)
{
    static const wb_slice path[] = {{"<甲>", 5}, {"\"一\"", 5}};
    wb_buf out;
    wb_page page = begin(&out, true);
    wb_cited cited = {.title = S("<甲>"), .organ = S("乙"), .number = S("1&2")};
    wb_page_citation(&page, &cited);
    wb_page_place_attribute(&page, path, COUNT_OF(path), cited.title, 6);
    assert_page(&out, "乙《&lt;甲&gt;》（1&amp;2，［日期缺］）"
                      " data-place=\"&quot;一&quot;，第7段\"");
}

static void marks_may_go_beyond_the_piece(void **state)
{
    static const wb_span spans[] = {{0, 3}, {5, 8}, {9, 12}};
    wb_buf out;
    wb_page page = begin(&out, true);
    wb_page_marked(&page, S("0123456789abcdef"), 2, 10, spans, COUNT_OF(spans));
    assert_page(&out, "<mark>2</mark>34<mark>567</mark>8<mark>9</mark>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_from_outside_is_escaped),
        cmocka_unit_test(parameters_are_encoded),
        cmocka_unit_test(numbers_and_plurals),
        cmocka_unit_test(dates_are_as_exact_as_they_are_known),
        cmocka_unit_test(all_is_said_in_both_languages),
        cmocka_unit_test(what_is_odd_about_a_query_is_told_in_chinese),
        cmocka_unit_test(an_address_says_what_it_was_read_from),
        cmocka_unit_test(filters_come_and_go),
        cmocka_unit_test(a_search_from_the_list_of_documents_keeps_the_filters),
        cmocka_unit_test(citations_are_escaped),
        cmocka_unit_test(marks_may_go_beyond_the_piece),
    };
    return RUN(tests);
}
