#include <wbsearch/catalog.h>

#include <stdlib.h>

#include <wbsearch/compress.h>
#include <wbsearch/store.h>

/* A larger catalog is damaged: a million documents. */
#define CATALOG_MAX ((size_t)512 << 20)
/* Bytes that a document takes in the stored form at least. */
#define DOC_BYTES_MIN 20

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* `count` digits at `at`; -1 when they are not there. */
static int digits_at(wb_slice text, size_t at, size_t count)
{
    int value = 0;
    for (size_t i = at; i < at + count; i++) {
        if (i >= text.len || !is_digit(text.ptr[i])) {
            return -1;
        }
        value = value * 10 + (text.ptr[i] - '0');
    }
    return value;
}

wb_day wb_day_of(wb_slice date)
{
    int year = digits_at(date, 0, 4);
    int month = date.len >= 7 ? digits_at(date, 5, 2) : 0;
    int day = date.len >= 10 ? digits_at(date, 8, 2) : 0;
    if (year < 0 || month < 0 || day < 0) {
        return 0;
    }
    return (wb_day)(year * 10000 + month * 100 + day);
}

wb_day wb_catalog_day(const wb_catalog_doc *doc)
{
    wb_day day = doc->made ? doc->made : doc->published;
    return day ? day : doc->effective;
}

uint32_t wb_catalog_year(const wb_catalog_doc *doc)
{
    return wb_day_year(wb_catalog_day(doc));
}

wb_slice wb_catalog_text(const wb_catalog_doc *doc, wb_catalog_field field)
{
    switch (field) {
    case WB_CATALOG_TITLE:
        return doc->title;
    case WB_CATALOG_PATH:
        return doc->path;
    case WB_CATALOG_ORGAN:
        return doc->organ;
    case WB_CATALOG_NUMBER:
        return doc->number;
    case WB_CATALOG_KIND:
        return doc->kind;
    case WB_CATALOG_REGION:
        return doc->region;
    case WB_CATALOG_VALIDITY:
        return doc->validity;
    default:
        return wb_slice_make("", 0);
    }
}

/* The columns of text: which of them repeat much, and are stored as a list of values and numbers.
 */
struct column {
    size_t offset; /* in wb_catalog_doc */
    bool repeats;
};

static const struct column columns[] = {
    {offsetof(wb_catalog_doc, title), false}, {offsetof(wb_catalog_doc, number), false},
    {offsetof(wb_catalog_doc, organ), true},  {offsetof(wb_catalog_doc, region), true},
    {offsetof(wb_catalog_doc, kind), true},   {offsetof(wb_catalog_doc, validity), true},
};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

static wb_slice *text_of(wb_catalog_doc *doc, const struct column *column)
{
    return (wb_slice *)(void *)((char *)doc + column->offset);
}

static wb_catalog_doc *append(wb_catalog *catalog)
{
    wb_catalog_doc *docs =
        wb_grow(catalog->docs, &catalog->cap, catalog->count + 1, sizeof *catalog->docs);
    if (!docs) {
        return NULL;
    }
    catalog->docs = docs;
    return &docs[catalog->count];
}

wb_status wb_catalog_copy(wb_catalog *catalog, const wb_catalog_doc *doc, wb_error *err)
{
    wb_catalog_doc *copy = append(catalog);
    bool copied = copy != NULL;
    if (copied) {
        *copy = *doc;
        copied = wb_arena_dup(&catalog->arena, doc->path, &copy->path);
    }
    for (size_t i = 0; i < COLUMN_COUNT && copied; i++) {
        wb_slice *text = text_of(copy, &columns[i]);
        copied = wb_arena_dup(&catalog->arena, *text, text);
    }
    if (!copied) {
        return wb_error_nomem(err);
    }
    catalog->count++;
    return WB_OK;
}

wb_status wb_catalog_add(wb_catalog *catalog, const wb_record_doc *info, const wb_meta_value *meta,
                         uint32_t group, uint32_t group_count, uint32_t para_count, wb_error *err)
{
    wb_catalog_doc doc = {
        .id = info->id,
        .root = info->root,
        .group = group,
        .group_count = group_count,
        .para_count = para_count,
        .path = info->path,
        .title = meta[WB_META_TITLE].value,
        .organ = meta[WB_META_ORGAN].value,
        .number = meta[WB_META_NUMBER].value,
        .region = meta[WB_META_REGION].value,
        .kind = meta[WB_META_KIND].value,
        .validity = meta[WB_META_VALIDITY].value,
        .made = wb_day_of(meta[WB_META_MADE].value),
        .published = wb_day_of(meta[WB_META_PUBLISHED].value),
        .effective = wb_day_of(meta[WB_META_EFFECTIVE].value),
    };
    return wb_catalog_copy(catalog, &doc, err);
}

