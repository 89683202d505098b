#include <wbsearch/record.h>

#include <stdlib.h>

#include <xxhash.h>

wb_doc_id wb_doc_id_of(wb_slice root, wb_slice path)
{
    return XXH3_64bits_withSeed(path.ptr, path.len, XXH3_64bits(root.ptr, root.len));
}

void wb_record_init(wb_record *record)
{
    memset(record, 0, sizeof *record);
    wb_buf_init(&record->plain, WB_RECORD_PLAIN_MAX);
}

void wb_record_free(wb_record *record)
{
    wb_buf_free(&record->plain);
    wb_arena_clear(&record->arena);
    wb_record_init(record);
}

size_t wb_record_fill(const wb_doc *doc, size_t first)
{
    size_t count = 0;
    size_t bytes = 0;
    while (first + count < doc->para_count && count < WB_RECORD_PARAS_MAX &&
           bytes < WB_RECORD_TEXT_TARGET) {
        bytes += doc->paras[first + count].text.len;
        count++;
    }
    return count;
}

/* Signed differences as unsigned varints: 0, -1, 1, -2, … */
static uint64_t zigzag(int64_t value)
{
    return ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* The sections that a record needs: those of its paragraphs and all around them, parents first. */
struct section_set {
    uint32_t *used; /* document's section numbers, ascending */
    size_t count;
    size_t cap;
};

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t position_of(const struct section_set *set, uint32_t section)
{
    const uint32_t *found =
        set->count ? bsearch(&section, set->used, set->count, sizeof section, compare_numbers)
                   : NULL;
    return found ? (uint32_t)(found - set->used) : WB_NONE;
}

static bool add_section(struct section_set *set, uint32_t section)
{
    for (size_t i = set->count; i > 0; i--) {
        if (set->used[i - 1] == section) {
            return true;
        }
    }
    uint32_t *used = wb_grow(set->used, &set->cap, set->count + 1, sizeof *used);
    if (used) {
        set->used = used;
        used[set->count++] = section;
    }
    return used != NULL;
}

static bool collect_sections(const wb_doc *doc, size_t first, size_t count, struct section_set *set)
{
    for (size_t i = first; i < first + count; i++) {
        for (uint32_t s = doc->paras[i].section; s != WB_NONE; s = doc->sections[s].parent) {
            if (!add_section(set, s)) {
                return false;
            }
        }
    }
    if (set->count) {
        qsort(set->used, set->count, sizeof *set->used, compare_numbers);
    }
    return true;
}

static void put_index(wb_buf *out, uint32_t index)
{
    wb_buf_put_varint(out, index == WB_NONE ? 0 : (uint64_t)index + 1);
}

/* What only a note has. */
static void put_note(wb_buf *out, const wb_para *para)
{
    wb_buf_put_varint(out, para->term_start);
    wb_buf_put_varint(out, para->term_end - para->term_start);
    wb_buf_put_varint(out, para->reference_count);
    uint32_t last = 0;
    for (size_t i = 0; i < para->reference_count; i++) {
        wb_buf_put_varint(out, para->references[i] - last);
        last = para->references[i];
    }
}

/* The column heads of a table row: those of the paragraph before, or others. */
static void put_head(wb_buf *out, const wb_para *para, const wb_para *before)
{
    bool same = before && wb_slice_equal(before->head, para->head);
    wb_buf_put_varint(out, same);
    if (!same) {
        wb_buf_put_block(out, para->head);
    }
}

/* `before` is the paragraph before in the record, or NULL. */
static void put_para(wb_buf *out, const wb_para *para, const wb_para *before,
                     const struct section_set *sections, uint32_t *line)
{
    wb_buf_put_varint(out, para->kind);
    put_index(out, para->section == WB_NONE ? WB_NONE : position_of(sections, para->section));
    wb_buf_put_varint(out, para->title_len);
    wb_buf_put_varint(out, para->text.len);
    wb_buf_put_varint(out, para->segment_count);
    uint32_t at = 0;
    for (size_t i = 0; i < para->segment_count; i++) {
        const wb_segment *s = &para->segments[i];
        wb_buf_put_varint(out, s->at - at);
        wb_buf_put_varint(out, zigzag((int64_t)s->line - *line));
        wb_buf_put_varint(out, s->column);
        at = s->at;
        *line = s->line;
    }
    wb_buf_put_varint(out, para->mark_count);
    at = 0;
    for (size_t i = 0; i < para->mark_count; i++) {
        const wb_note_mark *m = &para->marks[i];
        wb_buf_put_varint(out, m->at - at);
        put_index(out, m->note);
        wb_buf_put_block(out, m->label);
        at = m->at;
    }
    if (para->kind == WB_PARA_NOTE) {
        put_note(out, para);
    }
    if (para->kind == WB_PARA_TABLE_ROW) {
        put_head(out, para, before);
    }
}

wb_status wb_record_encode_plain(const wb_doc *doc, const wb_record_doc *info, uint32_t ordinal,
                                 size_t first, size_t count, wb_buf *out, wb_error *err)
{
    struct section_set sections = {NULL, 0, 0};
    if (!collect_sections(doc, first, count, &sections)) {
        wb_free(sections.used);
        return wb_error_nomem(err);
    }
    wb_buf_append(out, &info->id, sizeof info->id);
    wb_buf_put_varint(out, ordinal);
    wb_buf_put_varint(out, first);
    if (ordinal == 0) {
        wb_buf_put_varint(out, info->root);
        wb_buf_put_block(out, info->path);
        wb_buf_put_varint(out, doc->para_count);
        for (int f = 0; f < WB_META_FIELD_COUNT_; f++) {
            wb_buf_put_varint(out, doc->meta[f].source);
            wb_buf_put_block(out, doc->meta[f].value);
        }
    }
    wb_buf_put_varint(out, sections.count);
    for (size_t i = 0; i < sections.count; i++) {
        const wb_section *s = &doc->sections[sections.used[i]];
        put_index(out, s->parent == WB_NONE ? WB_NONE : position_of(&sections, s->parent));
        wb_buf_put_varint(out, s->para);
        wb_buf_put_block(out, s->title);
    }
    wb_buf_put_varint(out, count);
    uint32_t line = 0;
    for (size_t i = first; i < first + count; i++) {
        put_para(out, &doc->paras[i], i > first ? &doc->paras[i - 1] : NULL, &sections, &line);
    }
    for (size_t i = first; i < first + count; i++) {
        wb_buf_put(out, doc->paras[i].text);
    }
    wb_free(sections.used);
    return out->status == WB_OK ? WB_OK
                                : wb_error_set(err, out->status, "a paragraph cannot be stored: %s",
                                               wb_status_name(out->status));
}

wb_status wb_record_encode(wb_compressor *compressor, const wb_doc *doc, const wb_record_doc *info,
                           uint32_t ordinal, size_t first, size_t count, wb_buf *scratch,
                           wb_buf *out, wb_error *err)
{
    wb_buf_clear(scratch);
    wb_buf_clear(out);
    wb_status status = wb_record_encode_plain(doc, info, ordinal, first, count, scratch, err);
    if (status == WB_OK && scratch->len > WB_RECORD_PLAIN_MAX) {
        status = wb_error_set(err, WB_LIMIT,
                              "%zu bytes of text and structure in one record; the "
                              "limit is %zu",
                              scratch->len, WB_RECORD_PLAIN_MAX);
    }
    if (status == WB_OK && wb_compress(compressor, wb_buf_slice(scratch), out) != WB_OK) {
        status = wb_error_nomem(err);
    }
    return status;
}

static uint32_t get_index(wb_cursor *c, size_t count)
{
    uint64_t value = wb_cursor_varint_max(c, count);
    return value ? (uint32_t)(value - 1) : WB_NONE;
}

/* Elements that take `min` bytes each at least cannot be more than the bytes left allow. */
static size_t get_count(wb_cursor *c, size_t min)
{
    return (size_t)wb_cursor_varint_max(c, wb_cursor_left(c) / min);
}

static bool decode_doc(wb_cursor *c, wb_record *record)
{
    record->doc.id = record->doc_id;
    record->doc.root = (uint32_t)wb_cursor_varint_max(c, UINT32_MAX);
    record->doc.path = wb_cursor_block(c);
    record->doc_para_count = (uint32_t)wb_cursor_varint_max(c, WB_DOC_PARAS_MAX);
    for (int f = 0; f < WB_META_FIELD_COUNT_; f++) {
        record->meta[f].source = (wb_meta_source)wb_cursor_varint_max(c, WB_META_SOURCE_COUNT_ - 1);
        record->meta[f].value = wb_cursor_block(c);
    }
    return !c->failed;
}

/* False when memory is short; damage shows in the cursor. */
static bool decode_sections(wb_cursor *c, wb_record *record)
{
    size_t count = get_count(c, 3);
    record->sections = wb_arena_alloc(&record->arena, count, sizeof *record->sections);
    if (!record->sections) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        record->sections[i].parent = get_index(c, i); /* a parent comes before its children */
        record->sections[i].para = (uint32_t)wb_cursor_varint_max(c, WB_DOC_PARAS_MAX);
        record->sections[i].title = wb_cursor_block(c);
    }
    record->section_count = count;
    return true;
}

