#include "query_kinds.h"

#include <stdio.h>
#include <string.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

const query_kind query_kinds[] = {
    {"substrings", "1 character", "%1"},
    {"substrings", "2 characters", "%2"},
    {"substrings", "3 characters", "%3"},
    {"substrings", "4 characters", "%4"},
    {"substrings", "6 characters", "%6"},
    {"items", "two, one paragraph", "%w %w"},
    {"items", "two, two paragraphs", "%w %v"},
    {"items", "three, one paragraph", "%w %w %w"},
    {"items", "quoted", "\"%w\" %w"},
    {"items", "OR", "%w OR %v"},
    {"items", "NOT", "%w -%w"},
    {"percent", "percentage", "%r"},
    {"percent", "percentage, word", "%r %w"},
    {"percent", "word with percentage", "%2%r"},
    {"scopes", "sentence", "同句(%w %w)"},
    {"scopes", "sentence, apart", "同句(%w %v)"},
    {"scopes", "paragraph", "同段(%w %w)"},
    {"scopes", "section", "同节(%w %w)"},
    {"scopes", "section, apart", "同节(%w %v)"},
    {"scopes", "document", "同篇(%w %w)"},
    {"scopes", "document, apart", "同篇(%w %v)"},
    {"scopes", "document of 3", "同篇(%w %w %v)"},
    {"scopes", "document, NOT", "同篇(%w -%v)"},
    {"scopes", "section, word beside", "同节(%w %w) %w"},
    {"filters", "year", "%w 年份:%y"},
    {"filters", "years, two words", "%w %w 年份:%y.."},
    {"filters", "organ", "%w 机关:%o"},
    {"filters", "organ, two words", "%w %w 机关:%o"},
    {"filters", "section title", "%w 章节:%s"},
    {"filters", "section title, two", "%w %w 章节:%s"},
    {"filters", "section title alone", "章节:%s"},
    {"filters", "title", "%w 标题:%t"},
    {"filters", "title, two words", "%w %w 标题:%t"},
    {"filters", "path", "%w 路径:%p"},
    {"filters", "path alone", "路径:%p"},
    {"filters", "kind", "%w 文种:%k"},
    {"filters", "number", "%w 文号:%n"},
    {"filters", "not of an organ", "%w -机关:%o"},
};
const size_t query_kind_count = sizeof query_kinds / sizeof *query_kinds;

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t next_random(query_source *source)
{
    uint64_t z = (source->random_state += 0x9E3779B97F4A7C15u);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static size_t below(query_source *source, size_t n)
{
    return (size_t)(next_random(source) % n);
}

/* A paragraph: as likely as it is long. */
static wb_slice choose_paragraph(query_source *source)
{
    wb_slice all = source->paragraphs;
    size_t start = below(source, all.len);
    while (start > 0 && all.ptr[start - 1] != '\n') {
        start--;
    }
    const char *end = memchr(all.ptr + start, '\n', all.len - start);
    return wb_slice_make(all.ptr + start, end ? (size_t)(end - all.ptr) - start : all.len - start);
}

/* Appends `count` Chinese characters in a row, from a random place of `text` on. */
static bool cut(query_source *source, wb_slice text, size_t count, wb_buf *out)
{
    if (text.len < 3 * count) {
        return false;
    }
    size_t start = wb_utf8_floor(text, below(source, text.len - 3 * count + 1));
    size_t end = start;
    for (size_t i = 0; i < count; i++) {
        if (end >= text.len || wb_fold_class(wb_utf8_next(text, &end)) != WB_CHAR_CJK) {
            return false;
        }
    }
    return wb_buf_append(out, text.ptr + start, end - start) == WB_OK;
}

static bool cut_word(query_source *source, wb_slice text, wb_buf *out)
{
    return cut(source, text, 2 + below(source, 3), out);
}

/* A number with a percent sign; the paragraph is chosen so that it has one. */
static bool cut_percentage(wb_slice paragraph, wb_buf *out)
{
    const char *percent = memchr(paragraph.ptr, '%', paragraph.len);
    const char *start = percent;
    while (start && start > paragraph.ptr &&
           ((start[-1] >= '0' && start[-1] <= '9') || start[-1] == '.')) {
        start--;
    }
    return start < percent && wb_buf_append(out, start, (size_t)(percent - start) + 1) == WB_OK;
}

/* A piece of the title of a chapter: a line 第…章 with something behind it. */
static bool cut_chapter(query_source *source, wb_buf *out)
{
    static const char FIRST[] = "第";
    static const char CHAPTER[] = "章";
    wb_slice line = {NULL, 0};
    const char *chapter = NULL;
    for (int i = 0; i < 10000 && !chapter; i++) {
        line = choose_paragraph(source);
        bool opens = line.len > 12 && line.len < 60 && !memcmp(line.ptr, FIRST, strlen(FIRST));
        chapter = opens ? memmem(line.ptr, line.len, CHAPTER, strlen(CHAPTER)) : NULL;
    }
    if (!chapter) {
        return false;
    }
    chapter += strlen(CHAPTER);
    return cut_word(source, wb_slice_make(chapter, (size_t)(line.ptr + line.len - chapter)), out);
}

static bool append_value(wb_slice value, wb_buf *out)
{
    return value.len && !memchr(value.ptr, '"', value.len) &&
           wb_buf_printf(out, "\"%.*s\"", (int)value.len, value.ptr) == WB_OK;
}

static bool append_of_document(query_source *source, char what, wb_buf *out)
{
    if (source->catalog->count == 0) {
        return false;
    }
    const wb_catalog_doc *doc = &source->catalog->docs[below(source, source->catalog->count)];
    switch (what) {
    case 't':
        return cut_word(source, doc->title, out);
    case 'p':
        return cut_word(source, doc->path, out);
    case 'o':
        return append_value(doc->organ, out);
    case 'k':
        return append_value(doc->kind, out);
    case 'n':
        return append_value(doc->number, out);
    default:
        return wb_catalog_year(doc) && wb_buf_printf(out, "%u", wb_catalog_year(doc)) == WB_OK;
    }
}

static bool append_part(query_source *source, wb_slice paragraph, char what, wb_buf *out)
{
    if (what >= '1' && what <= '9') {
        return cut(source, paragraph, (size_t)(what - '0'), out);
    }
    switch (what) {
    case 'w':
        return cut_word(source, paragraph, out);
    case 'v':
        return cut_word(source, choose_paragraph(source), out);
    case 'r':
        return cut_percentage(paragraph, out);
    case 's':
        return cut_chapter(source, out);
    default:
        return append_of_document(source, what, out);
    }
}

bool make_query(query_source *source, const query_kind *kind, wb_buf *out)
{
    wb_slice paragraph = choose_paragraph(source);
    wb_buf_clear(out);
    for (int i = 0; strstr(kind->form, "%r") && i < 10000; i++) {
        if (memchr(paragraph.ptr, '%', paragraph.len)) {
            break;
        }
        paragraph = choose_paragraph(source);
    }
    bool made = true;
    for (const char *form = kind->form; *form && made; form++) {
        if (*form == '%') {
            made = append_part(source, paragraph, *++form, out);
        } else {
            made = wb_buf_putc(out, *form) == WB_OK;
        }
    }
    return made;
}

static void append_until(query_source *source, wb_buf *out, const char *form, const char *between,
                         size_t count)
{
    const query_kind kind = {"", "", form};
    wb_buf one;
    wb_buf_init(&one, 0);
    for (size_t i = 0; i < count;) {
        if (make_query(source, &kind, &one)) {
            (void)wb_buf_printf(out, "%s%.*s", i ? between : "", (int)one.len, one.data);
            i++;
        }
    }
    wb_buf_free(&one);
}

static void repeat(wb_buf *out, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)wb_buf_puts(out, text);
    }
}

