#include <wbsearch/manifest.h>

#include <stdlib.h>

#include <wbsearch/compress.h>
#include <wbsearch/doc.h>

/* A manifest larger than this is damaged: a million files with long names. */
#define MANIFEST_MAX ((size_t)512 << 20)

wb_manifest_totals wb_manifest_count(const wb_manifest *manifest)
{
    wb_manifest_totals totals = {0};
    for (size_t i = 0; i < manifest->file_count; i++) {
        const wb_file_entry *f = &manifest->files[i];
        totals.files += !wb_slice_ends(f->path, "/");
        totals.indexed += f->state == WB_FILE_INDEXED;
        totals.empty += f->state == WB_FILE_EMPTY;
        totals.failed += f->state == WB_FILE_FAILED;
        totals.paragraphs += f->para_count;
        totals.text_bytes += f->text_bytes;
        totals.groups += f->group_count;
    }
    return totals;
}

int wb_manifest_compare(const wb_file_entry *a, const wb_file_entry *b)
{
    if (a->root != b->root) {
        return a->root < b->root ? -1 : 1;
    }
    return wb_slice_compare(a->path, b->path);
}

const wb_file_entry *wb_manifest_find(const wb_manifest *manifest, uint32_t root, wb_slice path)
{
    wb_file_entry wanted = {.root = root, .path = path};
    size_t low = 0;
    size_t high = manifest->file_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = wb_manifest_compare(&wanted, &manifest->files[middle]);
        if (order == 0) {
            return &manifest->files[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
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

static void put_file(wb_buf *out, const wb_file_entry *f, wb_slice last_path)
{
    size_t shared = common_prefix(f->path, last_path);
    wb_buf_put_varint(out, f->root);
    wb_buf_put_varint(out, shared);
    wb_buf_put_block(out, wb_slice_make(f->path.ptr + shared, f->path.len - shared));
    wb_buf_put_varint(out, f->stamp.size);
    wb_buf_append(out, &f->stamp.mtime_ns, sizeof f->stamp.mtime_ns);
    wb_buf_append(out, &f->hash, sizeof f->hash);
    wb_buf_put_varint(out, f->state);
    if (f->state == WB_FILE_FAILED) {
        wb_buf_put_varint(out, f->failure);
        wb_buf_put_block(out, f->reason);
        wb_buf_put_varint(out, f->line);
    }
    wb_buf_put_varint(out, f->group_count);
    if (f->group_count) {
        wb_buf_put_varint(out, f->group);
        wb_buf_put_varint(out, f->para_count);
        wb_buf_put_varint(out, f->text_bytes);
    }
}

static void put_watches(wb_buf *out, const wb_manifest *manifest)
{
    wb_slice last_path = {"", 0};
    wb_buf_put_varint(out, manifest->watch_count);
    for (size_t i = 0; i < manifest->watch_count; i++) {
        const wb_watch *w = &manifest->watches[i];
        size_t shared = common_prefix(w->path, last_path);
        wb_buf_put_varint(out, w->root);
        wb_buf_put_varint(out, shared);
        wb_buf_put_block(out, wb_slice_make(w->path.ptr + shared, w->path.len - shared));
        wb_buf_put_varint(out, w->stamp.size);
        wb_buf_append(out, &w->stamp.mtime_ns, sizeof w->stamp.mtime_ns);
        last_path = w->path;
    }
}

wb_status wb_manifest_encode(const wb_manifest *manifest, wb_buf *out, wb_error *err)
{
    wb_buf plain;
    wb_buf_init(&plain, MANIFEST_MAX);
    wb_buf_append(&plain, &manifest->scanned_ns, sizeof manifest->scanned_ns);
    wb_buf_put_varint(&plain, manifest->group_end);
    wb_buf_put_varint(&plain, manifest->root_count);
    for (size_t i = 0; i < manifest->root_count; i++) {
        wb_buf_put_block(&plain, manifest->roots[i]);
    }
    wb_buf_put_varint(&plain, manifest->file_count);
    wb_slice last_path = {"", 0};
    for (size_t i = 0; i < manifest->file_count; i++) {
        put_file(&plain, &manifest->files[i], last_path);
        last_path = manifest->files[i].path;
    }
    put_watches(&plain, manifest);
    bool stored = plain.status == WB_OK && wb_compress_alone(wb_buf_slice(&plain), out) == WB_OK;
    wb_buf_free(&plain);
    return stored ? WB_OK : wb_error_nomem(err);
}

static int64_t get_int64(wb_cursor *c)
{
    int64_t value = 0;
    wb_slice bytes = wb_cursor_bytes(c, sizeof value);
    if (bytes.len) {
        memcpy(&value, bytes.ptr, sizeof value);
    }
    return value;
}

static uint32_t get_root(wb_cursor *c, const wb_manifest *manifest)
{
    return (uint32_t)wb_cursor_varint_max(c, manifest->root_count ? manifest->root_count - 1 : 0);
}

/* A path that shares its beginning with the last one. False when memory is short. */
static bool get_path(wb_cursor *c, wb_manifest *manifest, wb_slice last_path, wb_slice *ret)
{
    size_t shared = (size_t)wb_cursor_varint_max(c, last_path.len);
    wb_slice rest = wb_cursor_block(c);
    char *path = wb_arena_alloc(&manifest->arena, shared + rest.len + 1, 1);
    if (!path) {
        return false;
    }
    memcpy(path, last_path.ptr, shared);
    memcpy(path + shared, rest.ptr, rest.len);
    path[shared + rest.len] = '\0';
    *ret = wb_slice_make(path, shared + rest.len);
    return true;
}

/* False when memory is short; damage shows in the cursor. */
static bool get_watches(wb_cursor *c, wb_manifest *manifest)
{
    size_t count = (size_t)wb_cursor_varint_max(c, wb_cursor_left(c) / 12);
    manifest->watches = wb_arena_alloc(&manifest->arena, count, sizeof *manifest->watches);
    if (!manifest->watches) {
        return false;
    }
    wb_slice last_path = {"", 0};
    for (size_t i = 0; i < count && !c->failed; i++) {
        wb_watch *w = &manifest->watches[i];
        w->root = get_root(c, manifest);
        if (!get_path(c, manifest, last_path, &w->path)) {
            return false;
        }
        w->stamp.size = wb_cursor_varint(c);
        w->stamp.mtime_ns = get_int64(c);
        last_path = w->path;
        manifest->watch_count = i + 1;
    }
    return true;
}

/* False when memory is short; damage shows in the cursor. */
static bool get_file(wb_cursor *c, wb_manifest *manifest, wb_file_entry *f, wb_slice last_path)
{
    memset(f, 0, sizeof *f);
    f->root = get_root(c, manifest);
    if (!get_path(c, manifest, last_path, &f->path)) {
        return false;
    }
    f->stamp.size = wb_cursor_varint(c);
    f->stamp.mtime_ns = get_int64(c);
    f->hash = (uint64_t)get_int64(c);
    f->state = (wb_file_state)wb_cursor_varint_max(c, WB_FILE_FAILED);
    if (f->state == WB_FILE_FAILED) {
        f->failure = (wb_status)wb_cursor_varint_max(c, WB_STATUS_COUNT_ - 1);
        wb_slice reason = wb_cursor_block(c);
        f->line = (uint32_t)wb_cursor_varint_max(c, UINT32_MAX);
        if (!wb_arena_dup(&manifest->arena, reason, &f->reason)) {
            return false;
        }
    }
    f->group_count = (uint32_t)wb_cursor_varint_max(c, manifest->group_end);
    if (f->group_count) {
        f->group = (uint32_t)wb_cursor_varint_max(c, manifest->group_end - f->group_count);
        f->para_count = (uint32_t)wb_cursor_varint_max(c, WB_DOC_PARAS_MAX);
        f->text_bytes = wb_cursor_varint(c);
    }
    return true;
}

/* False when memory is short; damage shows in the cursor. */
static bool get_all(wb_cursor *c, wb_manifest *manifest)
{
    manifest->scanned_ns = get_int64(c);
    manifest->group_end = (uint32_t)wb_cursor_varint_max(c, UINT32_MAX / WB_STORE_GROUP);
    manifest->root_count = (size_t)wb_cursor_varint_max(c, wb_cursor_left(c));
    manifest->roots =
        wb_arena_alloc(&manifest->arena, manifest->root_count, sizeof *manifest->roots);
    if (!manifest->roots) {
        return false;
    }
    for (size_t i = 0; i < manifest->root_count; i++) {
        if (!wb_arena_dup(&manifest->arena, wb_cursor_block(c), &manifest->roots[i])) {
            return false;
        }
    }
    size_t count = (size_t)wb_cursor_varint_max(c, wb_cursor_left(c) / 16);
    manifest->files = wb_arena_alloc(&manifest->arena, count, sizeof *manifest->files);
    if (!manifest->files) {
        return false;
    }
    wb_slice last_path = {"", 0};
    for (size_t i = 0; i < count && !c->failed; i++) {
        if (!get_file(c, manifest, &manifest->files[i], last_path)) {
            return false;
        }
        last_path = manifest->files[i].path;
        if (i > 0 && wb_manifest_compare(&manifest->files[i - 1], &manifest->files[i]) >= 0) {
            c->failed = true;
        }
        manifest->file_count = i + 1;
    }
    return get_watches(c, manifest);
}

wb_status wb_manifest_decode(wb_slice bytes, wb_manifest *manifest, wb_error *err)
{
    wb_manifest_clear(manifest);
    wb_buf plain;
    wb_buf_init(&plain, MANIFEST_MAX);
    wb_status status = wb_decompress_alone(bytes, MANIFEST_MAX, &plain, err);
    if (status == WB_OK) {
        wb_cursor cursor = wb_cursor_make(wb_buf_slice(&plain));
        if (!get_all(&cursor, manifest)) {
            status = wb_error_nomem(err);
        } else if (cursor.failed || wb_cursor_left(&cursor) != 0) {
            status = wb_error_set(err, WB_CORRUPT, "the list of files does not decode");
        }
    }
    wb_buf_free(&plain);
    if (status != WB_OK) {
        wb_manifest_clear(manifest);
    }
    return status;
}

void wb_manifest_clear(wb_manifest *manifest)
{
    wb_arena_clear(&manifest->arena);
    memset(manifest, 0, sizeof *manifest);
}

wb_status wb_manifest_put_roots(const wb_manifest *manifest, wb_buf *out)
{
    for (size_t i = 0; i < manifest->root_count; i++) {
        wb_buf_put_block(out, manifest->roots[i]);
    }
    return out->status;
}

static int compare_ranges(const void *a, const void *b)
{
    const wb_group_range *x = a;
    const wb_group_range *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

wb_status wb_manifest_put_dead(const wb_manifest *manifest, wb_buf *out)
{
    wb_group_range *live = wb_alloc(manifest->file_count, sizeof *live);
    if (!live) {
        return WB_NOMEM;
    }
    size_t count = 0;
    for (size_t i = 0; i < manifest->file_count; i++) {
        const wb_file_entry *f = &manifest->files[i];
        if (f->group_count) {
            live[count++] = (wb_group_range){f->group, f->group + f->group_count};
        }
    }
    qsort(live, count, sizeof *live, compare_ranges);
    /* The gaps between the live ranges, each as its distance from the last end and its length. */
    uint32_t end = 0;
    uint32_t put = 0;
    for (size_t i = 0; i <= count; i++) {
        uint32_t next = i < count ? live[i].first : manifest->group_end;
        if (next > end) {
            wb_buf_put_varint(out, end - put);
            wb_buf_put_varint(out, next - end);
            put = next;
        }
        if (i < count) {
            end = live[i].end;
        }
    }
    wb_free(live);
    return out->status;
}

wb_status wb_manifest_read_dead(wb_slice bytes, wb_group_range **ret_ranges, size_t *ret_count,
                                wb_error *err)
{
    wb_group_range *ranges = wb_alloc(bytes.len / 2, sizeof *ranges);
    if (!ranges) {
        return wb_error_nomem(err);
    }
    wb_cursor c = wb_cursor_make(bytes);
    size_t count = 0;
    uint64_t end = 0;
    while (wb_cursor_left(&c)) {
        uint64_t first = end + wb_cursor_varint_max(&c, UINT32_MAX);
        end = first + wb_cursor_varint_max(&c, UINT32_MAX);
        if (c.failed || end > UINT32_MAX / WB_STORE_GROUP || end == first) {
            wb_free(ranges);
            return wb_error_set(err, WB_CORRUPT, "the list of dead paragraphs does not decode");
        }
        ranges[count++] = (wb_group_range){(uint32_t)first, (uint32_t)end};
    }
    *ret_ranges = ranges;
    *ret_count = count;
    return WB_OK;
}
