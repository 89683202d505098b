#include <wbsearch/record_file.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/buf.h>
#include <wbsearch/mem.h>

/* Records are handed to the operating system when so many bytes of them are there. */
#define FLUSH_BYTES ((size_t)256 << 10)

struct wb_record_writer {
    int records_fd;
    int ends_fd;
    int directory_fd;
    bool is_new;     /* the names of the files may not be on the disk yet */
    uint32_t groups; /* added, those of before included */
    uint64_t end;    /* of their records */
    wb_buf records;  /* the last of them, not written yet */
    wb_buf ends;     /* likewise */
};

static uint64_t end_of(const char *bytes)
{
    uint64_t end = 0;
    for (int i = WB_RECORD_END_SIZE - 1; i >= 0; i--) {
        end = end << 8 | (unsigned char)bytes[i];
    }
    return end;
}

static wb_status put_end(wb_buf *ends, uint64_t end)
{
    for (int i = 0; i < WB_RECORD_END_SIZE; i++) {
        wb_buf_putc(ends, (char)(unsigned char)(end >> (8 * i)));
    }
    return ends->status;
}

static wb_status open_directory(const char *path, int *ret_fd, wb_error *err)
{
    *ret_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *ret_fd >= 0 ? WB_OK
                        : wb_error_errno(err, errno == ENOENT ? WB_NOTFOUND : WB_IO, errno,
                                         "%s: cannot look there", path);
}

/* Opens a file that holds `size` bytes at least. */
static wb_status open_file(int directory, const char *name, int flags, uint64_t size, int *ret_fd,
                           wb_error *err)
{
    /* O_NONBLOCK: opening a fifo must not hang. */
    int fd = openat(directory, name, flags | O_CLOEXEC | O_NONBLOCK, 0666);
    if (fd < 0) {
        return wb_error_errno(err, errno == ENOENT ? WB_NOTFOUND : WB_IO, errno, "%s: cannot open",
                              name);
    }
    struct stat st;
    wb_status status = WB_OK;
    if (fstat(fd, &st) != 0) {
        status = wb_error_errno(err, WB_IO, errno, "%s: cannot read", name);
    } else if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size < size) {
        status = wb_error_set(err, WB_CORRUPT, "%s: records are missing at its end", name);
    }
    if (status == WB_OK) {
        *ret_fd = fd;
    } else {
        (void)close(fd);
    }
    return status;
}

/* Maps the first `size` bytes of a file. */
static wb_status map_file(int directory, const char *name, uint64_t size, wb_slice *ret,
                          wb_error *err)
{
    int fd = -1;
    wb_status status = open_file(directory, name, O_RDONLY, size, &fd, err);
    if (status != WB_OK) {
        return status;
    }
    if (size > SIZE_MAX / 2) {
        status = wb_error_nomem(err);
    } else if (size) {
        void *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, fd, 0);
        if (bytes == MAP_FAILED) {
            status = errno == ENOMEM ? wb_error_nomem(err)
                                     : wb_error_errno(err, WB_IO, errno, "%s: cannot read", name);
        } else {
            *ret = wb_slice_make(bytes, (size_t)size);
        }
    }
    (void)close(fd);
    return status;
}

static size_t group_count(const wb_record_file *file)
{
    return file->ends.len / WB_RECORD_END_SIZE;
}

static uint64_t start_of_group(const wb_record_file *file, size_t group)
{
    return group ? end_of(file->ends.ptr + (group - 1) * WB_RECORD_END_SIZE) : 0;
}

wb_status wb_record_file_open(const char *directory, uint32_t groups, wb_record_file *ret,
                              wb_error *err)
{
    *ret = (wb_record_file){wb_slice_make(NULL, 0), wb_slice_make(NULL, 0)};
    int fd = -1;
    wb_status status = open_directory(directory, &fd, err);
    if (status != WB_OK) {
        return status;
    }
    status =
        map_file(fd, WB_RECORD_ENDS_NAME, (uint64_t)groups * WB_RECORD_END_SIZE, &ret->ends, err);
    if (status == WB_OK) {
        uint64_t end = start_of_group(ret, groups); /* where the next one would start */
        status = map_file(fd, WB_RECORD_FILE_NAME, end, &ret->records, err);
    }
    (void)close(fd);
    if (status != WB_OK) {
        wb_record_file_close(ret);
    }
    return status;
}

static void unmap(wb_slice *bytes)
{
    if (bytes->len) {
        void *mapped; /* given back as what it was got as */
        memcpy(&mapped, &bytes->ptr, sizeof mapped);
        (void)munmap(mapped, bytes->len);
    }
    *bytes = wb_slice_make(NULL, 0);
}

void wb_record_file_close(wb_record_file *file)
{
    unmap(&file->records);
    unmap(&file->ends);
}

wb_status wb_record_file_get(const wb_record_file *file, uint32_t group, wb_slice *ret,
                             wb_error *err)
{
    if (group >= group_count(file)) {
        return wb_error_set(err, WB_NOTFOUND, "no record number %u", (unsigned)group);
    }
    uint64_t start = start_of_group(file, group);
    uint64_t end = start_of_group(file, (size_t)group + 1);
    if (start > end || end > file->records.len) {
        return wb_error_set(err, WB_CORRUPT, "%s: record number %u cannot be where it says",
                            WB_RECORD_ENDS_NAME, (unsigned)group);
    }
    *ret = end > start ? wb_slice_make(file->records.ptr + start, (size_t)(end - start))
                       : wb_slice_make("", 0);
    return WB_OK;
}