static bool decode_segments(wb_cursor *c, wb_record *record, wb_para *para, uint32_t *line)
{
    size_t count = get_count(c, 3);
    wb_segment *segments = wb_arena_alloc(&record->arena, count, sizeof *segments);
    if (!segments) {
        return false;
    }
    uint64_t at = 0;
    for (size_t i = 0; i < count; i++) {
        at += wb_cursor_varint_max(c, para->text.len);
        int64_t next = *line + unzigzag(wb_cursor_varint_max(c, UINT32_MAX));
        uint64_t column = wb_cursor_varint_max(c, UINT32_MAX);
        if (next < 1 || next > UINT32_MAX || at >= para->text.len || (i == 0 && at != 0)) {
            c->failed = true;
            break;
        }
        *line = (uint32_t)next;
        segments[i] = (wb_segment){(uint32_t)at, *line, (uint32_t)column};
    }
    if (count == 0) {
        c->failed = true;
    }
    para->segments = segments;
    para->segment_count = count;
    if (!c->failed) {
        para->first_line = para->last_line = segments[0].line;
        for (size_t i = 1; i < count; i++) { /* the cells of a table row may go back */
            uint32_t at_line = segments[i].line;
            para->first_line = at_line < para->first_line ? at_line : para->first_line;
            para->last_line = at_line > para->last_line ? at_line : para->last_line;
        }
    }
    return true;
}

