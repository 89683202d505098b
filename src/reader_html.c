/* The text of an HTML block: tags, comments, scripts and styles go, block elements end a paragraph.
 */
#include "reader_html.h"

#include <strings.h>

#include <wbsearch/utf8.h>

/* A tag at `at` ('<'): its end (behind '>'), or 0 when it is none. The name in *ret_name. */
static size_t tag_end(wb_slice html, size_t at, wb_slice *ret_name, bool *ret_closing)
{
    size_t i = at + 1;
    *ret_closing = i < html.len && html.ptr[i] == '/';
    i += *ret_closing;
    size_t name = i;
    while (i < html.len && ((html.ptr[i] | 0x20) >= 'a' && (html.ptr[i] | 0x20) <= 'z')) {
        i++;
    }
    while (i > name && i < html.len && html.ptr[i] >= '0' && html.ptr[i] <= '9') {
        i++; /* h1 */
    }
    *ret_name = wb_slice_make(html.ptr + name, i - name);
    if (i == name) {
        return 0;
    }
    char quote = 0;
    for (; i < html.len; i++) {
        char c = html.ptr[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return i + 1;
        } else if (c == '<') {
            return 0;
        }
    }
    return 0;
}

static bool is_name(wb_slice name, const char *wanted)
{
    return name.len == strlen(wanted) && strncasecmp(name.ptr, wanted, name.len) == 0;
}

static bool is_block_element(wb_slice name)
{
    static const char *const names[] = {
        "p",     "div",   "br", "li",      "ul",      "ol",     "tr",     "table", "h1",
        "h2",    "h3",    "h4", "h5",      "h6",      "hr",     "dt",     "dd",    "section",
        "thead", "tbody", "dl", "article", "caption", "header", "footer", "title",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (is_name(name, names[i])) {
            return true;
        }
    }
    return false;
}

/* The offset behind the next `needle`, letters of either case; the end when there is none. */
static size_t behind(wb_slice html, size_t from, const char *needle)
{
    size_t len = strlen(needle);
    for (size_t i = from; i + len <= html.len; i++) {
        if (html.ptr[i] == needle[0] && strncasecmp(html.ptr + i, needle, len) == 0) {
            return i + len;
        }
    }
    return html.len;
}

/* A number as in &#20013; or &#x4E2D;, `from` standing behind the #. */
static size_t numeric_entity(wb_slice html, size_t from, uint32_t *ret)
{
    bool hex = from < html.len && (html.ptr[from] | 0x20) == 'x';
    size_t i = from + hex;
    uint32_t value = 0;
    size_t digits = 0;
    for (; i < html.len && digits < 8; i++, digits++) {
        char c = html.ptr[i];
        char lower = (char)(c | 0x20);
        if (c >= '0' && c <= '9') {
            value = value * (hex ? 16 : 10) + (uint32_t)(c - '0');
        } else if (hex && lower >= 'a' && lower <= 'f') {
            value = value * 16 + (uint32_t)(lower - 'a') + 10;
        } else {
            break;
        }
    }
    if (digits == 0 || i >= html.len || html.ptr[i] != ';' || value == 0 || value > 0x10FFFF ||
        (value >= 0xD800 && value < 0xE000)) {
        return 0;
    }
    *ret = value < 0x20 ? ' ' : value; /* &#10; is no line end of the source */
    return i + 1;
}

/* An entity at `at` ('&'): its end and its character, or 0. */
static size_t entity_end(wb_slice html, size_t at, uint32_t *ret)
{
    static const struct {
        const char *name;
        uint32_t value;
    } entities[] = {
        {"amp;", '&'},      {"lt;", '<'},       {"gt;", '>'},       {"quot;", '"'},
        {"apos;", '\''},    {"nbsp;", 0xA0},    {"emsp;", 0x2003},  {"ensp;", 0x2002},
        {"middot;", 0xB7},  {"mdash;", 0x2014}, {"ndash;", 0x2013}, {"hellip;", 0x2026},
        {"ldquo;", 0x201C}, {"rdquo;", 0x201D}, {"lsquo;", 0x2018}, {"rsquo;", 0x2019},
        {"times;", 0xD7},   {"bull;", 0x2022},  {"yen;", 0xA5},     {"permil;", 0x2030},
    };
    wb_slice rest = wb_slice_make(html.ptr + at + 1, html.len - at - 1);
    if (wb_slice_starts(rest, "#")) {
        return numeric_entity(html, at + 2, ret);
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (wb_slice_starts(rest, entities[i].name)) {
            *ret = entities[i].value;
            return at + 1 + strlen(entities[i].name);
        }
    }
    return 0;
}

/* What stands at '<': returns the offset behind it, or `at` when it is plain text. */
static size_t skip_markup(struct reader *r, wb_slice html, size_t at, const struct block *like,
                          wb_status *status)
{
    wb_slice rest = wb_slice_make(html.ptr + at, html.len - at);
    if (wb_slice_starts(rest, "<!--")) {
        size_t end = behind(html, at + 4, "-->");
        return end == html.len && !wb_slice_ends(html, "-->") ? at : end;
    }
    if (wb_slice_starts(rest, "<!") || wb_slice_starts(rest, "<?")) {
        return behind(html, at, ">");
    }
    wb_slice name;
    bool closing;
    size_t end = tag_end(html, at, &name, &closing);
    if (end == 0) {
        return at;
    }
    if (!closing && (is_name(name, "script") || is_name(name, "style"))) {
        return behind(html, behind(html, end, is_name(name, "script") ? "</script" : "</style"),
                      ">");
    }
    if (is_block_element(name)) {
        *status = builder_finish(r, like);
    }
    return end;
}

wb_status reader_html_text(struct reader *r, size_t start, size_t end, const struct block *like)
{
    wb_slice html = wb_slice_make(r->source.ptr + start, end - start);
    wb_status status = WB_OK;
    size_t run = 0; /* start of the plain text not yet copied */
    size_t i = 0;
    while (i < html.len && status == WB_OK) {
        char c = html.ptr[i];
        size_t next = i;
        uint32_t entity = 0;
        if (c == '&') {
            next = entity_end(html, i, &entity);
            next = next ? next : i;
        } else if (c == '\n' || c == '\r') {
            next = i + 1;
        } else if (c == '<') {
            builder_copy(r, start + run, i - run); /* belongs before what the tag may finish */
            run = i;
            next = skip_markup(r, html, i, like, &status);
        }
        if (next == i) {
            i++;
            continue;
        }
        builder_copy(r, start + run, i - run);
        if (entity) {
            char bytes[4];
            builder_insert(r, wb_slice_make(bytes, wb_utf8_encode(entity, bytes)), start + i);
        } else if (c == '\n') {
            builder_break(r);
        }
        run = i = next;
    }
    if (status == WB_OK) {
        builder_copy(r, start + run, html.len - run);
        status = builder_finish(r, like);
    }
    return status;
}
