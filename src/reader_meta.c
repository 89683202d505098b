/* Metadata: runs the sources in order of trust, and keeps the first value of each field. */
#include "reader_meta.h"
#include "reader_notes.h"

#include <wbsearch/utf8.h>

/* The longest first line of a plain text that is taken for its title, characters. */
#define TITLE_CHARS 60
/* A line that stands in the file's name is looked for among so many, and this long at least. */
#define TITLE_LINES 12
#define TITLE_MIN_CHARS 6

bool meta_has(const struct meta *m, wb_meta_field field)
{
    return m->r->doc->meta[field].source != WB_META_FROM_NOTHING;
}

/* Folds with a map; empty when memory is short. */
static wb_slice fold_into(struct meta *m, wb_slice text, wb_folded *folded)
{
    if (wb_fold(text, true, folded) != WB_OK) {
        m->r->scratch.failed = true;
        return wb_slice_make("", 0);
    }
    wb_slice result = wb_buf_slice(&folded->text);
    return result.ptr ? result : wb_slice_make("", 0);
}

wb_slice meta_fold(struct meta *m, wb_slice text)
{
    return fold_into(m, text, &m->folded);
}

wb_slice meta_unfold(const struct meta *m, wb_slice text, size_t start, size_t end)
{
    if (start >= end) {
        return wb_slice_make("", 0);
    }
    size_t from = m->folded.source_start[start];
    return wb_slice_make(text.ptr + from, m->folded.source_end[end - 1] - from);
}

static bool is_date(wb_meta_field field)
{
    return field == WB_META_MADE || field == WB_META_PUBLISHED || field == WB_META_EFFECTIVE;
}

/* What forms write where there is nothing to write. */
static bool says_none(wb_slice folded)
{
    static const char *const words[] = {"", "-", "/", "无", "null", "none", "~", "暂无", "n/a"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (wb_slice_equal(folded, wb_slice_from(words[i]))) {
            return true;
        }
    }
    return false;
}

wb_status meta_set(struct meta *m, wb_meta_field field, wb_slice value, wb_meta_source source,
                   uint32_t line)
{
    wb_meta_value *meta = &m->r->doc->meta[field];
    value = meta_trim(value);
    if (value.len == 0 || meta->source != WB_META_FROM_NOTHING) {
        return WB_OK;
    }
    if (value.len > WB_META_VALUE_MAX) {
        value.len = wb_utf8_floor(value, WB_META_VALUE_MAX);
    }
    wb_slice folded = fold_into(m, value, &m->value);
    if (says_none(folded)) {
        return WB_OK;
    }
    char date[META_DATE_SIZE];
    if (is_date(field)) {
        if (meta_date_at(folded, 0, true, date) == 0) {
            return WB_OK;
        }
        value = wb_slice_from(date);
    }
    if (!wb_arena_dup(&m->r->doc->arena, value, &meta->value)) {
        return wb_error_nomem(m->r->err);
    }
    meta->source = source;
    meta->line = line;
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
            (!best || block->level < best->level) && note_title_of(block->text) != TITLE_STRONG) {
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

static wb_status from_title(struct meta *m)
{
    return meta_set(m, WB_META_TITLE, title_in_text(m->r), WB_META_FROM_TITLE, 0);
}

static wb_status from_file_name(struct meta *m)
{
    const char *name = m->r->name;
    const char *dot = strrchr(name, '.');
    size_t len = dot && dot != name ? (size_t)(dot - name) : strlen(name);
    return meta_set(m, WB_META_TITLE, wb_slice_make(name, len), WB_META_FROM_FILE_NAME, 0);
}

wb_status reader_meta(struct reader *r)
{
    static wb_status (*const sources[])(struct meta *) = {
        meta_from_front_matter, meta_from_index_block, meta_from_comments, from_title,
        from_file_name,
    };
    struct meta m = {.r = r};
    wb_status status = meta_read_lines(&m);
    for (size_t i = 0; status == WB_OK && i < sizeof sources / sizeof *sources; i++) {
        status = sources[i](&m);
    }
    if (status == WB_OK && m.text.status != WB_OK) {
        status = wb_error_nomem(r->err);
    }
    wb_folded_free(&m.folded);
    wb_folded_free(&m.value);
    wb_buf_free(&m.text);
    return status;
}
