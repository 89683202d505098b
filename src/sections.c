#include <wbsearch/sections.h>

#include <string.h>

#include <xxhash.h>

#include <wbsearch/compress.h>
#include <wbsearch/mem.h>

/* The largest table, uncompressed. */
#define SECTIONS_MAX ((size_t)512 << 20)

void wb_sections_clear(wb_sections *sections)
{
    wb_free(sections->runs);
    wb_free(sections->entries);
    wb_buf_free(&sections->titles);
    wb_free(sections->title_start);
    wb_free(sections->slots);
    wb_free(sections->keys);
    wb_folded_free(&sections->folded);
    memset(sections, 0, sizeof *sections);
}

wb_slice wb_sections_title(const wb_sections *sections, uint32_t title)
{
    uint32_t start = sections->title_start[title];
    return wb_slice_make(sections->titles.data + start, sections->title_start[title + 1] - start);
}

uint32_t wb_sections_run(const wb_sections *sections, uint32_t docid)
{
    size_t low = 0;
    size_t high = sections->run_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sections->runs[middle].first <= docid) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low ? (uint32_t)low - 1 : WB_NONE;
}

/* Makes the table of titles at most half full. */
static bool grow_slots(wb_sections *s)
{
    if (2 * (s->title_count + 1) < s->slot_count) {
        return true;
    }
    size_t count = s->slot_count ? 2 * s->slot_count : 1024;
    uint32_t *slots = wb_alloc(count, sizeof *slots);
    if (!slots) {
        return false;
    }
    memset(slots, 0xFF, count * sizeof *slots);
    for (size_t i = 0; i < s->title_count; i++) {
        wb_slice title = wb_sections_title(s, (uint32_t)i);
        size_t at = XXH3_64bits(title.ptr, title.len) & (count - 1);
        while (slots[at] != UINT32_MAX) {
            at = (at + 1) & (count - 1);
        }
        slots[at] = (uint32_t)i;
    }
    wb_free(s->slots);
    s->slots = slots;
    s->slot_count = count;
    return true;
}

/* Adds a title at the end. */
static bool append_title(wb_sections *s, wb_slice folded)
{
    size_t needed = s->title_count + 2;
    uint32_t *starts = wb_grow(s->title_start, &s->title_cap, needed, sizeof *starts);
    if (!starts) {
        return false;
    }
    s->title_start = starts;
    starts[s->title_count] = (uint32_t)s->titles.len;
    if (s->titles.len + folded.len > UINT32_MAX ||
        wb_buf_reserve(&s->titles, folded.len + 1) != WB_OK ||
        wb_buf_put(&s->titles, folded) != WB_OK) {
        return false;
    }
    starts[++s->title_count] = (uint32_t)s->titles.len;
    return true;
}

/* The number of a title. */
static bool intern_title(wb_sections *s, wb_slice folded, uint32_t *ret)
{
    if (!grow_slots(s)) {
        return false;
    }
    size_t at = XXH3_64bits(folded.ptr, folded.len) & (s->slot_count - 1);
    while (s->slots[at] != UINT32_MAX) {
        if (wb_slice_equal(wb_sections_title(s, s->slots[at]), folded)) {
            *ret = s->slots[at];
            return true;
        }
        at = (at + 1) & (s->slot_count - 1);
    }
    *ret = (uint32_t)s->title_count;
    s->slots[at] = *ret;
    return append_title(s, folded);
}

static bool append_run(wb_sections *s, uint32_t first, uint32_t section)
{
    wb_section_run *runs = wb_grow(s->runs, &s->run_cap, s->run_count + 1, sizeof *runs);
    if (!runs) {
        return false;
    }
    s->runs = runs;
    uint32_t number = (uint32_t)s->run_count++;
    runs[number] = (wb_section_run){first, section, WB_NONE};
    if (section != WB_NONE) {
        wb_section_entry *entry = &s->entries[section];
        if (entry->first_run == WB_NONE) {
            entry->first_run = number;
        } else {
            runs[entry->last_run].next = number;
        }
        entry->last_run = number;
    }
    return true;
}

