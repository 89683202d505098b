#include <wbsearch/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/mem.h>

static wb_file_stamp stamp_of(const struct stat *st)
{
    wb_file_stamp stamp;
    stamp.size = (uint64_t)st->st_size;
    stamp.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
    return stamp;
}

/* One attempt: *ret_moved says that the file changed meanwhile and the content is not to be
 * trusted. */
static wb_status read_once(int fd, size_t max, wb_buf *buf, wb_file_stamp *ret_stamp,
                           bool *ret_moved, wb_error *err)
{
    struct stat before;
    if (fstat(fd, &before) != 0) {
        return wb_error_errno(err, WB_IO, errno, "cannot read");
    }
    if (!S_ISREG(before.st_mode)) {
        return wb_error_set(err, WB_INVALID, "not a regular file");
    }
    if ((uint64_t)before.st_size > max) {
        return wb_error_set(err, WB_LIMIT, "%.1f MB; the limit is %.1f MB",
                            (double)before.st_size / 1e6, (double)max / 1e6);
    }
    wb_buf_clear(buf);
    /* One byte more than expected shows whether the file grew. */
    size_t want = (size_t)before.st_size + 1;
    if (wb_buf_reserve(buf, want) != WB_OK) {
        return wb_error_nomem(err);
    }
    off_t position = 0;
    while (buf->len < want) {
        ssize_t n = pread(fd, buf->data + buf->len, want - buf->len, position);
        if (n < 0) {
            if (errno == EINTR) {
                continue;
            }
            return wb_error_errno(err, WB_IO, errno, "cannot read");
        }
        if (n == 0) {
            break;
        }
        buf->len += (size_t)n;
        position += n;
    }
    buf->data[buf->len] = '\0';
    struct stat after;
    if (fstat(fd, &after) != 0) {
        return wb_error_errno(err, WB_IO, errno, "cannot read");
    }
    *ret_stamp = stamp_of(&after);
    wb_file_stamp first = stamp_of(&before);
    *ret_moved = first.size != ret_stamp->size || first.mtime_ns != ret_stamp->mtime_ns ||
                 buf->len != first.size;
    return WB_OK;
}

wb_status wb_file_read(int dir_fd, const char *path, size_t max, wb_buf *buf,
                       wb_file_stamp *ret_stamp, wb_error *err)
{
    /* O_NONBLOCK: opening a fifo must not hang. */
    int fd = openat(dir_fd, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        return errno == ENOENT ? wb_error_set(err, WB_NOTFOUND, "vanished before it could be read")
                               : wb_error_errno(err, WB_IO, errno, "cannot open");
    }
    wb_status status = WB_OK;
    wb_file_stamp stamp = {0, 0};
    bool moved = true;
    for (int attempt = 0; attempt < 2 && moved && status == WB_OK; attempt++) {
        status = read_once(fd, max, buf, &stamp, &moved, err);
    }
    close(fd);
    if (status == WB_OK && moved) {
        status = wb_error_set(err, WB_CHANGED, "is being written while read");
        wb_error_hint(err, "it is tried again at the next run");
    }
    if (status == WB_OK) {
        *ret_stamp = stamp;
    }
    return status;
}

static wb_status write_all(int fd, wb_slice content)
{
    size_t done = 0;
    while (done < content.len) {
        ssize_t n = write(fd, content.ptr + done, content.len - done);
        if (n < 0 && errno != EINTR) {
            return WB_IO;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0 ? WB_OK : WB_IO;
}

/* A rename is durable only when the directory that holds the name is synced. */
static wb_status sync_parent(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *parent = slash ? wb_strndup(wb_slice_make(path, (size_t)(slash - path) + 1))
                         : wb_strndup(wb_slice_from("."));
    if (!parent) {
        return WB_NOMEM;
    }
    int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    wb_free(parent);
    if (fd < 0) {
        return WB_IO;
    }
    int result = fsync(fd);
    close(fd);
    return result == 0 ? WB_OK : WB_IO;
}

wb_status wb_file_replace(const char *path, wb_slice content, wb_error *err)
{
    wb_buf temporary;
    wb_buf_init(&temporary, 0);
    if (wb_buf_printf(&temporary, "%s.new", path) != WB_OK) {
        wb_buf_free(&temporary);
        return wb_error_nomem(err);
    }
    wb_status status = WB_OK;
    int fd = open(temporary.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        status = wb_error_errno(err, WB_IO, errno, "%s: cannot write", temporary.data);
    } else {
        status = write_all(fd, content);
        int errnum = errno;
        if (close(fd) != 0 && status == WB_OK) {
            errnum = errno;
            status = WB_IO;
        }
        if (status == WB_OK && rename(temporary.data, path) != 0) {
            errnum = errno;
            status = WB_IO;
        }
        if (status == WB_OK) {
            status = sync_parent(path);
            errnum = errno;
        }
        if (status != WB_OK) {
            wb_error_errno(err, status, errnum, "%s: cannot write", path);
            (void)unlink(temporary.data);
        }
    }
    wb_buf_free(&temporary);
    return status;
}

/* Depth is bounded because an index is two levels deep; anything deeper is not ours. */
static int remove_below(int parent, const char *name, int depth)
{
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT) {
        return 0;
    }
    if ((errno != EISDIR && errno != EPERM) || depth > 8) {
        return errno;
    }
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        int errnum = errno;
        if (fd >= 0) {
            close(fd);
        }
        return errnum;
    }
    int first_error = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        int errnum = remove_below(dirfd(dir), entry->d_name, depth + 1);
        if (errnum && !first_error) {
            first_error = errnum;
        }
    }
    closedir(dir);
    if (unlinkat(parent, name, AT_REMOVEDIR) != 0 && errno != ENOENT && !first_error) {
        first_error = errno;
    }
    return first_error;
}

wb_status wb_file_remove_tree(const char *path, wb_error *err)
{
    int errnum = remove_below(AT_FDCWD, path, 0);
    return errnum ? wb_error_errno(err, WB_IO, errnum, "%s: cannot remove", path) : WB_OK;
}

static uint64_t size_below(int parent, const char *name, int depth)
{
    struct stat st;
    if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        return 0;
    }
    if (!S_ISDIR(st.st_mode)) {
        return (uint64_t)st.st_size;
    }
    int fd = depth > 8 ? -1 : openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        if (fd >= 0) {
            close(fd);
        }
        return 0;
    }
    uint64_t total = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            total += size_below(dirfd(dir), entry->d_name, depth + 1);
        }
    }
    closedir(dir);
    return total;
}

uint64_t wb_file_tree_size(const char *path)
{
    return size_below(AT_FDCWD, path, 0);
}
