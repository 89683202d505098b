#include "job.h"

#include <stdlib.h>
#include <sys/mman.h>

#include <wbsearch/utf8.h>

/* A file written so shortly before it was read may have changed again with the same time. */
#define RACY_NS 2000000000LL

static bool may_have_changed(const struct job *job, const wb_walk_file *now,
                             const wb_file_entry *before)
{
    return before->state == WB_FILE_FAILED || now->stamp.size != before->stamp.size ||
           now->stamp.mtime_ns != before->stamp.mtime_ns ||
           now->stamp.mtime_ns > job->before.scanned_ns - RACY_NS;
}

static size_t align(size_t size)
{
    return (size + 63) / 64 * 64;
}

/* One mapping for everything shared, laid out one after the other. */
static wb_status map_shared(struct job *job, wb_error *err)
{
    size_t n = job->task_count;
    size_t head = align(sizeof *job->shared);
    size_t results = align(n * sizeof *job->results);
    size_t chunks = align((n + 1) * sizeof *job->chunk_groups); /* one a task, at most */
    job->shared_size = head + results + chunks;
    char *memory =
        mmap(NULL, job->shared_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return wb_error_nomem(err);
    }
    job->shared = (void *)memory;
    job->results = (void *)(memory + head);
    job->chunk_groups = (void *)(memory + head + results);
    return WB_OK;
}

wb_status job_plan(struct job *job, wb_error *err)
{
    job->tasks = wb_alloc(job->walk.file_count, sizeof *job->tasks);
    if (!job->tasks) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < job->walk.file_count; i++) {
        const wb_walk_file *file = &job->walk.files[i];
        const wb_file_entry *before = wb_manifest_find(&job->before, file->root, file->path);
        if (!before || may_have_changed(job, file, before)) {
            job->tasks[job->task_count++] = (struct task){file, before};
        }
    }
    return map_shared(job, err);
}

uint64_t job_bytes(const struct job *job)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < job->task_count; i++) {
        bytes += job->tasks[i].file->stamp.size;
    }
    return bytes;
}

wb_status job_split(struct job *job, uint64_t bytes, unsigned workers, wb_error *err)
{
    uint64_t total = job_bytes(job);
    uint64_t count = (total / bytes / workers + 1) * workers;
    if (count > job->task_count) {
        count = job->task_count ? job->task_count : 1;
    }
    job->chunk_starts = wb_alloc_zero((size_t)count + 1, sizeof *job->chunk_starts);
    if (!job->chunk_starts) {
        return wb_error_nomem(err);
    }
    uint64_t before = 0;
    size_t chunk = 0;
    for (size_t i = 0; i < job->task_count; i++) {
        /* The task belongs to the chunk that its first byte falls in. */
        while (chunk + 1 < count && before * count >= total * (chunk + 1)) {
            job->chunk_starts[++chunk] = (uint32_t)i;
        }
        before += job->tasks[i].file->stamp.size;
    }
    while (chunk < count) {
        job->chunk_starts[++chunk] = (uint32_t)job->task_count;
    }
    job->chunk_count = (size_t)count;
    return WB_OK;
}

void job_forget(struct job *job)
{
    wb_manifest_clear(&job->before);
    wb_free(job->tasks);
    wb_free(job->chunk_starts);
    if (job->shared) {
        munmap(job->shared, job->shared_size);
    }
    job->tasks = NULL;
    job->task_count = 0;
    job->chunk_starts = NULL;
    job->chunk_count = 0;
    job->shared = NULL;
}

void job_clear(struct job *job)
{
    job_forget(job);
    wb_walk_clear(&job->walk);
}

wb_status job_task_path(const struct job *job, const struct task *task, wb_buf *ret)
{
    wb_buf_clear(ret);
    wb_buf_puts(ret, job->root_paths[task->file->root]);
    wb_buf_putc(ret, '/');
    return wb_buf_put(ret, task->file->path);
}

void job_fail(struct job *job, size_t task, const wb_error *error)
{
    struct task_result *result = &job->results[task];
    result->failure = error->status;
    result->line = error->line;
    size_t len = wb_utf8_floor(wb_slice_from(error->text), sizeof result->reason - 1);
    memcpy(result->reason, error->text, len);
    result->reason[len] = '\0';
    result->state = TASK_FAILED;
    atomic_fetch_add(&job->shared->failed, 1);
}

