/*
 * What doc.h and record.h promise, on documents that were cut up and mixed at random.
 *
 * usage: prop_reader [--seed N] [--count N] FOLDER...
 */
#include <stdio.h>

#include <wbsearch/doc.h>
#include <wbsearch/utf8.h>

#include "invariants.h"
#include "prop.h"

/* Pieces that make trouble. */
static const char *const pieces[] = {
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n\n\n",
    "  \n",
    "# ",
    "## ",
    "\n---\n",
    "\n===\n",
    "**",
    "***",
    "*",
    "_",
    "`",
    "\n```\n",
    "\n    ",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n10) ",
    "\n1. 2. ",
    "\n| a | ",
    "|---|---|\n",
    "\n<!-- 注 -->\n",
    "\n<pre>表\n二</pre>\n\n",
    "<style>p{}</style>\n",
    "&nbsp;",
    "&#8226;",
    "&lt;",
    "&amp;",
    "&",
    "\\*",
    "\\",
    "<p>",
    "</p>",
    "<br/>",
    "<sup>",
    "</sup>",
    "<sup>①",
    "<!--",
    "-->",
    "<div>\n",
    "\n</div>",
    "<b>",
    "[^1]",
    "[^1]: ",
    "[1]: ",
    "[注](http:/",
    ")",
    "![图](a.png)",
    "　　",
    "\xC2\xA0",
    "\xE2\x80\x8B",
    "\t",
    "— 12 —",
    "\n\n— 3 —\n\n",
    "第一章",
    "第三条　",
    "\n一、",
    "\n（二）",
    "\n①",
    "。\n",
    "，\n",
    "专栏",
    "附件：",
    "。",
    "\xEE\x84\x85",
    "名词解释\n",
    "\xEF\xBB\xBF",
    "<script>",
    "</script>",
    "\n***\n",
    "\\\n",
    "&#x4E2D;",
};

static void put_piece(struct rng *rng, const struct prop_sources *sources, wb_buf *out)
{
    const struct prop_source *source = &sources->items[rng_below(rng, sources->count)];
    switch (rng_below(rng, 6)) {
    case 0:
        wb_buf_puts(out, pieces[rng_below(rng, sizeof pieces / sizeof *pieces)]);
        break;
    case 1:
        wb_buf_put(out, prop_slice(rng, wb_buf_slice(&source->text), 400));
        break;
    case 2:
        prop_random_text(rng, rng_below(rng, 8), out);
        break;
    default:
        wb_buf_put(out, prop_slice(rng, wb_buf_slice(&source->text), 30));
        wb_buf_puts(out, pieces[rng_below(rng, sizeof pieces / sizeof *pieces)]);
        break;
    }
}

/* A document with pieces put in, taken out and put elsewhere. */
static void mutate(struct rng *rng, const struct prop_sources *sources, wb_buf *out)
{
    wb_slice text = wb_buf_slice(&sources->items[rng_below(rng, sources->count)].text);
    wb_slice whole = prop_slice(rng, text, 3000);
    size_t at = 0;
    while (at < whole.len) {
        size_t end = wb_utf8_floor(whole, at + 1 + rng_below(rng, 600) < whole.len
                                              ? at + 1 + rng_below(rng, 600)
                                              : whole.len);
        end = end > whole.len || end <= at ? whole.len : end;
        if (rng_below(rng, 5)) {
            wb_buf_append(out, whole.ptr + at, end - at);
        }
        wb_buf_puts(out, pieces[rng_below(rng, sizeof pieces / sizeof *pieces)]);
        at = end;
    }
}

static void check(wb_slice source, wb_doc_format format, bool is_whole)
{
    wb_doc doc = {0};
    wb_error error;
    wb_buf fault;
    wb_buf_init(&fault, 0);
    wb_status status = wb_doc_read(source, format, "某文件.md", &doc, &error);
    if (status != WB_OK) {
        prop_fail("wb_doc_read: %s", error.text);
        prop_show("source", source);
    } else if (!check_doc(&doc, source, true, &fault) || !check_records(&doc, &fault) ||
               ((is_whole || format == WB_DOC_PLAIN) &&
                !check_complete(&doc, source, format, &fault))) {
        prop_fail("%s, %.*s", format == WB_DOC_PLAIN ? "plain text" : "Markdown", (int)fault.len,
                  fault.data);
        prop_show("source", source);
    }
    wb_buf_free(&fault);
    wb_doc_clear(&doc);
}

int main(int argc, char **argv)
{
    struct prop_options options = {.seed = 1, .count = 6000};
    prop_options(argc, argv, &options);
    struct prop_sources sources = prop_read_sources(options.folders, options.folder_count);
    struct rng rng = {options.seed};
    wb_buf text;
    wb_buf_init(&text, 0);
    size_t cases = 0;
    for (size_t i = 0; i < sources.count; i++, cases++) {
        check(wb_buf_slice(&sources.items[i].text), WB_DOC_MARKDOWN, true);
        check(wb_buf_slice(&sources.items[i].text), WB_DOC_PLAIN, true);
    }
    for (size_t i = 0; i < options.count; i++, cases++) {
        wb_buf_clear(&text);
        if (i % 2) {
            mutate(&rng, &sources, &text);
        } else {
            for (size_t n = 1 + rng_below(&rng, i % 4 ? 40 : 5); n > 0; n--) {
                put_piece(&rng, &sources, &text);
            }
        }
        prop_require(text.status == WB_OK, "memory");
        check(wb_buf_slice(&text), rng_below(&rng, 4) ? WB_DOC_MARKDOWN : WB_DOC_PLAIN, false);
    }
    wb_buf_free(&text);
    prop_free_sources(&sources);
    return prop_finish("reader", cases, &options);
}
