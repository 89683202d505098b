#include <wbsearch/index_dir.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/file.h>

#define STUB_NAME "XAPIANDB"
#define LOCK_NAME "lock"
#define GENERATION_PREFIX "gen-"
#define STUB_MAX 4096

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

wb_status wb_index_dir_find(const char *start, wb_buf *ret, wb_error *err)
{
    char *real = realpath(start, NULL);
    if (!real) {
        return wb_error_errno(err, WB_IO, errno, "%s: cannot look there", start);
    }
    size_t kept = ret->len;
    wb_status status = WB_NOTFOUND;
    for (;;) {
        ret->len = kept;
        if (!join(ret, real, WB_INDEX_DIR_NAME)) {
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
        wb_error_set(err, WB_NOTFOUND, "no index (%s) in %s or any folder above it",
                     WB_INDEX_DIR_NAME, start);
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

wb_status wb_index_dir_generation(const char *path, wb_buf *ret, wb_error *err)
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

wb_status wb_index_dir_next_generation(const char *path, wb_buf *ret, wb_error *err)
{
    unsigned long last = 0;
    each_entry(path, find_last, &last);
    char name[32];
    (void)snprintf(name, sizeof name, GENERATION_PREFIX "%06lu", last + 1);
    return join(ret, path, name) ? WB_OK : wb_error_nomem(err);
}

wb_status wb_index_dir_switch(const char *path, const char *generation, wb_error *err)
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

/* Whether writers make and remove entries of this name. */
static bool is_passing(const char *name)
{
    return strncmp(name, GENERATION_PREFIX, strlen(GENERATION_PREFIX)) == 0 ||
           strncmp(name, WB_INDEX_DIR_BUILD_PREFIX, strlen(WB_INDEX_DIR_BUILD_PREFIX)) == 0 ||
           strcmp(name, STUB_NAME ".new") == 0;
}

static void remove_stale(const char *name, void *context)
{
    const struct cleaning *cleaning = context;
    if (!is_passing(name) || strcmp(name, cleaning->keep) == 0) {
        return;
    }
    wb_buf full;
    wb_buf_init(&full, 0);
    if (join(&full, cleaning->path, name)) {
        (void)wb_file_remove_tree(full.data, NULL);
    }
    wb_buf_free(&full);
}

void wb_index_dir_clean(const char *path)
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
    bool ours = is_passing(name) || strcmp(name, STUB_NAME) == 0 || strcmp(name, LOCK_NAME) == 0;
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

wb_status wb_index_dir_lock(const char *path, int *ret_fd, wb_error *err)
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

wb_status wb_index_dir_root_path(const char *path, wb_slice root, wb_buf *ret, wb_error *err)
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