/* Whether the reason may be gone next time: then what is indexed of the file stays. */
static bool is_passing(wb_status failure)
{
    return failure == WB_IO || failure == WB_CHANGED || failure == WB_NOMEM;
}

static void keep_groups(wb_file_entry *entry, const wb_file_entry *before)
{
    if (before) {
        entry->group = before->group;
        entry->group_count = before->group_count;
        entry->para_count = before->para_count;
        entry->text_bytes = before->text_bytes;
    }
}

/* `base`: groups in the chunks before the task's. */
static wb_file_entry entry_of_task(const struct task *task, const struct task_result *result,
                                   uint32_t base)
{
    wb_file_entry entry = {.root = task->file->root,
                           .path = task->file->path,
                           .stamp = result->ingest.stamp,
                           .hash = result->ingest.hash};
    switch (result->state) {
    case TASK_WRITTEN:
        entry.state = result->ingest.para_count ? WB_FILE_INDEXED : WB_FILE_EMPTY;
        if (result->ingest.group_count) {
            entry.group = base + result->ingest.group;
            entry.group_count = result->ingest.group_count;
            entry.para_count = result->ingest.para_count;
            entry.text_bytes = result->ingest.text_bytes;
        }
        break;
    case TASK_UNCHANGED:
        entry.state = task->before->state;
        keep_groups(&entry, task->before);
        break;
    default:
        entry.state = WB_FILE_FAILED;
        entry.stamp = task->file->stamp;
        entry.failure = result->failure;
        entry.line = result->line;
        entry.reason = wb_slice_from(result->reason);
        if (is_passing(result->failure)) {
            keep_groups(&entry, task->before);
        }
        break;
    }
    return entry;
}

static int compare_entries(const void *a, const void *b)
{
    return wb_manifest_compare(a, b);
}

wb_status job_manifest(struct job *job, uint32_t group_end, wb_manifest *ret, wb_error *err)
{
    size_t room = job->walk.file_count + job->before.file_count + job->walk.problem_count;
    wb_file_entry *entries = wb_arena_alloc(&ret->arena, room, sizeof *entries);
    if (!entries) {
        return wb_error_nomem(err);
    }
    size_t n = 0;
    size_t next_task = 0;
    size_t chunk = 0;
    uint32_t base = 0;
    for (size_t i = 0; i < job->walk.file_count; i++) {
        const wb_walk_file *file = &job->walk.files[i];
        if (next_task < job->task_count && job->tasks[next_task].file == file) {
            const struct task_result *result = &job->results[next_task];
            while (next_task >= job->chunk_starts[chunk + 1]) {
                base += atomic_load(&job->chunk_groups[chunk++]);
            }
            bool vanished = result->state == TASK_FAILED && result->failure == WB_NOTFOUND;
            if (!vanished) {
                entries[n++] = entry_of_task(&job->tasks[next_task], result, base);
            }
            next_task++;
        } else {
            entries[n++] = *wb_manifest_find(&job->before, file->root, file->path);
        }
    }
    /* Files that could not be seen because their folder could not be read are still there. */
    for (size_t i = 0; i < job->before.file_count; i++) {
        const wb_file_entry *before = &job->before.files[i];
        if (!wb_slice_ends(before->path, "/") &&
            wb_walk_is_hidden(&job->walk, before->root, before->path)) {
            entries[n++] = *before;
        }
    }
    for (size_t i = 0; i < job->walk.problem_count; i++) {
        const wb_walk_problem *problem = &job->walk.problems[i];
        if (problem->is_failure) {
            entries[n++] = (wb_file_entry){.root = problem->root,
                                           .path = problem->path,
                                           .state = WB_FILE_FAILED,
                                           .failure = problem->status,
                                           .reason = problem->reason};
        }
    }
    qsort(entries, n, sizeof *entries, compare_entries);
    ret->files = entries;
    ret->file_count = n;
    ret->roots = job->roots;
    ret->root_count = job->root_count;
    ret->watches = job->walk.watches;
    ret->watch_count = job->walk.watch_count;
    ret->scanned_ns = job->scanned_ns;
    ret->group_end = group_end;
    return WB_OK;
}
