/* Tags of HTML. */
#include "reader_html_tags.h"

#include <string.h>
#include <strings.h>

/* The longest name of an element, bytes. */
#define NAME_BYTES 11
/* When so many times the text's length was scanned in vain, a tag is looked for no further than …
 */
#define WASTE_FACTOR 2
/* … this, bytes. */
#define TAG_BYTES 256

/* Ascending by name. */
static const struct {
    const char *name;
    enum html_role role;
} elements[] = {
    {"a", HTML_INLINE},         {"abbr", HTML_INLINE},       {"acronym", HTML_INLINE},
    {"address", HTML_BLOCK},    {"applet", HTML_INLINE},     {"area", HTML_INLINE},
    {"article", HTML_BLOCK},    {"aside", HTML_BLOCK},       {"audio", HTML_INLINE},
    {"b", HTML_STRONG},         {"base", HTML_INLINE},       {"basefont", HTML_INLINE},
    {"bdi", HTML_INLINE},       {"bdo", HTML_INLINE},        {"big", HTML_INLINE},
    {"blink", HTML_INLINE},     {"blockquote", HTML_QUOTE},  {"body", HTML_BLOCK},
    {"br", HTML_BREAK},         {"button", HTML_INLINE},     {"canvas", HTML_INLINE},
    {"caption", HTML_CAPTION},  {"center", HTML_BLOCK},      {"cite", HTML_INLINE},
    {"code", HTML_INLINE},      {"col", HTML_INLINE},        {"colgroup", HTML_INLINE},
    {"data", HTML_INLINE},      {"datalist", HTML_INLINE},   {"dd", HTML_BLOCK},
    {"del", HTML_INLINE},       {"details", HTML_BLOCK},     {"dfn", HTML_INLINE},
    {"dialog", HTML_BLOCK},     {"dir", HTML_BLOCK},         {"div", HTML_BLOCK},
    {"dl", HTML_BLOCK},         {"dt", HTML_BLOCK},          {"em", HTML_INLINE},
    {"embed", HTML_INLINE},     {"fieldset", HTML_BLOCK},    {"figcaption", HTML_CAPTION},
    {"figure", HTML_BLOCK},     {"font", HTML_INLINE},       {"footer", HTML_BLOCK},
    {"form", HTML_BLOCK},       {"frame", HTML_INLINE},      {"frameset", HTML_BLOCK},
    {"g", HTML_INLINE},         {"h1", HTML_HEADING},        {"h2", HTML_HEADING},
    {"h3", HTML_HEADING},       {"h4", HTML_HEADING},        {"h5", HTML_HEADING},
    {"h6", HTML_HEADING},       {"head", HTML_BLOCK},        {"header", HTML_BLOCK},
    {"hgroup", HTML_BLOCK},     {"hr", HTML_BLOCK},          {"html", HTML_BLOCK},
    {"i", HTML_INLINE},         {"iframe", HTML_INLINE},     {"img", HTML_INLINE},
    {"input", HTML_INLINE},     {"ins", HTML_INLINE},        {"kbd", HTML_INLINE},
    {"label", HTML_INLINE},     {"legend", HTML_BLOCK},      {"li", HTML_ITEM},
    {"link", HTML_INLINE},      {"main", HTML_BLOCK},        {"map", HTML_INLINE},
    {"mark", HTML_INLINE},      {"menu", HTML_BLOCK},        {"meta", HTML_INLINE},
    {"meter", HTML_INLINE},     {"nav", HTML_BLOCK},         {"nobr", HTML_INLINE},
    {"noframes", HTML_BLOCK},   {"noscript", HTML_INLINE},   {"object", HTML_INLINE},
    {"ol", HTML_LIST},          {"optgroup", HTML_INLINE},   {"option", HTML_INLINE},
    {"output", HTML_INLINE},    {"p", HTML_BLOCK},           {"param", HTML_INLINE},
    {"path", HTML_INLINE},      {"picture", HTML_INLINE},    {"pre", HTML_BLOCK},
    {"progress", HTML_INLINE},  {"q", HTML_INLINE},          {"rb", HTML_INLINE},
    {"rp", HTML_INLINE},        {"rt", HTML_INLINE},         {"rtc", HTML_INLINE},
    {"ruby", HTML_INLINE},      {"s", HTML_INLINE},          {"samp", HTML_INLINE},
    {"script", HTML_HIDDEN},    {"search", HTML_BLOCK},      {"section", HTML_BLOCK},
    {"select", HTML_INLINE},    {"small", HTML_INLINE},      {"source", HTML_INLINE},
    {"span", HTML_INLINE},      {"strike", HTML_INLINE},     {"strong", HTML_STRONG},
    {"style", HTML_HIDDEN},     {"sub", HTML_INLINE},        {"summary", HTML_BLOCK},
    {"sup", HTML_SUP},          {"svg", HTML_INLINE},        {"table", HTML_TABLE},
    {"tbody", HTML_BLOCK},      {"td", HTML_CELL},           {"template", HTML_INLINE},
    {"textarea", HTML_INLINE},  {"tfoot", HTML_BLOCK},       {"th", HTML_HEAD_CELL},
    {"thead", HTML_TABLE_HEAD}, {"time", HTML_INLINE},       {"title", HTML_BLOCK},
    {"tr", HTML_ROW},           {"track", HTML_INLINE},      {"tt", HTML_INLINE},
    {"u", HTML_INLINE},         {"ucapcontent", HTML_BLOCK}, {"ucaptitle", HTML_BLOCK},
    {"ul", HTML_LIST},          {"var", HTML_INLINE},        {"video", HTML_INLINE},
    {"wbr", HTML_INLINE},       {"zoom", HTML_BLOCK},
};