/* Where the key stands among those of the document, or would. */
static size_t place_of(const wb_sections *s, uint32_t key)
{
    size_t low = 0;
    size_t high = s->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->keys[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The section of the document with this key, or WB_NONE. */
static uint32_t find_entry(const wb_sections *s, uint32_t key)
{
    size_t place = place_of(s, key);
    return place < s->key_count && s->keys[place].key == key ? s->keys[place].section : WB_NONE;
}

/* Keys come in ascending order but for that of what is in no section. */
static bool note_key(wb_sections *s, uint32_t key, uint32_t section)
{
    wb_section_key *keys = wb_grow(s->keys, &s->key_cap, s->key_count + 1, sizeof *keys);
    if (!keys) {
        return false;
    }
    s->keys = keys;
    size_t place = place_of(s, key);
    memmove(&keys[place + 1], &keys[place], (s->key_count - place) * sizeof *keys);
    keys[place] = (wb_section_key){key, section};
    s->key_count++;
    return true;
}

static bool append_entry(wb_sections *s, uint32_t key, uint32_t parent, wb_slice folded,
                         uint32_t *ret)
{
    wb_section_entry entry = {.parent = parent, .first_run = WB_NONE};
    wb_section_entry *entries = wb_grow(s->entries, &s->cap, s->count + 1, sizeof *entries);
    if (!entries) {
        return false;
    }
    s->entries = entries;
    if (!intern_title(s, folded, &entry.title)) {
        return false;
    }
    *ret = (uint32_t)s->count;
    entries[s->count++] = entry;
    return note_key(s, key, *ret);
}

static wb_status close_document(wb_sections *s, uint32_t next, wb_error *err)
{
    bool open = s->run_count && s->end && s->end < next;
    s->key_count = 0;
    return !open || append_run(s, s->end, WB_NONE) ? WB_OK : wb_error_nomem(err);
}

wb_status wb_sections_begin(wb_sections *sections, uint32_t first, uint32_t end, wb_error *err)
{
    wb_status status = close_document(sections, first, err);
    sections->end = end;
    return status;
}

/* The section `section` of `array`, or what stands in none; those around it are added first. */
static bool intern_section(wb_sections *s, const wb_section *array, uint32_t section, uint32_t *ret)
{
    if (section == WB_NONE) {
        *ret = find_entry(s, WB_NONE);
        return *ret != WB_NONE || append_entry(s, WB_NONE, WB_NONE, wb_slice_make("", 0), ret);
    }
    for (;;) {
        uint32_t known = WB_NONE;
        uint32_t missing = WB_NONE; /* the outermost that is not there yet */
        for (uint32_t k = section; k != WB_NONE && known == WB_NONE; k = array[k].parent) {
            known = find_entry(s, array[k].para);
            missing = known == WB_NONE ? k : missing;
        }
        if (missing == WB_NONE) {
            *ret = known;
            return true;
        }
        if (wb_fold(array[missing].title, false, &s->folded) != WB_OK ||
            !append_entry(s, array[missing].para, known, wb_buf_slice(&s->folded.text), ret)) {
            return false;
        }
    }
}

static bool extend(wb_sections *s, uint32_t docid, uint32_t section)
{
    bool goes_on = s->run_count && s->runs[s->run_count - 1].section == section;
    return goes_on || append_run(s, docid, section);
}

wb_status wb_sections_add(wb_sections *sections, uint32_t docid, const wb_section *array,
                          uint32_t section, wb_error *err)
{
    uint32_t entry;
    return intern_section(sections, array, section, &entry) && extend(sections, docid, entry)
               ? WB_OK
               : wb_error_nomem(err);
}

/* The section that is number `section` in `from`. */
static bool copy_section(wb_sections *s, const wb_sections *from, uint32_t section, uint32_t *ret)
{
    for (;;) {
        uint32_t known = WB_NONE;
        uint32_t missing = WB_NONE;
        for (uint32_t k = section; k != WB_NONE && known == WB_NONE; k = from->entries[k].parent) {
            known = find_entry(s, k);
            missing = known == WB_NONE ? k : missing;
        }
        if (missing == WB_NONE) {
            *ret = known;
            return true;
        }
        if (!append_entry(s, missing, known, wb_sections_title(from, from->entries[missing].title),
                          ret)) {
            return false;
        }
    }
}

wb_status wb_sections_copy(wb_sections *sections, const wb_sections *from, uint32_t first,
                           uint32_t end, wb_error *err)
{
    wb_status status = wb_sections_begin(sections, first, end, err);
    uint32_t run = wb_sections_run(from, first);
    for (; status == WB_OK && run < from->run_count && from->runs[run].first < end; run++) {
        uint32_t entry = WB_NONE;
        uint32_t docid = from->runs[run].first > first ? from->runs[run].first : first;
        if (from->runs[run].section != WB_NONE &&
            (!copy_section(sections, from, from->runs[run].section, &entry) ||
             !extend(sections, docid, entry))) {
            status = wb_error_nomem(err);
        }
    }
    return status;
}

static uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static void put_table(const wb_sections *s, wb_buf *out)
{
    wb_buf_put_varint(out, s->title_count);
    for (size_t i = 0; i < s->title_count; i++) {
        wb_buf_put_block(out, wb_sections_title(s, (uint32_t)i));
    }
    wb_buf_put_varint(out, s->count);
    for (size_t i = 0; i < s->count; i++) {
        uint32_t parent = s->entries[i].parent;
        wb_buf_put_varint(out, parent == WB_NONE ? 0 : i - parent);
    }
    for (size_t i = 0; i < s->count; i++) {
        wb_buf_put_varint(out, s->entries[i].title);
    }
    wb_buf_put_varint(out, s->run_count);
    for (size_t i = 0; i < s->run_count; i++) {
        wb_buf_put_varint(out, s->runs[i].first - (i ? s->runs[i - 1].first : 0));
    }
    int64_t last = -1;
    for (size_t i = 0; i < s->run_count; i++) {
        uint32_t section = s->runs[i].section;
        wb_buf_put_varint(out, section == WB_NONE ? 0 : zigzag(section - last) + 1);
        last = section == WB_NONE ? last : section;
    }
}

wb_status wb_sections_encode(wb_sections *sections, wb_buf *out, wb_error *err)
{
    wb_buf plain;
    wb_buf_init(&plain, SECTIONS_MAX);
    wb_status status = close_document(sections, UINT32_MAX, err);
    if (status == WB_OK) {
        put_table(sections, &plain);
        status = plain.status;
    }
    if (status == WB_OK) {
        status = wb_compress_alone(wb_buf_slice(&plain), out);
    }
    wb_buf_free(&plain);
    return status == WB_OK ? WB_OK
                           : wb_error_set(err, status, "the table of sections cannot be stored: %s",
                                          wb_status_name(status));
}

/* These return false when memory is short; damage shows in the cursor. */
static bool get_titles(wb_cursor *c, wb_sections *s)
{
    size_t count = (size_t)wb_cursor_varint_max(c, wb_cursor_left(c));
    s->title_start = wb_grow(NULL, &s->title_cap, count + 1, sizeof *s->title_start);
    if (!s->title_start || wb_buf_reserve(&s->titles, wb_cursor_left(c) + 1) != WB_OK) {
        return false;
    }
    s->title_start[0] = 0;
    for (size_t i = 0; i < count && !c->failed; i++) {
        if (!append_title(s, wb_cursor_block(c))) {
            return false;
        }
    }
    return true;
}

static bool get_entries(wb_cursor *c, wb_sections *s)
{
    size_t count = (size_t)wb_cursor_varint_max(c, wb_cursor_left(c));
    s->entries = wb_grow(NULL, &s->cap, count + 1, sizeof *s->entries);
    if (!s->entries) {
        return false;
    }
    for (size_t i = 0; i < count && !c->failed; i++) {
        uint32_t back = (uint32_t)wb_cursor_varint_max(c, i);
        s->entries[i] =
            (wb_section_entry){.parent = back ? (uint32_t)i - back : WB_NONE, .first_run = WB_NONE};
    }
    for (size_t i = 0; i < count && !c->failed; i++) {
        c->failed |= s->title_count == 0;
        s->entries[i].title =
            (uint32_t)wb_cursor_varint_max(c, s->title_count ? s->title_count - 1 : 0);
    }
    s->count = count;
    return true;
}

static bool get_runs(wb_cursor *c, wb_sections *s)
{
    size_t count = (size_t)wb_cursor_varint_max(c, wb_cursor_left(c));
    uint32_t *firsts = wb_alloc(count + 1, sizeof *firsts);
    uint32_t first = 0;
    int64_t last = -1;
    for (size_t i = 0; firsts && i < count && !c->failed; i++) {
        uint32_t step = (uint32_t)wb_cursor_varint_max(c, UINT32_MAX - first);
        c->failed |= step == 0;
        firsts[i] = first += step;
    }
    bool has_memory = firsts != NULL;
    for (size_t i = 0; has_memory && i < count && !c->failed; i++) {
        uint64_t code = wb_cursor_varint_max(c, UINT32_MAX);
        int64_t section = code ? last + unzigzag(code - 1) : -1;
        c->failed |= code && (section < 0 || section >= (int64_t)s->count);
        last = code ? section : last;
        has_memory = c->failed || append_run(s, firsts[i], code ? (uint32_t)section : WB_NONE);
    }
    wb_free(firsts);
    return has_memory;
}

/* A table whose last run is of a section has no end. */
static bool is_closed(const wb_sections *s)
{
    return s->run_count == 0 || s->runs[s->run_count - 1].section == WB_NONE;
}

wb_status wb_sections_decode(wb_slice bytes, wb_sections *sections, wb_error *err)
{
    wb_sections_clear(sections);
    wb_buf plain;
    wb_buf_init(&plain, SECTIONS_MAX);
    wb_status status = wb_decompress_alone(bytes, SECTIONS_MAX, &plain, err);
    if (status == WB_OK) {
        wb_cursor c = wb_cursor_make(wb_buf_slice(&plain));
        if (!get_titles(&c, sections) || !get_entries(&c, sections) || !get_runs(&c, sections)) {
            status = wb_error_nomem(err);
        } else if (c.failed || wb_cursor_left(&c) != 0 || !is_closed(sections)) {
            status = wb_error_set(err, WB_CORRUPT, "the table of sections does not decode");
        }
    }
    wb_buf_free(&plain);
    if (status != WB_OK) {
        wb_sections_clear(sections);
    }
    return status;
}
