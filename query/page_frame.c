#include "page_frame.h"

#include "api_json.h"
#include "embedded.h"

bool wb_page_is_chinese(const wb_http_request *request)
{
    wb_slice lang;
    if (wb_http_param_find(request, "lang", &lang)) {
        return !wb_slice_equal(lang, wb_slice_from("en"));
    }
    return wb_http_prefers_chinese(request->accept_language);
}

/* A file of the program by its name; its tag in the address makes it another when it changes. */
static void put_asset(wb_page *page, const char *attribute, const char *name)
{
    wb_buf_printf(page->out, " %s=\"/%s?v=%s\"", attribute, name, wb_embedded_tag(name));
}

static void put_head(wb_page *page, const wb_page_frame *frame)
{
    wb_page_markup(page, "<!DOCTYPE html>\n<html");
    wb_page_say_attribute(page, "lang", WB_SAY_LANG);
    wb_page_markup(page, ">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    if (frame->title.len) {
        wb_page_text(page, frame->title);
        wb_page_markup(page, " – ");
    }
    wb_page_markup(page, "wbsearch</title>\n<meta name=\"viewport\" content=\"width=device-width, "
                         "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
                         "<link rel=\"icon\"");
    put_asset(page, "href", "icon.svg");
    wb_page_markup(page, ">\n<link rel=\"stylesheet\"");
    put_asset(page, "href", "style.css");
    wb_page_markup(page, ">\n<script");
    put_asset(page, "src", "suggest.js");
    wb_page_markup(page, " defer></script>\n<script");
    put_asset(page, "src", "script.js");
    wb_page_markup(page, " defer></script>\n</head>\n");
}

/* What the script says, so that it need not know languages. */
static void put_body(wb_page *page, const wb_page_frame *frame)
{
    wb_page_markup(page, "<body");
    wb_page_attribute(page, "class", wb_slice_from(frame->name));
    wb_page_say_attribute(page, "data-copied", WB_SAY_COPIED);
    wb_page_say_attribute(page, "data-copy-failed", WB_SAY_COPY_FAILED);
    wb_page_say_attribute(page, "data-copy", WB_SAY_COPY);
    wb_page_say_attribute(page, "data-copy-cited", WB_SAY_COPY_CITED);
    wb_page_say_attribute(page, "data-copy-link", WB_SAY_COPY_LINK);
    wb_page_say_attribute(page, "data-next-hit", WB_SAY_NEXT_HIT);
    wb_page_say_attribute(page, "data-previous-hit", WB_SAY_PREVIOUS_HIT);
    wb_page_say_attribute(page, "data-suggestions", WB_SAY_SUGGESTIONS);
    wb_page_say_attribute(page, "data-suggested-terms", WB_SAY_SUGGESTED_TERMS);
    wb_page_say_attribute(page, "data-suggested-values", WB_SAY_SUGGESTED_VALUES);
    wb_page_say_attribute(page, "data-suggested-titles", WB_SAY_SUGGESTED_TITLES);
    wb_page_say_attribute(page, "data-keys", WB_SAY_KEYS);
    wb_page_say_attribute(page, "data-keys-on", WB_SAY_KEYS_ON);
    wb_page_say_attribute(page, "data-keys-text", WB_SAY_KEYS_TEXT);
    wb_page_markup(page, ">\n<a class=\"skip\" href=\"#main\">");
    wb_page_say(page, frame->skip);
    wb_page_markup(page, "</a>\n");
}