enum html_role html_role_of(wb_slice name)
{
    char lower[NAME_BYTES + 1];
    if (name.len == 0 || name.len > NAME_BYTES) {
        return HTML_UNKNOWN;
    }
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    lower[name.len] = 0;
    size_t low = 0;
    size_t high = sizeof elements / sizeof *elements;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(elements[middle].name, lower);
        if (order == 0) {
            return elements[middle].role;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return HTML_UNKNOWN;
}

static bool is_letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The offset behind the '>' that ends the tag, `from` standing behind its name; 0 when there is
 * none. */
static size_t tag_end(wb_slice html, size_t from, struct html_effort *effort)
{
    bool hurried = effort->wasted > WASTE_FACTOR * html.len;
    size_t limit = hurried && html.len - from > TAG_BYTES ? from + TAG_BYTES : html.len;
    char quote = 0;
    size_t i = from;
    for (; i < limit; i++) {
        char c = html.ptr[i];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return i + 1;
        } else if (c == '<') {
            break;
        }
    }
    effort->wasted += i - from;
    return 0;
}

bool html_tag_at(wb_slice html, size_t at, struct html_effort *effort, struct html_tag *ret)
{
    size_t i = at + 1;
    ret->closing = i < html.len && html.ptr[i] == '/';
    i += ret->closing;
    size_t name = i;
    while (i < html.len && i - name <= NAME_BYTES &&
           (is_letter(html.ptr[i]) || (i > name && html.ptr[i] >= '0' && html.ptr[i] <= '9'))) {
        i++;
    }
    bool ends = i < html.len && (is_space(html.ptr[i]) || html.ptr[i] == '/' || html.ptr[i] == '>');
    ret->name = wb_slice_make(html.ptr + name, i - name);
    ret->role = ends ? html_role_of(ret->name) : HTML_UNKNOWN;
    if (ret->role == HTML_UNKNOWN) {
        return false;
    }
    size_t end = tag_end(html, i, effort);
    if (end == 0) {
        return false;
    }
    ret->text = wb_slice_make(html.ptr + at, end - at);
    ret->level = ret->role == HTML_HEADING ? (uint8_t)(ret->name.ptr[1] - '0') : 0;
    return true;
}

/* The offset behind the name of an attribute, letters of either case, that stands behind white
 * space; 0 when there is none. */
static size_t find_attribute(wb_slice tag, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 1; i + len <= tag.len; i++) {
        if (is_space(tag.ptr[i - 1]) && strncasecmp(tag.ptr + i, name, len) == 0) {
            return i + len;
        }
    }
    return 0;
}

unsigned html_span(const struct html_tag *tag, const char *attribute)
{
    size_t i = find_attribute(tag->text, attribute);
    if (i == 0) {
        return 1;
    }
    const char *at = tag->text.ptr + i;
    const char *end = tag->text.ptr + tag->text.len;
    while (at < end && (*at == '=' || *at == '"' || *at == '\'' || is_space(*at))) {
        at++;
    }
    unsigned value = 0;
    for (; at < end && *at >= '0' && *at <= '9' && value < 1000; at++) {
        value = value * 10 + (unsigned)(*at - '0');
    }
    return value == 0 ? 1 : value < 1000 ? value : 1000;
}
