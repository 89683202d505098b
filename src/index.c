#include <wbsearch/index.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/file.h>
#include <wbsearch/schema.h>

#define STUB_NAME "XAPIANDB"
#define LOCK_NAME "lock"
#define GENERATION_PREFIX "gen-"
#define STUB_MAX 4096

/* A generation can vanish between reading the stub and opening it; the next stub is then there. */
#define OPEN_ATTEMPTS 5

static bool join(wb_buf *out, const char *directory, const char *name)
{
    wb_buf_puts(out, directory);
    if (!wb_slice_ends(wb_buf_slice(out), "/")) {
        wb_buf_putc(out, '/');
    }
    return wb_buf_puts(out, name) == WB_OK;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

wb_status wb_index_find(const char *start, wb_buf *ret, wb_error *err)
{
    char *real = realpath(start, NULL);
    if (!real) {
        return wb_error_errno(err, WB_IO, errno, "%s: cannot look there", start);
    }
    size_t kept = ret->len;
    wb_status status = WB_NOTFOUND;
    for (;;) {
        ret->len = kept;
        if (!join(ret, real, WB_INDEX_NAME)) {
            status = wb_error_nomem(err);
            break;
        }
        if (is_folder(ret->data + kept)) {
            status = WB_OK;
            break;
        }
        char *slash = strrchr(real, '/');
        if (!slash || strcmp(real, "/") == 0) {
            break;
        }
        slash[slash == real] = '\0'; /* "/a" becomes "/" */
    }
    free(real);
    if (status == WB_NOTFOUND) {
        ret->len = kept;
        wb_error_set(err, WB_NOTFOUND, "no index (%s) in %s or any folder above it", WB_INDEX_NAME,
                     start);
        wb_error_hint(err, "make one: wbindex DIR; or name one: --index PATH");
    }
    return status;
}

static wb_status read_stub(const char *path, wb_buf *ret_name, wb_error *err)
{
    wb_buf stub_path;
    wb_buf stub;
    wb_buf_init(&stub_path, 0);
    wb_buf_init(&stub, STUB_MAX + 1);
    wb_file_stamp stamp;
    wb_error error;
    wb_status status = join(&stub_path, path, STUB_NAME)
                           ? wb_file_read(AT_FDCWD, stub_path.data, STUB_MAX, &stub, &stamp, &error)
                           : wb_error_nomem(&error);
    if (status == WB_NOTFOUND) {
        wb_error_set(err, WB_NOTFOUND, "%s: no index there", path);
        wb_error_hint(err, "make one: wbindex DIR");
    } else if (status == WB_LIMIT || status == WB_INVALID) {
        status = wb_error_set(err, WB_CORRUPT, "%s: %s", STUB_NAME, error.text);
    } else if (status != WB_OK) {
        wb_error_set(err, status, "%s: %s", path, error.text);
    } else {
        /* auto NAME */
        wb_slice line = wb_buf_slice(&stub);
        const char *end = memchr(line.ptr, '\n', line.len);
        line.len = end ? (size_t)(end - line.ptr) : line.len;
        if (wb_slice_starts(line, "auto " GENERATION_PREFIX) && !memchr(line.ptr, '/', line.len)) {
            status = wb_buf_append(ret_name, line.ptr + 5, line.len - 5) == WB_OK
                         ? WB_OK
                         : wb_error_nomem(err);
        } else {
            status = wb_error_set(err, WB_CORRUPT, "%s does not name a database", STUB_NAME);
        }
    }
    wb_buf_free(&stub_path);
    wb_buf_free(&stub);
    return status;
}

wb_status wb_index_generation(const char *path, wb_buf *ret, wb_error *err)
{
    wb_buf name;
    wb_buf_init(&name, 0);
    wb_status status = read_stub(path, &name, err);
    if (status == WB_OK && !join(ret, path, name.data)) {
        status = wb_error_nomem(err);
    }
    wb_buf_free(&name);
    return status;
}

/* Calls `visit` for each entry of the index directory. */
static void each_entry(const char *path, void (*visit)(const char *name, void *context),
                       void *context)
{
    DIR *dir = opendir(path);
    if (!dir) {
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        visit(entry->d_name, context);
    }
    closedir(dir);
}

static void find_last(const char *name, void *context)
{
    unsigned long *last = context;
    if (strncmp(name, GENERATION_PREFIX, strlen(GENERATION_PREFIX)) == 0) {
        unsigned long number = strtoul(name + strlen(GENERATION_PREFIX), NULL, 10);
        *last = number > *last ? number : *last;
    }
}

wb_status wb_index_next_generation(const char *path, wb_buf *ret, wb_error *err)
{
    unsigned long last = 0;
    each_entry(path, find_last, &last);
    char name[32];
    (void)snprintf(name, sizeof name, GENERATION_PREFIX "%06lu", last + 1);
    return join(ret, path, name) ? WB_OK : wb_error_nomem(err);
}

wb_status wb_index_switch(const char *path, const char *generation, wb_error *err)
{
    const char *slash = strrchr(generation, '/');
    wb_buf stub_path;
    wb_buf content;
    wb_buf_init(&stub_path, 0);
    wb_buf_init(&content, 0);
    wb_buf_printf(&content, "auto %s\n", slash ? slash + 1 : generation);
    wb_status status = join(&stub_path, path, STUB_NAME) && content.status == WB_OK
                           ? wb_file_replace(stub_path.data, wb_buf_slice(&content), err)
                           : wb_error_nomem(err);
    wb_buf_free(&stub_path);
    wb_buf_free(&content);
    return status;
}

struct cleaning {
    const char *path;
    const char *keep;
};

static void remove_stale(const char *name, void *context)
{
    const struct cleaning *cleaning = context;
    bool ours = strncmp(name, GENERATION_PREFIX, strlen(GENERATION_PREFIX)) == 0 ||
                strncmp(name, WB_INDEX_BUILD_PREFIX, strlen(WB_INDEX_BUILD_PREFIX)) == 0 ||
                strcmp(name, STUB_NAME ".new") == 0;
    if (!ours || strcmp(name, cleaning->keep) == 0) {
        return;
    }
    wb_buf full;
    wb_buf_init(&full, 0);
    if (join(&full, cleaning->path, name)) {
        (void)wb_file_remove_tree(full.data, NULL);
    }
    wb_buf_free(&full);
}

void wb_index_clean(const char *path)
{
    wb_buf name;
    wb_buf_init(&name, 0);
    wb_status status = read_stub(path, &name, NULL);
    if (status == WB_OK || status == WB_NOTFOUND) {
        struct cleaning cleaning = {path, status == WB_OK ? name.data : ""};
        each_entry(path, remove_stale, &cleaning);
    }
    wb_buf_free(&name);
}

static void find_foreign(const char *name, void *context)
{
    bool *foreign = context;
    bool ours = strcmp(name, STUB_NAME) == 0 || strcmp(name, LOCK_NAME) == 0 ||
                strcmp(name, STUB_NAME ".new") == 0 ||
                strncmp(name, GENERATION_PREFIX, strlen(GENERATION_PREFIX)) == 0 ||
                strncmp(name, WB_INDEX_BUILD_PREFIX, strlen(WB_INDEX_BUILD_PREFIX)) == 0;
    *foreign = *foreign || !(ours || strcmp(name, ".") == 0 || strcmp(name, "..") == 0);
}

/* Makes the directory, or makes sure that it is one of ours: files of the user's are not ours to
 * mix with. */
static wb_status claim_directory(const char *path, wb_error *err)
{
    if (mkdir(path, 0777) == 0) {
        return WB_OK;
    }
    if (errno != EEXIST) {
        return wb_error_errno(err, WB_IO, errno, "%s: cannot make the index there", path);
    }
    bool foreign = !is_folder(path);
    each_entry(path, find_foreign, &foreign);
    if (foreign) {
        wb_error_set(err, WB_INVALID, "%s: holds other things, so it cannot be an index", path);
        wb_error_hint(err, "name a new or empty directory");
        return WB_INVALID;
    }
    return WB_OK;
}

/* The lock is the flock; the number in the file only helps whoever is refused. */
static void sign_lock(int fd)
{
    char number[32];
    int n = snprintf(number, sizeof number, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) == 0 && pwrite(fd, number, (size_t)n, 0) != n) {
        (void)ftruncate(fd, 0);
    }
}

