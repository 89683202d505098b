/**
 * @file page_write.h
 * Writing HTML: whatever comes from documents and requests goes through these functions, which
 * escape it; markup itself is constant.
 */
#ifndef WBSEARCH_QUERY_PAGE_WRITE_H
#define WBSEARCH_QUERY_PAGE_WRITE_H

#include <wbsearch/catalog.h>

#include "html.h"
#include "page_text.h"

WB_BEGIN_DECLS

/** A page being written. Failures stick in out->status. */
typedef struct wb_page {
    wb_buf *out;
    bool is_chinese;
} wb_page;

/** Appends markup, a constant of the program. */
void wb_page_markup(wb_page *page, const char *markup);

/** Appends text between tags. */
void wb_page_text(wb_page *page, wb_slice text);

/** The same, shut off from the direction in which the text around it runs: `<bdi>`. */
void wb_page_name(wb_page *page, wb_slice text);

/** Appends ` NAME="VALUE"`, with a space before. */
void wb_page_attribute(wb_page *page, const char *name, wb_slice value);

/** Appends a number as digits alone, for attributes and ids. */
void wb_page_digits(wb_page *page, uint64_t number);

/** Appends a number for people: 12,345. */
void wb_page_number(wb_page *page, uint64_t number);

/** Appends a text of the page in its language. */
void wb_page_say(wb_page *page, wb_say say);

/** The same, a number in the place of `{}`; `{s}` becomes `s` unless it is 1. */
void wb_page_say_number(wb_page *page, wb_say say, uint64_t number);

/** Appends ` NAME="TEXT"` with a text of the page. */
void wb_page_say_attribute(wb_page *page, const char *name, wb_say say);

/** Appends `name=value` of an address, percent-encoded (WHATWG URL, application/x-www-form-
 *  urlencoded, but %20 for spaces), into an attribute; `*has_params` says which of ? and & goes
 *  before, and becomes true. */
void wb_page_param(wb_page *page, bool *has_params, const char *name, wb_slice value);

/** Appends a document's id, 16 hexadecimal digits. */
void wb_page_doc_id(wb_page *page, wb_doc_id id);

/** Appends as much of the date as is known, in a `<time>`. Nothing for 0. */
void wb_page_day(wb_page *page, wb_day day);

WB_END_DECLS

#endif
