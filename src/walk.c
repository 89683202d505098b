#include <wbsearch/walk.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/doc.h>
#include <wbsearch/ignore.h>

/* A folder on the way from the root to where the walk is. */
struct level {
    const struct level *above;
    wb_ignore *ignore; /* NULL: none */
    size_t path_len;   /* of the folder's path relative to the root, with a '/' unless empty */
};

/* What tells one folder from another. */
struct identity {
    dev_t device;
    ino_t inode;
};

struct walker {
    wb_walk *walk;
    uint32_t root;
    wb_buf path; /* relative to the root */
    int root_fd;
    struct identity *links; /* folders outside the root that a link led to */
    size_t link_count;
    size_t link_cap;
    wb_walk_stop *stop;
    void *stop_context;
    wb_error *err;
};

static wb_status add_problem(struct walker *w, bool is_failure, wb_status kind, const char *reason)
{
    wb_walk *walk = w->walk;
    wb_walk_problem *problems =
        wb_grow(walk->problems, &walk->problem_cap, walk->problem_count + 1, sizeof *problems);
    if (!problems) {
        return wb_error_nomem(w->err);
    }
    walk->problems = problems;
    wb_walk_problem *problem = &problems[walk->problem_count];
    *problem = (wb_walk_problem){.root = w->root, .is_failure = is_failure, .status = kind};
    wb_slice path = w->path.len ? wb_buf_slice(&w->path) : wb_slice_from("/");
    if (!wb_arena_dup(&walk->arena, path, &problem->path) ||
        !wb_arena_dup(&walk->arena, wb_slice_from(reason), &problem->reason)) {
        return wb_error_nomem(w->err);
    }
    walk->problem_count++;
    return WB_OK;
}

static wb_status add_system_problem(struct walker *w, int errnum, const char *what)
{
    wb_error error;
    wb_error_errno(&error, WB_IO, errnum, "%s", what);
    return add_problem(w, true, WB_IO, error.text);
}

static wb_status add_file(struct walker *w, const struct stat *st)
{
    wb_walk *walk = w->walk;
    wb_walk_file *files =
        wb_grow(walk->files, &walk->file_cap, walk->file_count + 1, sizeof *files);
    if (!files) {
        return wb_error_nomem(w->err);
    }
    walk->files = files;
    wb_walk_file *file = &files[walk->file_count];
    file->root = w->root;
    file->stamp.size = (uint64_t)st->st_size;
    file->stamp.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
    if (!wb_arena_dup(&walk->arena, wb_buf_slice(&w->path), &file->path)) {
        return wb_error_nomem(w->err);
    }
    walk->file_count++;
    return WB_OK;
}

/* Notes what the set of files depends on: the folder in w->path, or `name` in it. */
static wb_status add_watch(struct walker *w, const char *name, wb_file_stamp stamp)
{
    wb_walk *walk = w->walk;
    wb_watch *watches =
        wb_grow(walk->watches, &walk->watch_cap, walk->watch_count + 1, sizeof *watches);
    if (!watches) {
        return wb_error_nomem(w->err);
    }
    walk->watches = watches;
    size_t len = w->path.len;
    wb_buf_puts(&w->path, name);
    wb_watch *watch = &watches[walk->watch_count];
    *watch = (wb_watch){.root = w->root, .stamp = stamp};
    wb_slice path = w->path.len ? wb_buf_slice(&w->path) : wb_slice_from(".");
    bool kept = w->path.status == WB_OK && wb_arena_dup(&walk->arena, path, &watch->path);
    w->path.len = len;
    w->path.data[len] = '\0';
    walk->watch_count += kept;
    return kept ? WB_OK : wb_error_nomem(w->err);
}

static bool is_ignored(const struct walker *w, const struct level *level, bool is_folder)
{
    for (; level; level = level->above) {
        if (level->ignore) {
            switch (wb_ignore_check(level->ignore, w->path.data + level->path_len, is_folder)) {
            case WB_IGNORE_OUT:
                return true;
            case WB_IGNORE_IN:
                return false;
            case WB_IGNORE_SILENT:
                break;
            }
        }
    }
    return false;
}

static wb_status read_ignore(struct walker *w, int fd, wb_ignore **ret)
{
    wb_buf text;
    wb_buf_init(&text, WB_IGNORE_MAX + 1);
    wb_file_stamp stamp;
    wb_error error;
    wb_status status = wb_file_read(fd, WB_IGNORE_NAME, WB_IGNORE_MAX, &text, &stamp, &error);
    if (status == WB_OK) {
        status = add_watch(w, WB_IGNORE_NAME, stamp);
        status = status == WB_OK ? wb_ignore_new(wb_buf_slice(&text), ret, w->err) : status;
    } else if (status == WB_NOTFOUND) {
        status = WB_OK;
    } else if (status == WB_NOMEM) {
        wb_error_nomem(w->err);
    } else {
        size_t len = w->path.len;
        wb_buf_puts(&w->path, WB_IGNORE_NAME);
        status = add_problem(w, true, status, error.text);
        w->path.len = len;
    }
    wb_buf_free(&text);
    return status;
}