static wb_status refuse_locked(const char *path, int fd, wb_error *err)
{
    char number[32] = "";
    ssize_t n = pread(fd, number, sizeof number - 1, 0);
    long pid = n > 0 ? strtol(number, NULL, 10) : 0;
    if (pid > 0) {
        wb_error_set(err, WB_LOCKED, "%s: another wbindex (process %ld) is at work there", path,
                     pid);
    } else {
        wb_error_set(err, WB_LOCKED, "%s: another wbindex is at work there", path);
    }
    wb_error_hint(err, "wait until it has finished, then try again");
    return WB_LOCKED;
}

wb_status wb_index_lock(const char *path, int *ret_fd, wb_error *err)
{
    wb_status claimed = claim_directory(path, err);
    if (claimed != WB_OK) {
        return claimed;
    }
    wb_buf lock_path;
    wb_buf_init(&lock_path, 0);
    wb_status status = join(&lock_path, path, LOCK_NAME) ? WB_OK : wb_error_nomem(err);
    if (status == WB_OK) {
        int fd = open(lock_path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0) {
            status = wb_error_errno(err, WB_IO, errno, "%s: cannot write to the index", path);
        } else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            status = errno == EWOULDBLOCK
                         ? refuse_locked(path, fd, err)
                         : wb_error_errno(err, WB_IO, errno, "%s: cannot lock the index", path);
            close(fd);
        } else {
            sign_lock(fd);
            *ret_fd = fd;
        }
    }
    wb_buf_free(&lock_path);
    return status;
}

