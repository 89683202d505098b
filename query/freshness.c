#include "freshness.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <wbsearch/index.h>

/* Files that a thread takes at a time. */
#define BATCH 64

/* A folder that changed so shortly before the scan may have changed again with the same time. */
#define RACY_NS 2000000000LL

/* Root folders that stay open; any beyond them are reached by their path. */
#define ROOTS_MAX 64

struct wb_freshness {
    pthread_t thread;
    char *index_path;
    /* Filled by the thread, then only read: */
    wb_index *index;
    wb_manifest manifest;
    int root_fds[ROOTS_MAX];
    _Atomic bool loaded;
    /* The work, shared by all who take part: */
    _Atomic size_t next;
    _Atomic size_t changed;
    _Atomic size_t gone;
    _Atomic bool tree_changed;
    _Atomic bool stop;
    wb_freshness_report report;
};

static bool should_stop(void *context)
{
    return atomic_load((_Atomic bool *)context);
}

static int root_fd(const wb_freshness *f, uint32_t root)
{
    return root < ROOTS_MAX ? f->root_fds[root] : -1;
}

/* The folder that a thread is in: names are looked up from there, which is twice as fast as the
 * whole path for every file. */
struct place {
    uint32_t root;
    wb_slice folder; /* with its '/' */
    int fd;
};

static void leave(struct place *place)
{
    if (place->fd >= 0) {
        close(place->fd);
    }
    place->fd = -1;
}

static void enter(const wb_freshness *f, uint32_t root, wb_slice folder, struct place *place)
{
    leave(place);
    char *path = wb_strndup(folder);
    place->fd = path ? openat(root_fd(f, root), path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
    wb_free(path);
    place->root = root;
    place->folder = folder;
}

static bool stat_path(const wb_freshness *f, struct place *place, uint32_t root, wb_slice path,
                      struct stat *ret)
{
    const char *slash = memrchr(path.ptr, '/', path.len);
    size_t len = slash ? (size_t)(slash - path.ptr) + 1 : 0;
    if (len == 0) {
        return fstatat(root_fd(f, root), path.ptr, ret, 0) == 0;
    }
    wb_slice folder = wb_slice_make(path.ptr, len);
    if (place->fd < 0 || place->root != root || !wb_slice_equal(place->folder, folder)) {
        enter(f, root, folder, place);
    }
    return place->fd >= 0 && fstatat(place->fd, path.ptr + len, ret, 0) == 0;
}

static int64_t mtime_of(const struct stat *st)
{
    return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static void check_file(wb_freshness *f, struct place *place, const wb_file_entry *file)
{
    struct stat st;
    if (wb_slice_ends(file->path, "/")) {
        return; /* a folder that could not be read */
    }
    if (!stat_path(f, place, file->root, file->path, &st)) {
        atomic_fetch_add(&f->gone, 1);
    } else if ((uint64_t)st.st_size != file->stamp.size || mtime_of(&st) != file->stamp.mtime_ns) {
        atomic_fetch_add(&f->changed, 1);
    }
}

static void check_watch(wb_freshness *f, const wb_watch *watch)
{
    struct stat st;
    wb_slice path = watch->path;
    bool same = fstatat(root_fd(f, watch->root), path.ptr, &st, 0) == 0 &&
                mtime_of(&st) == watch->stamp.mtime_ns &&
                (S_ISDIR(st.st_mode) || (uint64_t)st.st_size == watch->stamp.size) &&
                watch->stamp.mtime_ns < f->manifest.scanned_ns - RACY_NS;
    if (!same) {
        atomic_store(&f->tree_changed, true);
    }
}

/* Takes batches of files until there are none. */
static void check_files(wb_freshness *f)
{
    size_t watches = f->manifest.watch_count;
    size_t all = watches + f->manifest.file_count;
    struct place place = {.fd = -1};
    for (;;) {
        size_t first = atomic_fetch_add(&f->next, BATCH);
        if (first >= all || should_stop(&f->stop)) {
            break;
        }
        for (size_t i = first; i < first + BATCH && i < all; i++) {
            if (i < watches) {
                check_watch(f, &f->manifest.watches[i]);
            } else {
                check_file(f, &place, &f->manifest.files[i - watches]);
            }
        }
    }
    leave(&place);
}

/* Names may have come or gone: the tree is read as the indexer would. */
static void compare_trees(wb_freshness *f)
{
    wb_walk walk = {0};
    wb_status status = WB_OK;
    for (size_t i = 0; i < f->index->root_count && status == WB_OK; i++) {
        status =
            wb_walk_root(&walk, (uint32_t)i, f->index->roots[i].ptr, should_stop, &f->stop, NULL);
    }
    if (status == WB_OK) {
        f->report.changes = wb_walk_compare(&walk, &f->manifest, NULL, NULL);
        f->report.complete = true;
    }
    wb_walk_clear(&walk);
}

static void *run(void *context)
{
    wb_freshness *f = context;
    if (wb_index_open(f->index_path, &f->index, NULL) != WB_OK ||
        wb_index_manifest(f->index, &f->manifest, NULL) != WB_OK) {
        return NULL;
    }
    for (size_t i = 0; i < f->index->root_count && i < ROOTS_MAX; i++) {
        f->root_fds[i] = open(f->index->roots[i].ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        f->report.missing_folder |= f->root_fds[i] < 0;
    }
    f->report.failed = wb_manifest_count(&f->manifest).failed;
    atomic_store(&f->loaded, true);
    check_files(f);
    return NULL;
}

wb_freshness *wb_freshness_start(const char *index_path)
{
    wb_freshness *f = wb_alloc_zero(1, sizeof *f);
    if (!f) {
        return NULL;
    }
    for (size_t i = 0; i < ROOTS_MAX; i++) {
        f->root_fds[i] = -1;
    }
    f->index_path = wb_strndup(wb_slice_from(index_path));
    if (!f->index_path || pthread_create(&f->thread, NULL, run, f) != 0) {
        wb_free(f->index_path);
        wb_free(f);
        return NULL;
    }
    return f;
}

/* Waits for the thread until `until`; then tells it to stop. */
static void join_thread(wb_freshness *f, const struct timespec *until)
{
    if (pthread_timedjoin_np(f->thread, NULL, until) != 0) {
        atomic_store(&f->stop, true);
        pthread_join(f->thread, NULL);
    }
}

static void conclude(wb_freshness *f)
{
    if (!atomic_load(&f->loaded) || should_stop(&f->stop)) {
        return;
    }
    if (f->report.missing_folder) {
        f->report.complete = true; /* all its files would seem gone */
    } else if (atomic_load(&f->tree_changed) || atomic_load(&f->gone)) {
        compare_trees(f);
    } else {
        f->report.changes.changed = atomic_load(&f->changed);
        f->report.complete = true;
    }
}

wb_freshness_report wb_freshness_finish(wb_freshness *f, unsigned patience_ms)
{
    wb_freshness_report report = {0};
    if (!f) {
        return report;
    }
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += patience_ms / 1000;
    until.tv_nsec += (long)(patience_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    if (atomic_load(&f->loaded)) {
        check_files(f);
    }
    join_thread(f, &until);
    conclude(f);
    report = f->report;
    for (size_t i = 0; i < ROOTS_MAX; i++) {
        if (f->root_fds[i] >= 0) {
            close(f->root_fds[i]);
        }
    }
    wb_manifest_clear(&f->manifest);
    wb_index_close(f->index);
    wb_free(f->index_path);
    wb_free(f);
    return report;
}