static bool identify(int fd, struct identity *ret)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return false;
    }
    *ret = (struct identity){st.st_dev, st.st_ino};
    return true;
}

static bool is_same(struct identity a, struct identity b)
{
    return a.device == b.device && a.inode == b.inode;
}

/* Whether `folder` is `fd` or one of the folders around it. */
static bool encloses(struct identity folder, int fd)
{
    struct identity here;
    int at = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool found = false;
    for (int i = 0; at >= 0 && !found && i < 4 * WB_WALK_DEPTH_MAX; i++) {
        struct identity above;
        int up = openat(at, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        bool known = identify(at, &here) && up >= 0 && identify(up, &above);
        found = known && is_same(here, folder);
        close(at);
        at = up;
        if (!known || is_same(here, above)) {
            break; /* the top of the file system */
        }
    }
    if (at >= 0) {
        close(at);
    }
    return found;
}

/* Whether the folder `fd`, which a symbolic link led to, is to be entered: not when it lies in the
 * root (its files have their own place there), around it, or was entered by another link. */
static wb_status may_follow(struct walker *w, int fd, bool *ret)
{
    struct identity root;
    struct identity target;
    *ret = false;
    if (!identify(w->root_fd, &root) || !identify(fd, &target)) {
        return add_system_problem(w, errno, "cannot read the folder");
    }
    if (encloses(root, fd) || encloses(target, w->root_fd)) {
        return add_problem(w, false, WB_LIMIT, "a link back into the tree; not followed");
    }
    for (size_t i = 0; i < w->link_count; i++) {
        if (is_same(w->links[i], target)) {
            return add_problem(w, false, WB_LIMIT,
                               "a link to a folder that another link leads to; not followed");
        }
    }
    struct identity *links = wb_grow(w->links, &w->link_cap, w->link_count + 1, sizeof *links);
    if (!links) {
        return wb_error_nomem(w->err);
    }
    w->links = links;
    links[w->link_count++] = target;
    *ret = true;
    return WB_OK;
}

static wb_status walk_folder(struct walker *w, int fd, const struct level *above, unsigned depth);

/* Opens the folder `name` and walks it. w->path ends in its '/'. */
static wb_status enter_folder(struct walker *w, int fd, const char *name, bool is_link,
                              const struct level *level, unsigned depth)
{
    if (depth >= WB_WALK_DEPTH_MAX) {
        return add_problem(w, true, WB_LIMIT, "too many folders in one another; not entered");
    }
    int below = openat(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (below < 0) {
        return add_system_problem(w, errno, "cannot open the folder");
    }
    bool follow = true;
    wb_status status = is_link ? may_follow(w, below, &follow) : WB_OK;
    if (status != WB_OK || !follow) {
        close(below);
        return status;
    }
    return walk_folder(w, below, level, depth + 1);
}

static wb_status walk_entry(struct walker *w, int fd, const char *name, unsigned char type,
                            const struct level *level, unsigned depth)
{
    wb_doc_format format;
    bool is_document = wb_doc_format_of(name, &format);
    if (!is_document && type != DT_DIR && type != DT_LNK && type != DT_UNKNOWN) {
        return WB_OK;
    }
    struct stat st = {0};
    bool is_link = type == DT_LNK;
    if (type == DT_UNKNOWN && fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
        is_link = S_ISLNK(st.st_mode);
    }
    if (type != DT_DIR && fstatat(fd, name, &st, 0) != 0) {
        int errnum = errno;
        if (!is_document || is_ignored(w, level, false)) {
            return WB_OK;
        }
        return errnum == ENOENT  ? add_problem(w, true, WB_NOTFOUND, "a link to nothing")
               : errnum == ELOOP ? add_problem(w, true, WB_LIMIT, "a loop of symbolic links")
                                 : add_system_problem(w, errnum, "cannot look at it");
    }
    bool is_folder = type == DT_DIR || S_ISDIR(st.st_mode);
    if (is_ignored(w, level, is_folder)) {
        return WB_OK;
    }
    if (!is_folder) {
        return !is_document          ? WB_OK
               : S_ISREG(st.st_mode) ? add_file(w, &st)
                                     : add_problem(w, true, WB_INVALID, "not a regular file");
    }
    if (wb_buf_putc(&w->path, '/') != WB_OK) {
        return wb_error_nomem(w->err);
    }
    return enter_folder(w, fd, name, is_link, level, depth);
}

/* Reads the folder `fd`, which it closes. w->path holds its path with a '/' at the end. */
static wb_status walk_folder(struct walker *w, int fd, const struct level *above, unsigned depth)
{
    struct level level = {above, NULL, w->path.len};
    struct stat st;
    wb_file_stamp stamp = {0, 0};
    if (fstat(fd, &st) == 0) {
        stamp.mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    }
    wb_status status = add_watch(w, "", stamp);
    if (status == WB_OK) {
        status = read_ignore(w, fd, &level.ignore);
    }
    DIR *dir = status == WB_OK ? fdopendir(fd) : NULL;
    if (!dir) {
        if (status == WB_OK) {
            status = add_system_problem(w, errno, "cannot read the folder");
        }
        close(fd);
        wb_ignore_free(level.ignore);
        return status;
    }
    struct dirent *entry;
    while (status == WB_OK && (errno = 0, entry = readdir(dir))) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        if (w->stop && w->stop(w->stop_context)) {
            status = wb_error_set(w->err, WB_INTERRUPTED, "stopped");
        } else if (wb_buf_puts(&w->path, entry->d_name) != WB_OK) {
            status = wb_error_nomem(w->err);
        } else {
            status = walk_entry(w, dirfd(dir), entry->d_name, entry->d_type, &level, depth);
        }
        w->path.len = level.path_len;
        w->path.data[w->path.len] = '\0';
    }
    if (status == WB_OK && errno != 0) {
        status = add_system_problem(w, errno, "cannot read the folder to its end");
    }
    closedir(dir);
    wb_ignore_free(level.ignore);
    return status;
}

static int compare_files(const void *a, const void *b)
{
    const wb_walk_file *x = a;
    const wb_walk_file *y = b;
    return x->root != y->root ? (x->root < y->root ? -1 : 1) : wb_slice_compare(x->path, y->path);
}

static int compare_problems(const void *a, const void *b)
{
    const wb_walk_problem *x = a;
    const wb_walk_problem *y = b;
    return x->root != y->root ? (x->root < y->root ? -1 : 1) : wb_slice_compare(x->path, y->path);
}

wb_status wb_walk_root(wb_walk *walk, uint32_t root, const char *path, wb_walk_stop *stop,
                       void *stop_context, wb_error *err)
{
    struct walker w = {
        .walk = walk, .root = root, .stop = stop, .stop_context = stop_context, .err = err};
    wb_buf_init(&w.path, 1 << 20);
    wb_status status = wb_buf_puts(&w.path, "") == WB_OK ? WB_OK : wb_error_nomem(err);
    w.root_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (status == WB_OK) {
        int fd = w.root_fd < 0 ? -1 : openat(w.root_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        status = fd < 0 ? add_system_problem(&w, errno, "cannot open the folder")
                        : walk_folder(&w, fd, NULL, 0);
    }
    if (w.root_fd >= 0) {
        close(w.root_fd);
    }
    wb_buf_free(&w.path);
    wb_free(w.links);
    if (walk->file_count) {
        qsort(walk->files, walk->file_count, sizeof *walk->files, compare_files);
    }
    if (walk->problem_count) {
        qsort(walk->problems, walk->problem_count, sizeof *walk->problems, compare_problems);
    }
    return status;
}

void wb_walk_clear(wb_walk *walk)
{
    wb_arena_clear(&walk->arena);
    wb_free(walk->files);
    wb_free(walk->problems);
    wb_free(walk->watches);
    memset(walk, 0, sizeof *walk);
}

bool wb_walk_is_hidden(const wb_walk *walk, uint32_t root, wb_slice path)
{
    for (size_t i = 0; i < walk->problem_count; i++) {
        const wb_walk_problem *p = &walk->problems[i];
        if (p->root != root || !p->is_failure || !wb_slice_ends(p->path, "/")) {
            continue;
        }
        bool is_root = p->path.len == 1;
        if (is_root ||
            (path.len > p->path.len && memcmp(path.ptr, p->path.ptr, p->path.len) == 0)) {
            return true;
        }
    }
    return false;
}

/* Where a file stands in the order of the manifest; NULL comes last. */
static int compare_to_entry(const wb_walk_file *now, const wb_file_entry *before)
{
    if (!now || !before) {
        return now ? -1 : 1;
    }
    wb_file_entry found = {.root = now->root, .path = now->path};
    return wb_manifest_compare(&found, before);
}

static bool same_stamp(wb_file_stamp a, wb_file_stamp b)
{
    return a.size == b.size && a.mtime_ns == b.mtime_ns;
}

wb_walk_changes wb_walk_compare(const wb_walk *walk, const wb_manifest *manifest,
                                wb_walk_difference *report, void *context)
{
    wb_walk_changes changes = {0, 0, 0};
    size_t now = 0;
    size_t before = 0;
    while (now < walk->file_count || before < manifest->file_count) {
        const wb_walk_file *file = now < walk->file_count ? &walk->files[now] : NULL;
        const wb_file_entry *entry =
            before < manifest->file_count ? &manifest->files[before] : NULL;
        int order = compare_to_entry(file, entry);
        if (order > 0) {
            file = NULL;
        }
        if (order < 0) {
            entry = NULL;
        }
        now += file != NULL;
        before += entry != NULL;
        if (file && entry) {
            if (same_stamp(file->stamp, entry->stamp)) {
                continue;
            }
            changes.changed++;
        } else if (file) {
            changes.added++;
        } else if (entry) {
            if (wb_slice_ends(entry->path, "/") ||
                wb_walk_is_hidden(walk, entry->root, entry->path)) {
                continue;
            }
            changes.gone++;
        }
        if (report) {
            report(context, entry, file);
        }
    }
    return changes;
}