wb_status wb_index_root_path(const char *path, wb_slice root, wb_buf *ret, wb_error *err)
{
    if (wb_slice_starts(root, "/")) {
        return wb_buf_put(ret, root) == WB_OK ? WB_OK : wb_error_nomem(err);
    }
    char *base = realpath(path, NULL);
    if (!base) {
        return wb_error_errno(err, WB_IO, errno, "%s: cannot look there", path);
    }
    /* One ".." a level: the index lies below the root. */
    for (size_t i = 0; i + 1 < root.len && root.ptr[i] == '.' && root.ptr[i + 1] == '.'; i += 3) {
        char *slash = strrchr(base, '/');
        if (slash) {
            slash[slash == base] = '\0';
        }
    }
    wb_status status = wb_buf_puts(ret, base) == WB_OK ? WB_OK : wb_error_nomem(err);
    free(base);
    return status;
}

/* What an open index consists of, apart from its path. */
struct state {
    char *generation;
    wb_store *store;
    wb_record_file records;
    wb_compressor *compressor;
    wb_slice *roots;
    size_t root_count;
    wb_arena arena;
};

static void clear_state(struct state *state)
{
    if (state->store) {
        wb_store_close(state->store);
    }
    wb_record_file_close(&state->records);
    wb_compressor_free(state->compressor);
    wb_free(state->generation);
    wb_arena_clear(&state->arena);
    memset(state, 0, sizeof *state);
}

static wb_status load_dead(wb_store *store, wb_buf *scratch, wb_error *err)
{
    wb_group_range *dead = NULL;
    size_t count = 0;
    wb_status status = wb_store_metadata(store, WB_SCHEMA_DEAD, scratch, err);
    if (status == WB_OK) {
        status = wb_manifest_read_dead(wb_buf_slice(scratch), &dead, &count, err);
    }
    if (status == WB_OK) {
        status = wb_store_set_dead(store, dead, count, err);
    }
    wb_free(dead);
    return status;
}

static wb_status load_roots(const char *path, struct state *state, wb_buf *scratch, wb_error *err)
{
    wb_status status = wb_store_metadata(state->store, WB_SCHEMA_ROOTS, scratch, err);
    if (status != WB_OK) {
        return status;
    }
    wb_cursor c = wb_cursor_make(wb_buf_slice(scratch));
    wb_buf full;
    wb_buf_init(&full, 0);
    state->roots = wb_arena_alloc(&state->arena, scratch->len, sizeof *state->roots);
    status = state->roots ? WB_OK : wb_error_nomem(err);
    while (status == WB_OK && wb_cursor_left(&c)) {
        wb_buf_clear(&full);
        status = wb_index_root_path(path, wb_cursor_block(&c), &full, err);
        if (status == WB_OK &&
            !wb_arena_dup(&state->arena, wb_buf_slice(&full), &state->roots[state->root_count++])) {
            status = wb_error_nomem(err);
        }
    }
    wb_buf_free(&full);
    if (status == WB_OK && c.failed) {
        status = wb_error_set(err, WB_CORRUPT, "the list of folders does not decode");
    }
    return status;
}