static int compare_docs(const void *a, const void *b)
{
    const wb_catalog_doc *x = a;
    const wb_catalog_doc *y = b;
    return x->group < y->group ? -1 : x->group > y->group;
}

void wb_catalog_sort(wb_catalog *catalog)
{
    if (catalog->count) {
        qsort(catalog->docs, catalog->count, sizeof *catalog->docs, compare_docs);
    }
}

const wb_catalog_doc *wb_catalog_find(const wb_catalog *catalog, uint32_t group)
{
    size_t low = 0;
    size_t high = catalog->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const wb_catalog_doc *doc = &catalog->docs[middle];
        if (group < doc->group) {
            high = middle;
        } else if (group >= doc->group + doc->group_count) {
            low = middle + 1;
        } else {
            return doc;
        }
    }
    return NULL;
}

static size_t common_prefix(wb_slice a, wb_slice b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n]) {
        n++;
    }
    return n;
}

/* Numbers, ids and paths. */
static void put_places(const wb_catalog *catalog, wb_buf *out)
{
    uint32_t group = 0;
    wb_slice last = {"", 0};
    for (size_t i = 0; i < catalog->count; i++) {
        const wb_catalog_doc *d = &catalog->docs[i];
        size_t shared = common_prefix(d->path, last);
        wb_buf_append(out, &d->id, sizeof d->id);
        wb_buf_put_varint(out, d->root);
        wb_buf_put_varint(out, d->group - group);
        wb_buf_put_varint(out, d->group_count);
        wb_buf_put_varint(out, d->para_count);
        wb_buf_put_varint(out, d->made);
        wb_buf_put_varint(out, d->published);
        wb_buf_put_varint(out, d->effective);
        wb_buf_put_varint(out, shared);
        wb_buf_put_block(out, wb_slice_make(d->path.ptr + shared, d->path.len - shared));
        group = d->group + d->group_count;
        last = d->path;
    }
}

/* Values in the order of their bytes. */
static int compare_slices(const void *a, const void *b)
{
    return wb_slice_compare(*(const wb_slice *)a, *(const wb_slice *)b);
}

/* The distinct values of a column, sorted, in `values` (room for all); returns how many. */
static size_t distinct(const wb_catalog *catalog, const struct column *column, wb_slice *values)
{
    size_t n = 0;
    for (size_t i = 0; i < catalog->count; i++) {
        values[i] = *text_of(&catalog->docs[i], column);
    }
    if (catalog->count) {
        qsort(values, catalog->count, sizeof *values, compare_slices);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        if (n == 0 || !wb_slice_equal(values[i], values[n - 1])) {
            values[n++] = values[i];
        }
    }
    return n;
}

static wb_status put_repeating(const wb_catalog *catalog, const struct column *column, wb_buf *out)
{
    wb_slice *values = wb_alloc(catalog->count, sizeof *values);
    if (!values) {
        return WB_NOMEM;
    }
    size_t count = distinct(catalog, column, values);
    wb_buf_put_varint(out, count);
    for (size_t i = 0; i < count; i++) {
        wb_buf_put_block(out, values[i]);
    }
    for (size_t i = 0; i < catalog->count; i++) {
        const wb_slice *value = text_of(&catalog->docs[i], column);
        const wb_slice *found = bsearch(value, values, count, sizeof *values, compare_slices);
        wb_buf_put_varint(out, found ? (uint64_t)(found - values) : 0);
    }
    wb_free(values);
    return out->status;
}

wb_status wb_catalog_encode(const wb_catalog *catalog, wb_buf *out, wb_error *err)
{
    wb_buf plain;
    wb_buf_init(&plain, CATALOG_MAX);
    wb_buf_put_varint(&plain, catalog->count);
    put_places(catalog, &plain);
    wb_status status = WB_OK;
    for (size_t i = 0; i < COLUMN_COUNT && status == WB_OK; i++) {
        if (columns[i].repeats) {
            status = put_repeating(catalog, &columns[i], &plain);
            continue;
        }
        for (size_t k = 0; k < catalog->count; k++) {
            wb_buf_put_block(&plain, *text_of(&catalog->docs[k], &columns[i]));
        }
    }
    if (status == WB_OK) {
        status = plain.status;
    }
    if (status == WB_OK) {
        status = wb_compress_alone(wb_buf_slice(&plain), out);
    }
    wb_buf_free(&plain);
    return status == WB_OK
               ? WB_OK
               : wb_error_set(err, status, "the table of documents cannot be stored: %s",
                              wb_status_name(status));
}