/* The text of the corpus, from a random paragraph on, without white space, with `between` behind
 * each character. */
static void append_text(query_source *source, wb_buf *out, size_t chars, const char *between)
{
    wb_slice all = source->paragraphs;
    size_t at = (size_t)(choose_paragraph(source).ptr - all.ptr);
    for (size_t i = 0; i < chars && at < all.len;) {
        size_t start = at;
        uint32_t c = wb_utf8_next(all, &at);
        if (c > 0x2E80 && c != 0x3000) {
            (void)wb_buf_append(out, all.ptr + start, at - start);
            (void)wb_buf_puts(out, between);
            i++;
        }
    }
}

/* What takes no more than a form repeated. */
static const struct adversary {
    const char *name;
    const char *before;
    const char *form;
    const char *between;
    size_t count;
    const char *after;
} adversaries[] = {
    {"64 branches of OR", "", "%2", " OR ", 64, ""},
    {"64 branches, 4 characters", "", "%4", " OR ", 64, ""},
    {"64 single characters, OR", "", "%1", " OR ", 64, ""},
    {"64 items", "", "%2", " ", 64, ""},
    {"64 single characters", "", "%1", " ", 64, ""},
    {"64 quoted items", "\"", "%2", "\" \"", 64, "\""},
    {"64 negations", "-", "%2", " -", 64, ""},
    {"64 percentages, OR", "", "%r", " OR ", 64, ""},
    {"21 ORs in a section", "同节((", "%w OR %w OR %w", ") (", 21, "))"},
    {"21 ORs in a document", "同篇((", "%w OR %w OR %w", ") (", 21, "))"},
    {"64 branches in a document", "同篇(", "%2", " OR ", 64, ")"},
    {"16 sections", "同节(", "%w %w", ") 同节(", 16, ")"},
    {"16 documents, OR", "同篇(", "%w %v", ") OR 同篇(", 16, ")"},
    {"64 filters of sections", "章节:", "%s", " OR 章节:", 64, ""},
    {"64 filters of titles", "标题:", "%t", " OR 标题:", 64, ""},
};