/* Checks that this program can use the database, and reads what every search needs. */
static wb_status load_state(const char *path, struct state *state, wb_error *err)
{
    wb_buf scratch;
    wb_buf_init(&scratch, 0);
    wb_status status = wb_store_metadata(state->store, WB_SCHEMA_KEY, &scratch, err);
    if (status == WB_OK) {
        status = wb_schema_check(wb_buf_slice(&scratch), err);
    }
    if (status == WB_OK) {
        status = load_dead(state->store, &scratch, err);
    }
    if (status == WB_OK) {
        status = load_roots(path, state, &scratch, err);
    }
    if (status == WB_OK) {
        status = wb_store_metadata(state->store, WB_SCHEMA_DICTIONARY, &scratch, err);
    }
    if (status == WB_OK) {
        status = wb_compressor_new(wb_buf_slice(&scratch), &state->compressor, err);
    }
    wb_buf_free(&scratch);
    return status;
}

wb_status wb_index_damaged(const char *path, wb_error *err)
{
    if (err) {
        char reason[WB_ERROR_TEXT_SIZE];
        memcpy(reason, err->text, sizeof reason);
        wb_error_set(err, WB_CORRUPT, "%s: the index is damaged (%s)", path, reason);
        wb_error_hint(err, "make it again: wbindex --rebuild DIR");
    }
    return WB_CORRUPT;
}

/* Opens the generation that the stub names now. `*ret_is_named` says that it names one. */
static wb_status open_generation(const char *path, struct state *state, bool *ret_is_named,
                                 wb_error *err)
{
    wb_buf generation;
    wb_buf_init(&generation, 0);
    wb_status status = wb_index_generation(path, &generation, err);
    *ret_is_named = status == WB_OK;
    if (status == WB_OK) {
        status = wb_store_open(generation.data, &state->store, err);
    }
    if (status == WB_OK) {
        status = load_state(path, state, err);
    }
    if (status == WB_OK) {
        status = wb_record_file_open(generation.data, wb_store_group_count(state->store),
                                     &state->records, err);
    }
    state->generation = generation.data;
    if (status != WB_OK) {
        clear_state(state);
    }
    return status;
}

/* The same; tries again when the generation vanished or changed meanwhile. */
static wb_status open_state(const char *path, struct state *state, wb_error *err)
{
    wb_status status = WB_CHANGED;
    bool is_named = false;
    for (int i = 0; i < OPEN_ATTEMPTS; i++) {
        status = open_generation(path, state, &is_named, err);
        /* Nonsense too may be the work of a commit in between. */
        if (status != WB_NOTFOUND && status != WB_IO && status != WB_CHANGED &&
            status != WB_CORRUPT) {
            break;
        }
    }
    bool is_incomplete = is_named && status == WB_NOTFOUND;
    return status == WB_CORRUPT || is_incomplete ? wb_index_damaged(path, err) : status;
}

static wb_status check_time(void *context, wb_error *err)
{
    return wb_index_check_patience(context, err);
}

static void adopt_state(wb_index *index, const struct state *state)
{
    wb_store_set_stop(state->store, check_time, index);
    index->generation = state->generation;
    index->store = state->store;
    index->records = state->records;
    index->compressor = state->compressor;
    index->roots = state->roots;
    index->root_count = state->root_count;
    index->arena = state->arena;
}

static void drop_state(wb_index *index)
{
    struct state old = {index->generation, index->store,      index->records, index->compressor,
                        index->roots,      index->root_count, index->arena};
    clear_state(&old);
    wb_catalog_folds_clear(&index->folds);
    wb_catalog_clear(&index->catalog);
    index->has_catalog = false;
    wb_sections_clear(&index->sections);
    index->has_sections = false;
}