/* A path, of which the first bytes are the last one's. False when memory is short. */
static bool get_path(wb_cursor *c, wb_catalog *catalog, wb_slice last, wb_slice *ret)
{
    size_t shared = (size_t)wb_cursor_varint_max(c, last.len);
    wb_slice rest = wb_cursor_block(c);
    char *path = wb_arena_alloc(&catalog->arena, shared + rest.len + 1, 1);
    if (!path) {
        return false;
    }
    if (shared) {
        memcpy(path, last.ptr, shared);
    }
    if (rest.len) {
        memcpy(path + shared, rest.ptr, rest.len);
    }
    path[shared + rest.len] = '\0';
    *ret = wb_slice_make(path, shared + rest.len);
    return true;
}

/* False when memory is short; damage shows in the cursor. */
static bool get_places(wb_cursor *c, wb_catalog *catalog)
{
    uint32_t group = 0;
    wb_slice last = {"", 0};
    const uint32_t group_max = UINT32_MAX / WB_STORE_GROUP;
    for (size_t i = 0; i < catalog->count && !c->failed; i++) {
        wb_catalog_doc *d = &catalog->docs[i];
        wb_slice id = wb_cursor_bytes(c, sizeof d->id);
        if (id.len) {
            memcpy(&d->id, id.ptr, sizeof d->id);
        }
        d->root = (uint32_t)wb_cursor_varint_max(c, UINT32_MAX);
        d->group = group + (uint32_t)wb_cursor_varint_max(c, group_max - group);
        d->group_count = (uint32_t)wb_cursor_varint_max(c, group_max - d->group);
        d->para_count = (uint32_t)wb_cursor_varint_max(c, WB_DOC_PARAS_MAX);
        d->made = (wb_day)wb_cursor_varint_max(c, 99991231);
        d->published = (wb_day)wb_cursor_varint_max(c, 99991231);
        d->effective = (wb_day)wb_cursor_varint_max(c, 99991231);
        if (!get_path(c, catalog, last, &d->path)) {
            return false;
        }
        c->failed |= d->group_count == 0;
        group = d->group + d->group_count;
        last = d->path;
    }
    return true;
}

/* A column whose values repeat. False when memory is short. */
static bool get_repeating(wb_cursor *c, wb_catalog *catalog, const struct column *column)
{
    size_t count = (size_t)wb_cursor_varint_max(c, catalog->count);
    wb_slice *values = wb_alloc(count, sizeof *values);
    bool has_memory = values != NULL;
    for (size_t i = 0; has_memory && i < count; i++) {
        has_memory = wb_arena_dup(&catalog->arena, wb_cursor_block(c), &values[i]);
    }
    for (size_t i = 0; has_memory && i < catalog->count && !c->failed; i++) {
        size_t number = (size_t)wb_cursor_varint_max(c, count ? count - 1 : 0);
        c->failed |= count == 0;
        *text_of(&catalog->docs[i], column) = count ? values[number] : wb_slice_make("", 0);
    }
    wb_free(values);
    return has_memory;
}

/* False when memory is short; damage shows in the cursor. */
static bool get_all(wb_cursor *c, wb_catalog *catalog)
{
    size_t count = (size_t)wb_cursor_varint_max(c, wb_cursor_left(c) / DOC_BYTES_MIN);
    catalog->docs = wb_alloc_zero(count, sizeof *catalog->docs);
    catalog->count = catalog->cap = catalog->docs ? count : 0;
    if (!catalog->docs || !get_places(c, catalog)) {
        return false;
    }
    for (size_t i = 0; i < COLUMN_COUNT && !c->failed; i++) {
        if (columns[i].repeats) {
            if (!get_repeating(c, catalog, &columns[i])) {
                return false;
            }
            continue;
        }
        for (size_t k = 0; k < count && !c->failed; k++) {
            if (!wb_arena_dup(&catalog->arena, wb_cursor_block(c),
                              text_of(&catalog->docs[k], &columns[i]))) {
                return false;
            }
        }
    }
    return true;
}

wb_status wb_catalog_decode(wb_slice bytes, wb_catalog *catalog, wb_error *err)
{
    wb_catalog_clear(catalog);
    wb_buf plain;
    wb_buf_init(&plain, CATALOG_MAX);
    wb_status status = wb_decompress_alone(bytes, CATALOG_MAX, &plain, err);
    if (status == WB_OK) {
        wb_cursor cursor = wb_cursor_make(wb_buf_slice(&plain));
        if (!get_all(&cursor, catalog)) {
            status = wb_error_nomem(err);
        } else if (cursor.failed || wb_cursor_left(&cursor) != 0) {
            status = wb_error_set(err, WB_CORRUPT, "the table of documents does not decode");
        }
    }
    wb_buf_free(&plain);
    if (status != WB_OK) {
        wb_catalog_clear(catalog);
    }
    return status;
}

void wb_catalog_clear(wb_catalog *catalog)
{
    wb_free(catalog->docs);
    wb_arena_clear(&catalog->arena);
    memset(catalog, 0, sizeof *catalog);
}