static bool decode_marks(wb_cursor *c, wb_record *record, wb_para *para)
{
    size_t count = get_count(c, 3);
    wb_note_mark *marks = wb_arena_alloc(&record->arena, count, sizeof *marks);
    if (!marks) {
        return false;
    }
    uint64_t at = 0;
    for (size_t i = 0; i < count; i++) {
        at += wb_cursor_varint_max(c, para->text.len);
        marks[i].note = get_index(c, WB_DOC_PARAS_MAX);
        marks[i].label = wb_cursor_block(c);
        if (at > para->text.len) {
            c->failed = true;
        }
        marks[i].at = (uint32_t)at;
    }
    para->marks = marks;
    para->mark_count = count;
    return true;
}

static bool decode_note(wb_cursor *c, wb_record *record, wb_para *para)
{
    para->term_start = (uint32_t)wb_cursor_varint_max(c, para->text.len);
    para->term_end =
        para->term_start + (uint32_t)wb_cursor_varint_max(c, para->text.len - para->term_start);
    size_t count = get_count(c, 1);
    uint32_t *references = wb_arena_alloc(&record->arena, count, sizeof *references);
    if (!references) {
        return false;
    }
    uint64_t last = 0;
    for (size_t i = 0; i < count; i++) {
        last += wb_cursor_varint_max(c, WB_DOC_PARAS_MAX);
        if (last >= WB_DOC_PARAS_MAX) {
            c->failed = true;
            break;
        }
        references[i] = (uint32_t)last;
    }
    para->references = references;
    para->reference_count = c->failed ? 0 : count;
    return true;
}