wb_status wb_index_open(const char *path, wb_index **ret, wb_error *err)
{
    wb_index *index = wb_alloc_zero(1, sizeof *index);
    if (!index) {
        return wb_error_nomem(err);
    }
    wb_buf_init(&index->scratch, 0);
    index->path = wb_strndup(wb_slice_from(path));
    wb_status status = index->path ? WB_OK : wb_error_nomem(err);
    struct state state = {0};
    if (status == WB_OK) {
        status = open_state(path, &state, err);
    }
    if (status != WB_OK) {
        wb_index_close(index);
        return status;
    }
    adopt_state(index, &state);
    *ret = index;
    return WB_OK;
}

wb_status wb_index_reopen(wb_index *index, wb_error *err)
{
    struct state state = {0};
    wb_status status = open_state(index->path, &state, err);
    if (status == WB_OK) {
        drop_state(index);
        adopt_state(index, &state);
    }
    return status;
}

void wb_index_close(wb_index *index)
{
    if (index) {
        drop_state(index);
        wb_buf_free(&index->scratch);
        wb_free(index->path);
        wb_free(index);
    }
}

void wb_index_set_patience(wb_index *index, double seconds)
{
    wb_deadline_set(&index->deadline, seconds);
}

wb_status wb_index_check_patience(const wb_index *index, wb_error *err)
{
    return wb_deadline_check(&index->deadline, err);
}

/* What does not decode counts as damage only if there was no commit meanwhile. */
static wb_status judge_damage(wb_index *index, wb_status status, wb_error *err)
{
    return status == WB_CORRUPT && wb_store_is_stale(index->store)
               ? wb_error_set(err, WB_CHANGED, "the index has changed")
               : status;
}

wb_status wb_index_manifest(wb_index *index, wb_manifest *manifest, wb_error *err)
{
    wb_buf value;
    wb_buf_init(&value, 0);
    wb_status status = wb_store_metadata(index->store, WB_SCHEMA_MANIFEST, &value, err);
    if (status == WB_OK) {
        status = wb_manifest_decode(wb_buf_slice(&value), manifest, err);
    }
    wb_buf_free(&value);
    status = judge_damage(index, status, err);
    return status == WB_CORRUPT ? wb_index_damaged(index->path, err) : status;
}

wb_status wb_index_record(wb_index *index, uint32_t group, wb_record *record, wb_error *err)
{
    wb_slice bytes;
    wb_status status = wb_index_check_patience(index, err);
    if (status != WB_OK) {
        return status;
    }
    status = wb_record_file_get(&index->records, group, &bytes, err);
    if (status == WB_NOTFOUND && group < wb_store_group_count(index->store)) {
        /* The database has moved on to a commit that the records were not opened for. */
        return wb_error_set(err, WB_CHANGED, "the index has changed");
    }
    /* What is mapped does not change with a commit: damage is damage. */
    return status == WB_OK ? wb_record_decode(index->compressor, bytes, record, err) : status;
}

wb_status wb_index_catalog(wb_index *index, const wb_catalog **ret, wb_error *err)
{
    wb_status status = WB_OK;
    if (!index->has_catalog) {
        status = wb_store_metadata(index->store, WB_SCHEMA_CATALOG, &index->scratch, err);
        if (status == WB_OK) {
            status = wb_catalog_decode(wb_buf_slice(&index->scratch), &index->catalog, err);
        }
        index->has_catalog = status == WB_OK;
        status = judge_damage(index, status, err);
    }
    if (status == WB_OK) {
        *ret = &index->catalog;
    }
    return status;
}

wb_status wb_index_folds(wb_index *index, wb_catalog_folds **ret, wb_error *err)
{
    wb_status status = wb_index_catalog(index, &index->folds.catalog, err);
    if (status == WB_OK) {
        *ret = &index->folds;
    }
    return status;
}

wb_status wb_index_sections(wb_index *index, const wb_sections **ret, wb_error *err)
{
    wb_status status = WB_OK;
    if (!index->has_sections) {
        status = wb_store_metadata(index->store, WB_SCHEMA_SECTIONS, &index->scratch, err);
        if (status == WB_OK) {
            status = wb_sections_decode(wb_buf_slice(&index->scratch), &index->sections, err);
        }
        index->has_sections = status == WB_OK;
        status = judge_damage(index, status, err);
    }
    if (status == WB_OK) {
        *ret = &index->sections;
    }
    return status;
}
