/* Metadata: the title, and what the front matter says. */
#include "reader.h"

#include <wbsearch/utf8.h>

/* Front matter is a few lines; a rule at the top of a document is not the start of one. */
#define FRONT_MATTER_LINES 100
/* The longest first line of a plain text that is taken for its title, characters. */
#define TITLE_CHARS 60
/* A line that stands in the file's name is looked for among so many, and this long at least. */
#define TITLE_LINES 12
#define TITLE_MIN_CHARS 6

static bool is_rule(wb_slice line)
{
    while (line.len && (line.ptr[line.len - 1] == ' ' || line.ptr[line.len - 1] == '\t')) {
        line.len--;
    }
    return wb_slice_equal(line, wb_slice_from("---"));
}

/* "key: value", or the continuation of one. */
static bool is_yaml_line(wb_slice line)
{
    if (line.len == 0 || line.ptr[0] == ' ' || line.ptr[0] == '#' || line.ptr[0] == '-') {
        return true;
    }
    const char *colon = memchr(line.ptr, ':', line.len);
    return colon && (colon + 1 == line.ptr + line.len || colon[1] == ' ');
}

size_t reader_front_matter_lines(const struct reader *r)
{
    if (r->line_count < 3 || !is_rule(reader_line(r, 0))) {
        return 0;
    }
    for (size_t i = 1; i < r->line_count && i < FRONT_MATTER_LINES; i++) {
        wb_slice line = reader_line(r, i);
        if (is_rule(line)) {
            return i > 1 ? i + 1 : 0;
        }
        if (!is_yaml_line(line)) {
            return 0;
        }
    }
    return 0;
}

static wb_slice trim(wb_slice text)
{
    while (text.len && strchr(" \t\"'", text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len && strchr(" \t\"'", text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}

static wb_status set(struct reader *r, wb_meta_field field, wb_slice value, wb_meta_source source)
{
    wb_meta_value *meta = &r->doc->meta[field];
    if (value.len == 0 || meta->source != WB_META_FROM_NOTHING) {
        return WB_OK;
    }
    if (value.len > WB_META_VALUE_MAX) {
        value.len = wb_utf8_floor(value, WB_META_VALUE_MAX);
    }
    if (!wb_arena_dup(&r->doc->arena, value, &meta->value)) {
        return wb_error_nomem(r->err);
    }
    meta->source = source;
    return WB_OK;
}

static wb_status read_front_matter(struct reader *r)
{
    static const struct {
        const char *key;
        wb_meta_field field;
    } keys[] = {
        {"title", WB_META_TITLE},        {"标题", WB_META_TITLE},
        {"organ", WB_META_ORGAN},        {"发文机关", WB_META_ORGAN},
        {"number", WB_META_NUMBER},      {"文号", WB_META_NUMBER},
        {"发文字号", WB_META_NUMBER},    {"made", WB_META_MADE},
        {"成文日期", WB_META_MADE},      {"published", WB_META_PUBLISHED},
        {"发布日期", WB_META_PUBLISHED}, {"date", WB_META_PUBLISHED},
        {"日期", WB_META_PUBLISHED},     {"effective", WB_META_EFFECTIVE},
        {"施行日期", WB_META_EFFECTIVE}, {"region", WB_META_REGION},
        {"地区", WB_META_REGION},        {"kind", WB_META_KIND},
        {"文种", WB_META_KIND},          {"validity", WB_META_VALIDITY},
        {"时效性", WB_META_VALIDITY},
    };
    size_t lines = reader_front_matter_lines(r);
    for (size_t i = 1; i + 1 < lines; i++) {
        wb_slice line = reader_line(r, i);
        const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
        if (!colon) {
            continue;
        }
        size_t key_len = (size_t)(colon - line.ptr);
        wb_slice key = trim(wb_slice_make(line.ptr, key_len));
        wb_slice value = trim(wb_slice_make(colon + 1, line.len - key_len - 1));
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            if (wb_slice_equal(key, wb_slice_from(keys[k].key))) {
                wb_status status = set(r, keys[k].field, value, WB_META_FROM_FRONT_MATTER);
                if (status != WB_OK) {
                    return status;
                }
            }
        }
    }
    return WB_OK;
}

static bool looks_like_title(const struct block *block)
{
    return wb_utf8_count_chars(block->text) <= TITLE_CHARS && !cue_ends(block->text) &&
           !cue_has_clauses(block->text);
}

/* A line near the top that the file is named after: what stands above it is no title. */
static wb_slice title_by_name(const struct reader *r)
{
    wb_slice name = wb_slice_from(r->name ? r->name : "");
    for (size_t i = 0; i < r->block_count && i < TITLE_LINES; i++) {
        wb_slice text = r->blocks[i].text;
        if (looks_like_title(&r->blocks[i]) && wb_utf8_count_chars(text) >= TITLE_MIN_CHARS &&
            memmem(name.ptr, name.len, text.ptr, text.len)) {
            return text;
        }
    }
    return wb_slice_make("", 0);
}

/* The first heading of the highest level, or a line that is in the file's name, or the first line
 * when it is short. */
static wb_slice title_in_text(struct reader *r)
{
    const struct block *best = NULL;
    for (size_t i = 0; i < r->block_count; i++) {
        const struct block *block = &r->blocks[i];
        if (block->kind == WB_PARA_HEADING && block->level &&
            (!best || block->level < best->level)) {
            best = block;
        }
    }
    if (best) {
        return best->text;
    }
    wb_slice named = title_by_name(r);
    if (named.len == 0 && r->block_count && looks_like_title(&r->blocks[0]) &&
        cue_numbering(r->blocks[0].text, &r->scratch) == NUMBERING_NONE) {
        return r->blocks[0].text;
    }
    return named;
}

wb_status reader_meta(struct reader *r)
{
    wb_status status = read_front_matter(r);
    if (status == WB_OK) {
        status = set(r, WB_META_TITLE, title_in_text(r), WB_META_FROM_TITLE);
    }
    if (status == WB_OK) {
        const char *dot = strrchr(r->name, '.');
        size_t len = dot && dot != r->name ? (size_t)(dot - r->name) : strlen(r->name);
        status = set(r, WB_META_TITLE, wb_slice_make(r->name, len), WB_META_FROM_FILE_NAME);
    }
    return status;
}