/* Where the records of the groups that are there end. */
static wb_status read_end(wb_record_writer *writer, wb_error *err)
{
    char bytes[WB_RECORD_END_SIZE];
    if (writer->groups == 0) {
        return WB_OK;
    }
    off_t at = (off_t)(writer->groups - 1) * WB_RECORD_END_SIZE;
    if (pread(writer->ends_fd, bytes, sizeof bytes, at) != (ssize_t)sizeof bytes) {
        return wb_error_set(err, WB_IO, "%s: cannot read", WB_RECORD_ENDS_NAME);
    }
    writer->end = end_of(bytes);
    return WB_OK;
}

wb_status wb_record_writer_open(const char *directory, uint32_t groups, wb_record_writer **ret,
                                wb_error *err)
{
    wb_record_writer *writer = wb_alloc_zero(1, sizeof *writer);
    if (!writer) {
        return wb_error_nomem(err);
    }
    writer->records_fd = writer->ends_fd = writer->directory_fd = -1;
    writer->is_new = groups == 0;
    writer->groups = groups;
    int flags = O_RDWR | (writer->is_new ? O_CREAT : 0);
    wb_status status = open_directory(directory, &writer->directory_fd, err);
    if (status == WB_OK) {
        status = open_file(writer->directory_fd, WB_RECORD_ENDS_NAME, flags,
                           (uint64_t)groups * WB_RECORD_END_SIZE, &writer->ends_fd, err);
    }
    if (status == WB_OK) {
        status = read_end(writer, err);
    }
    if (status == WB_OK) {
        status = open_file(writer->directory_fd, WB_RECORD_FILE_NAME, flags, writer->end,
                           &writer->records_fd, err);
    }
    if (status != WB_OK) {
        wb_record_writer_close(writer);
        return status;
    }
    *ret = writer;
    return WB_OK;
}

static void close_file(int fd)
{
    if (fd >= 0) {
        (void)close(fd);
    }
}

void wb_record_writer_close(wb_record_writer *writer)
{
    if (writer) {
        close_file(writer->records_fd);
        close_file(writer->ends_fd);
        close_file(writer->directory_fd);
        wb_buf_free(&writer->records);
        wb_buf_free(&writer->ends);
        wb_free(writer);
    }
}

static wb_status write_at(int fd, const char *name, wb_slice bytes, uint64_t offset, wb_error *err)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t n = pwrite(fd, bytes.ptr + done, bytes.len - done, (off_t)(offset + done));
        if (n < 0 && errno != EINTR) {
            return wb_error_errno(err, WB_IO, errno, "%s: cannot write", name);
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return WB_OK;
}

wb_status wb_record_writer_flush(wb_record_writer *writer, wb_error *err)
{
    uint64_t ends_size = (uint64_t)writer->groups * WB_RECORD_END_SIZE;
    wb_status status =
        write_at(writer->records_fd, WB_RECORD_FILE_NAME, wb_buf_slice(&writer->records),
                 writer->end - writer->records.len, err);
    if (status == WB_OK) {
        status = write_at(writer->ends_fd, WB_RECORD_ENDS_NAME, wb_buf_slice(&writer->ends),
                          ends_size - writer->ends.len, err);
    }
    if (status == WB_OK) {
        wb_buf_clear(&writer->records);
        wb_buf_clear(&writer->ends);
    }
    return status;
}

wb_status wb_record_writer_add(wb_record_writer *writer, uint32_t group, wb_slice record,
                               wb_error *err)
{
    if (group != writer->groups) {
        return wb_error_set(err, WB_INTERNAL, "record number %u where %u is next", (unsigned)group,
                            (unsigned)writer->groups);
    }
    /* The room comes first: what is counted below must be there. */
    if (wb_buf_reserve(&writer->records, record.len) != WB_OK ||
        wb_buf_reserve(&writer->ends, WB_RECORD_END_SIZE) != WB_OK) {
        return wb_error_nomem(err);
    }
    (void)wb_buf_put(&writer->records, record);
    writer->end += record.len;
    writer->groups++;
    (void)put_end(&writer->ends, writer->end);
    return writer->records.len < FLUSH_BYTES ? WB_OK : wb_record_writer_flush(writer, err);
}

wb_status wb_record_writer_add_file(wb_record_writer *writer, const wb_record_file *file,
                                    wb_error *err)
{
    wb_status status = WB_OK;
    for (size_t group = 0; group < group_count(file) && status == WB_OK; group++) {
        wb_slice record = {NULL, 0};
        status = wb_record_file_get(file, (uint32_t)group, &record, err);
        if (status == WB_OK) {
            status = wb_record_writer_add(writer, writer->groups, record, err);
        }
    }
    return status;
}

wb_status wb_record_writer_sync(wb_record_writer *writer, wb_error *err)
{
    wb_status status = wb_record_writer_flush(writer, err);
    if (status == WB_OK && (fdatasync(writer->records_fd) != 0 || fdatasync(writer->ends_fd) != 0 ||
                            (writer->is_new && fsync(writer->directory_fd) != 0))) {
        status = wb_error_errno(err, WB_IO, errno, "%s: cannot write", WB_RECORD_FILE_NAME);
    }
    writer->is_new = writer->is_new && status != WB_OK;
    return status;
}
