/* Metadata: runs the sources in order of trust, and keeps the first value of each field. */
#include "reader_meta.h"
#include "reader_meta_names.h"

#include <wbsearch/utf8.h>

/* A longer name of an organ is none, bytes. */
#define ORGAN_BYTES 256

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

/* Copies `text` into the arena without its white space. False when memory is short. */
static bool dup_closed_up(struct meta *m, wb_slice text, wb_slice *ret)
{
    char *copy = wb_arena_alloc(&m->r->doc->arena, text.len, 1);
    size_t len = 0;
    for (size_t i = 0; copy && i < text.len;) {
        size_t at = i;
        if (wb_fold_class(wb_utf8_next(text, &i)) != WB_CHAR_SPACE) {
            memcpy(copy + len, text.ptr + at, i - at);
            len += i - at;
        }
    }
    *ret = wb_slice_make(copy, len);
    return copy != NULL;
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
    if (is_date(field) && meta_date_at(folded, 0, true, date) == 0) {
        return WB_OK;
    }
    value = is_date(field) ? wb_slice_from(date) : value;
    bool copied = field == WB_META_NUMBER ? dup_closed_up(m, value, &meta->value)
                                          : wb_arena_dup(&m->r->doc->arena, value, &meta->value);
    if (!copied) {
        return wb_error_nomem(m->r->err);
    }
    meta->source = source;
    meta->line = line;
    return WB_OK;
}

wb_status meta_set_organ(struct meta *m, wb_slice text, wb_slice folded,
                         const struct organ_name *name, wb_meta_source source, uint32_t line)
{
    char joined[ORGAN_BYTES];
    size_t head = name->gap_start - name->start;
    size_t tail = name->end - name->gap_end;
    if (head + tail == 0 || head + tail > sizeof joined) {
        return WB_OK;
    }
    memcpy(joined, folded.ptr + name->start, head);
    memcpy(joined + head, folded.ptr + name->gap_end, tail);
    if (!meta_is_organ(wb_slice_make(joined, head + tail))) {
        return WB_OK;
    }
    wb_buf value = {0};
    wb_buf_put(&value, meta_unfold(m, text, name->start, name->gap_start));
    wb_buf_put(&value, meta_unfold(m, text, name->gap_end, name->end));
    wb_status status = value.status == WB_OK
                           ? meta_set(m, WB_META_ORGAN, wb_buf_slice(&value), source, line)
                           : wb_error_nomem(m->r->err);
    wb_buf_free(&value);
    return status;
}

wb_status reader_meta(struct reader *r)
{
    static wb_status (*const sources[])(struct meta *) = {
        meta_from_front_matter, meta_from_index_block, meta_from_comments,    meta_from_title,
        meta_from_cite,         meta_from_statute,     meta_from_below_title, meta_from_signature,
        meta_from_clause,       meta_from_file_name,   meta_from_values,
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