static const char *const fixed[] = {
    "的",
    "之",
    "一",
    "条",
    "a*",
    "s*",
    "1*",
    "2*",
    "19*",
    "a",
    "1",
    "%",
    "。",
    "第",
    "第*",
    "-的",
    "NOT 规定",
    "的 和 是",
    "的 OR 和 OR 是",
    "规定",
    "第一条",
    "规定 应当",
    "规定 OR 应当",
    "同句(的 是)",
    "同节(规定 应当)",
    "同篇(规定 应当)",
    "同篇(-规定)",
    "同节(-规定)",
    "同篇(的 -是)",
    "同篇(同节(规定 应当) 应当)",
    "章节:总则",
    "-章节:总则",
    "的 章节:附则",
    "年份:2000..",
    "标题:的 应当",
    "规定 章节:的",
    "同篇(章节:总则 规定) -应当",
};

#define REPEATED_COUNT (sizeof adversaries / sizeof *adversaries)
#define FIXED_COUNT (sizeof fixed / sizeof *fixed)
#define LONG_COUNT 6
const size_t adversary_count = REPEATED_COUNT + FIXED_COUNT + LONG_COUNT;

/* As long as a query may be. */
static const char *make_long(query_source *source, size_t i, wb_buf *out)
{
    switch (i) {
    case 0:
        append_text(source, out, 1024, "");
        return "1,024 characters of text";
    case 1:
        append_text(source, out, 100, "");
        return "100 characters of text";
    case 2:
        repeat(out, "的", 1024);
        return "1,024 times 的";
    case 3:
        repeat(out, "a1", 512);
        return "1,024 letters and digits";
    case 4:
        append_text(source, out, 40, " ");
        return "40 characters of text, apart";
    default:
        repeat(out, "同篇(", 16);
        repeat(out, "规定 -应当", 1);
        repeat(out, ")", 16);
        return "16 documents, nested";
    }
}

const char *make_adversary(query_source *source, size_t i, wb_buf *out)
{
    wb_buf_clear(out);
    if (i < LONG_COUNT) {
        return make_long(source, i, out);
    }
    i -= LONG_COUNT;
    if (i < FIXED_COUNT) {
        (void)wb_buf_puts(out, fixed[i]);
        return fixed[i];
    }
    const struct adversary *a = &adversaries[i - FIXED_COUNT];
    (void)wb_buf_puts(out, a->before);
    append_until(source, out, a->form, a->between, a->count);
    (void)wb_buf_puts(out, a->after);
    return a->name;
}