static bool decode_paras(wb_cursor *c, wb_record *record)
{
    size_t count = (size_t)wb_cursor_varint_max(c, WB_RECORD_PARAS_MAX);
    record->paras = wb_arena_alloc(&record->arena, count, sizeof *record->paras);
    if (!record->paras) {
        return false;
    }
    memset(record->paras, 0, count * sizeof *record->paras);
    uint32_t line = 0;
    for (size_t i = 0; i < count && !c->failed; i++) {
        wb_para *para = &record->paras[i];
        para->kind = (wb_para_kind)wb_cursor_varint_max(c, WB_PARA_KIND_COUNT_ - 1);
        para->section = get_index(c, record->section_count);
        para->title_len = (uint32_t)wb_cursor_varint_max(c, WB_RECORD_PLAIN_MAX);
        para->text.len = (size_t)wb_cursor_varint_max(c, WB_RECORD_PLAIN_MAX);
        if (para->title_len > para->text.len) {
            c->failed = true;
        }
        if (!decode_segments(c, record, para, &line) || !decode_marks(c, record, para)) {
            return false;
        }
        if (para->kind == WB_PARA_NOTE && !decode_note(c, record, para)) {
            return false;
        }
        if (para->kind == WB_PARA_TABLE_ROW) {
            bool same = wb_cursor_varint_max(c, 1) == 1;
            para->head = !same ? wb_cursor_block(c) : i ? para[-1].head : para->head;
        }
    }
    for (size_t i = 0; i < count && !c->failed; i++) {
        record->paras[i].text = wb_cursor_bytes(c, record->paras[i].text.len);
    }
    record->para_count = count;
    return true;
}

wb_status wb_record_decode(wb_compressor *compressor, wb_slice bytes, wb_record *record,
                           wb_error *err)
{
    wb_buf plain = record->plain;
    wb_arena arena = record->arena;
    wb_arena_reset(&arena);
    memset(record, 0, sizeof *record);
    record->plain = plain;
    record->arena = arena;
    wb_status status = wb_decompress(compressor, bytes, WB_RECORD_PLAIN_MAX, &record->plain, err);
    if (status != WB_OK) {
        return status;
    }
    wb_cursor c = wb_cursor_make(wb_buf_slice(&record->plain));
    wb_slice id = wb_cursor_bytes(&c, sizeof record->doc_id);
    if (id.len) {
        memcpy(&record->doc_id, id.ptr, sizeof record->doc_id);
    }
    record->ordinal = (uint32_t)wb_cursor_varint_max(&c, UINT32_MAX);
    record->first_para = (uint32_t)wb_cursor_varint_max(&c, WB_DOC_PARAS_MAX);
    bool has_memory = (record->ordinal != 0 || c.failed || decode_doc(&c, record) || c.failed) &&
                      decode_sections(&c, record) && decode_paras(&c, record);
    if (!has_memory) {
        status = wb_error_nomem(err);
    } else if (c.failed || wb_cursor_left(&c) != 0) {
        status = wb_error_set(err, WB_CORRUPT, "a stored record does not decode");
    }
    if (status != WB_OK) {
        record->para_count = record->section_count = 0;
    }
    return status;
}