static void put_indexes(wb_page *page, const wb_call *call)
{
    size_t count = wb_indexes_count(call->indexes);
    if (count < 2) {
        return;
    }
    wb_page_markup(page, "<select name=\"index\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_INDEX);
    wb_page_markup(page, ">");
    for (size_t i = 0; i < count; i++) {
        const char *name = wb_indexes_name(call->indexes, i);
        wb_page_markup(page, "<option");
        wb_page_attribute(page, "value", wb_slice_from(name));
        wb_page_markup(page, call->index && strcmp(call->index, name) == 0 ? " selected>" : ">");
        wb_page_text(page, wb_slice_from(name));
        wb_page_markup(page, "</option>");
    }
    wb_page_markup(page, "</select>");
}

static void put_buttons(wb_page *page, const wb_page_frame *frame)
{
    if (!frame->doc) {
        wb_page_markup(page, "<button>");
        wb_page_say(page, WB_SAY_SEARCH);
        wb_page_markup(page, "</button>");
        return;
    }
    wb_page_markup(page, "<button>");
    wb_page_say(page, WB_SAY_SEARCH_ALL);
    wb_page_markup(page, "</button><button formaction=\"/documents/");
    wb_page_doc_id(page, *frame->doc);
    wb_page_markup(page, "\">");
    wb_page_say(page, WB_SAY_SEARCH_HERE);
    wb_page_markup(page, "</button>");
}

static void put_form(wb_page *page, const wb_call *call, const wb_page_address *address,
                     const wb_page_frame *frame)
{
    /* With several indexes there is a field to choose one. */
    wb_page_address kept = *address;
    if (wb_indexes_count(call->indexes) > 1) {
        kept.index = wb_slice_make("", 0);
    }
    wb_page_markup(page,
                   "<form role=\"search\" action=\"/\" id=\"form\"><div class=\"field\"><input "
                   "type=\"search\" name=\"q\" id=\"q\" maxlength=\"1024\" autocomplete=\"off\" "
                   "autocapitalize=\"off\" spellcheck=\"false\" enterkeyhint=\"search\"");
    wb_page_say_attribute(page, "aria-label", WB_SAY_SEARCH_LABEL);
    wb_page_say_attribute(page, "placeholder", WB_SAY_PLACEHOLDER);
    wb_page_attribute(page, "value", address->query);
    wb_page_markup(page, "></div>");
    put_indexes(page, call);
    put_buttons(page, frame);
    wb_page_address_fields(page, &kept);
    wb_page_markup(page, "</form>\n");
}

/* The same page in the other language. */
static void put_language(wb_page *page, const wb_page_address *address, const wb_page_frame *frame)
{
    wb_page_address other = *address;
    other.lang = wb_slice_from(page->is_chinese ? "en" : "zh");
    wb_page_markup(page, "<a class=\"language\"");
    if (frame->doc) {
        wb_page_document_href(page, &other, *frame->doc);
    } else {
        wb_page_list_href(page, &other);
    }
    wb_page_markup(page, page->is_chinese ? " lang=\"en\" hreflang=\"en\">"
                                          : " lang=\"zh-Hans\" hreflang=\"zh\">");
    wb_page_say(page, WB_SAY_OTHER_LANG);
    wb_page_markup(page, "</a>");
}

void wb_page_begin(wb_call *call, const wb_page_address *address, const wb_page_frame *frame,
                   wb_page *page)
{
    wb_page_address home = {.query = wb_slice_make("", 0),
                            .depth = WB_SEARCH_SOME,
                            .index = address->index,
                            .lang = address->lang};
    call->response->content_type = "text/html; charset=utf-8";
    call->response->varies_by_language = true;
    page->out = &call->response->body;
    page->is_chinese = wb_page_is_chinese(call->request);
    put_head(page, frame);
    put_body(page, frame);
    wb_page_markup(page, "<header class=\"top\"><a class=\"brand\"");
    wb_page_list_href(page, &home);
    wb_page_say_attribute(page, "title", WB_SAY_HOME);
    wb_page_markup(page, ">wbsearch</a>\n");
    put_form(page, call, address, frame);
    wb_page_markup(page, "<p class=\"more\"><a");
    home.place = WB_PAGE_LISTING;
    wb_page_list_href(page, &home);
    wb_page_markup(page, ">");
    wb_page_say(page, WB_SAY_TO_DOCUMENTS);
    wb_page_markup(page, "</a> <a class=\"to-help\"");
    home.place = WB_PAGE_SEARCH;
    wb_page_list_href(page, &home);
    wb_page_markup(page, ">");
    wb_page_say(page, WB_SAY_HELP);
    wb_page_markup(page, "</a> ");
    put_language(page, address, frame);
    wb_page_markup(page, "</p></header>\n");
}

wb_status wb_page_end(wb_call *call, wb_page *page, wb_error *err)
{
    wb_page_markup(page,
                   "<p id=\"status\" class=\"hidden\" role=\"status\"></p>\n</body>\n</html>\n");
    return wb_api_end_json(call, err);
}
