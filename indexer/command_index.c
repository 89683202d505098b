/* The main command: find out what to do, do it, say what came of it. */
#include "commands.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <wbsearch/file.h>
#include <wbsearch/index.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/message.h>

#include "build.h"
#include "report.h"

/* An update that would leave more than one group in so many dead makes everything anew instead. */
#define DEAD_SHARE 5
/* So does one whose files make up more than one byte in so many of the text; unless they are few.
 */
#define CHANGED_SHARE 5
#define FEW_BYTES ((uint64_t)4 << 20)

struct run {
    const struct options *options;
    struct job job;
    char *index_path;
    char *root_paths[64];
    wb_slice roots[64];
    int lock_fd;
    bool has_index;
    uint64_t gone;
    enum report_outcome outcome;
    struct progress progress;
};

#define ROOTS_MAX (sizeof((struct run *)0)->roots / sizeof(wb_slice))

static bool should_stop(void *context)
{
    const struct run *run = context;
    return *run->options->stop != 0;
}

/* Both are absolute and have no "..". */
static bool lies_in(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '/' || strcmp(folder, "/") == 0);
}

static wb_status add_root(struct run *run, const char *path, wb_error *err)
{
    struct job *job = &run->job;
    struct stat st;
    if (job->root_count == ROOTS_MAX) {
        return wb_error_set(err, WB_LIMIT, "more than %zu folders", ROOTS_MAX);
    }
    char *real = realpath(path, NULL);
    if (!real || stat(real, &st) != 0) {
        free(real);
        return wb_error_errno(err, WB_IO, errno, "%s: cannot index", path);
    }
    if (!S_ISDIR(st.st_mode)) {
        free(real);
        wb_error_set(err, WB_INVALID, "%s: not a folder", path);
        wb_error_hint(err, "name the folder that the documents are in");
        return WB_INVALID;
    }
    for (size_t i = 0; i < job->root_count; i++) {
        if (strcmp(run->root_paths[i], real) == 0) {
            free(real);
            return WB_OK;
        }
        if (lies_in(run->root_paths[i], real) || lies_in(real, run->root_paths[i])) {
            wb_error_set(err, WB_INVALID, "%s and %s lie one in the other", run->root_paths[i],
                         real);
            wb_error_hint(err, "name only the outer one");
            free(real);
            return WB_INVALID;
        }
    }
    run->root_paths[job->root_count++] = real;
    return WB_OK;
}

/* How the manifest names a root: relative to the index when that lies below it. */
static wb_status name_root(struct run *run, size_t i, const char *index_real, wb_error *err)
{
    const char *root = run->root_paths[i];
    size_t len = strlen(root);
    bool below = strncmp(index_real, root, len) == 0 && index_real[len] == '/';
    wb_buf name;
    wb_buf_init(&name, 0);
    if (below && strcmp(root, "/") != 0) {
        for (const char *p = index_real + len; *p; p++) {
            if (*p == '/') {
                wb_buf_puts(&name, name.len ? "/.." : "..");
            }
        }
    } else {
        wb_buf_puts(&name, root);
    }
    wb_status status = name.status == WB_OK && wb_arena_dup(&run->job.walk.arena,
                                                            wb_buf_slice(&name), &run->roots[i])
                           ? WB_OK
                           : wb_error_nomem(err);
    wb_buf_free(&name);
    return status;
}

/* The folders and the index from the command line. */
static wb_status resolve_operands(struct run *run, wb_error *err)
{
    const struct options *o = run->options;
    for (size_t i = 0; i < o->operand_count; i++) {
        wb_status status = add_root(run, o->operands[i], err);
        if (status != WB_OK) {
            return status;
        }
    }
    const char *named = o->index ? o->index : getenv("WBSEARCH_INDEX");
    if (named && *named) {
        run->index_path = wb_strndup(wb_slice_from(named));
        return run->index_path ? WB_OK : wb_error_nomem(err);
    }
    if (run->job.root_count == 0) {
        return find_index(o, NULL, &run->index_path, err);
    }
    if (run->job.root_count > 1) {
        wb_error_set(err, WB_INVALID, "several folders need --index to say where the index goes");
        wb_error_hint(err, "e.g. wbindex --index all.wbsearch DIR1 DIR2");
        return WB_INVALID;
    }
    wb_buf path;
    wb_buf_init(&path, 0);
    if (wb_buf_printf(&path, "%s/%s", run->root_paths[0], WB_INDEX_DIR_NAME) != WB_OK) {
        wb_buf_free(&path);
        return wb_error_nomem(err);
    }
    run->index_path = path.data;
    return WB_OK;
}

static wb_status require_index(const struct run *run, wb_error *err)
{
    wb_buf generation;
    wb_buf_init(&generation, 0);
    wb_status status = wb_index_dir_generation(run->index_path, &generation, err);
    wb_buf_free(&generation);
    return status == WB_CORRUPT ? WB_OK : status;
}

/* Reads the manifest of the index that is there, if it can be used. */
static wb_status load_before(struct run *run, wb_error *err)
{
    if (run->options->rebuild && run->job.root_count) {
        return WB_OK; /* whatever is there */
    }
    wb_index *index = NULL;
    wb_status status = wb_index_open(run->index_path, &index, err);
    if (status == WB_OK) {
        status = wb_index_manifest(index, &run->job.before, err);
        wb_index_close(index);
    }
    if (status == WB_OK) {
        run->has_index = true;
        return WB_OK;
    }
    if (status == WB_INCOMPATIBLE || status == WB_CORRUPT) {
        if (run->job.root_count == 0) {
            wb_error_hint(err, "make it again: wbindex --rebuild --index %s DIR", run->index_path);
            return status;
        }
        fprintf(stderr, wb_message("wbindex: %s; making it anew\n"), err->text);
        return WB_OK;
    }
    return status == WB_NOTFOUND && run->job.root_count ? WB_OK : status;
}

/* The roots of the old manifest, when none were named. */
static wb_status take_roots(struct run *run, wb_error *err)
{
    for (size_t i = 0; i < run->job.before.root_count; i++) {
        wb_buf path;
        wb_buf_init(&path, 0);
        wb_status status =
            wb_index_dir_root_path(run->index_path, run->job.before.roots[i], &path, err);
        if (status == WB_OK && run->job.root_count < ROOTS_MAX) {
            run->root_paths[run->job.root_count++] = path.data;
        } else {
            wb_buf_free(&path);
            return status;
        }
    }
    if (run->job.root_count == 0) {
        wb_error_set(err, WB_INVALID, "%s: no folder to index", run->index_path);
        wb_error_hint(err, "name one: wbindex --index %s DIR", run->index_path);
        return WB_INVALID;
    }
    return WB_OK;
}

static bool same_roots(const struct run *run)
{
    const wb_manifest *before = &run->job.before;
    if (before->root_count != run->job.root_count) {
        return false;
    }
    for (size_t i = 0; i < before->root_count; i++) {
        if (!wb_slice_equal(before->roots[i], run->roots[i])) {
            return false;
        }
    }
    return true;
}

/* Folders may be added to an index by naming all; one that is left out would vanish from it, which
 * takes --rebuild. Either way everything is read again. */
static wb_status change_roots(struct run *run, wb_error *err)
{
    const wb_manifest *before = &run->job.before;
    for (size_t i = 0; i < before->root_count && !run->options->rebuild; i++) {
        bool stays = false;
        for (size_t k = 0; k < run->job.root_count; k++) {
            stays = stays || wb_slice_equal(before->roots[i], run->roots[k]);
        }
        if (!stays) {
            wb_buf path;
            wb_buf_init(&path, 0);
            bool known =
                wb_index_dir_root_path(run->index_path, before->roots[i], &path, NULL) == WB_OK;
            wb_error_set(err, WB_INVALID, "%s: the index is of another folder: %s", run->index_path,
                         known ? path.data : "?");
            wb_error_hint(err, "name another index with --index, or name that folder too, or make "
                               "the index anew without it: --rebuild");
            wb_buf_free(&path);
            return WB_INVALID;
        }
    }
    run->has_index = false;
    wb_manifest_clear(&run->job.before);
    return WB_OK;
}

static wb_status name_roots(struct run *run, wb_error *err)
{
    char *real = realpath(run->index_path, NULL);
    if (!real) {
        return wb_error_errno(err, WB_IO, errno, "%s: cannot look there", run->index_path);
    }
    wb_status status = WB_OK;
    for (size_t i = 0; i < run->job.root_count && status == WB_OK; i++) {
        status = name_root(run, i, real, err);
    }
    free(real);
    run->job.roots = run->roots;
    run->job.root_paths = run->root_paths;
    run->job.index_path = run->index_path;
    return status;
}

static wb_status walk_roots(struct run *run, wb_error *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    run->job.scanned_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    wb_status status = WB_OK;
    for (size_t i = 0; i < run->job.root_count && status == WB_OK; i++) {
        status =
            wb_walk_root(&run->job.walk, (uint32_t)i, run->root_paths[i], should_stop, run, err);
    }
    return status;
}

/* Groups that would be dead after an update by this job. */
static uint64_t dead_after(const struct job *job)
{
    wb_manifest_totals totals = wb_manifest_count(&job->before);
    uint64_t dead = job->before.group_end - totals.groups;
    for (size_t i = 0; i < job->task_count; i++) {
        dead += job->tasks[i].before ? job->tasks[i].before->group_count : 0;
    }
    return dead;
}

static bool wants_bulk(const struct run *run)
{
    const struct job *job = &run->job;
    wb_manifest_totals totals = wb_manifest_count(&job->before);
    uint64_t bytes = job_bytes(job);
    return !run->has_index || run->options->rebuild ||
           (bytes > FEW_BYTES && bytes > totals.text_bytes / CHANGED_SHARE) ||
           (job->before.group_end > 1000 && dead_after(job) * DEAD_SHARE > job->before.group_end);
}

static const wb_walk_problem *find_problem(const wb_walk *walk, const wb_file_entry *entry)
{
    for (size_t i = 0; i < walk->problem_count; i++) {
        const wb_walk_problem *p = &walk->problems[i];
        if (p->root == entry->root && wb_slice_equal(p->path, entry->path)) {
            return p;
        }
    }
    return NULL;
}

/* Whether what could not be looked at is the same as last time. */
static bool same_problems(const struct job *job)
{
    const wb_walk *walk = &job->walk;
    for (size_t i = 0; i < walk->problem_count; i++) {
        const wb_walk_problem *p = &walk->problems[i];
        const wb_file_entry *entry = wb_manifest_find(&job->before, p->root, p->path);
        bool known =
            entry && entry->state == WB_FILE_FAILED && wb_slice_equal(entry->reason, p->reason);
        if (p->is_failure && !known) {
            return false;
        }
    }
    for (size_t i = 0; i < job->before.file_count; i++) {
        const wb_file_entry *entry = &job->before.files[i];
        if (wb_slice_ends(entry->path, "/") && !find_problem(walk, entry)) {
            return false;
        }
    }
    return true;
}

static bool nothing_to_do(const struct run *run)
{
    return run->has_index && !run->options->rebuild && run->job.task_count == 0 && run->gone == 0 &&
           same_problems(&run->job);
}

static wb_status carry_out(struct run *run, wb_manifest *manifest, wb_error *err)
{
    struct job *job = &run->job;
    run->gone = wb_walk_compare(&job->walk, &job->before, NULL, NULL).gone;
    wb_status status = job_plan(job, err);
    if (status != WB_OK) {
        return status;
    }
    if (nothing_to_do(run)) {
        *manifest = job->before;
        memset(&manifest->arena, 0, sizeof manifest->arena); /* it borrows */
        run->outcome = REPORT_UP_TO_DATE;
        return WB_OK;
    }
    run->progress.total = job->task_count;
    if (!wants_bulk(run)) {
        run->outcome = REPORT_UPDATED;
        return build_update(job, run->options->limit_s, &run->progress, manifest, err);
    }
    run->outcome = REPORT_INDEXED;
    if (run->has_index) {
        /* Everything is read again, also what has not changed. */
        run->has_index = false;
        job_forget(job);
        status = job_plan(job, err);
        run->progress.total = job->task_count;
    }
    return status == WB_OK ? build_bulk(job, run->options->limit_s, &run->progress, manifest, err)
                           : status;
}

static unsigned processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > JOB_WORKERS_MAX ? JOB_WORKERS_MAX : (unsigned)n;
}

static void clear_run(struct run *run)
{
    progress_clear(&run->progress);
    for (size_t i = 0; i < run->job.root_count; i++) {
        free(run->root_paths[i]);
    }
    job_clear(&run->job);
    wb_free(run->index_path);
    if (run->lock_fd >= 0) {
        close(run->lock_fd);
    }
}

/* Merging opens every chunk's files at once. */
static void allow_many_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int command_index(const struct options *options)
{
    struct run run = {.options = options, .lock_fd = -1};
    wb_manifest manifest = {0};
    wb_error error;
    run.job.stop = options->stop;
    run.job.worker_count = options->jobs ? options->jobs : processors();
    allow_many_files();
    progress_start(&run.progress, 0, !options->quiet);

    wb_status status = resolve_operands(&run, &error);
    if (status == WB_OK && run.job.root_count == 0) {
        status = require_index(&run, &error); /* a mistyped name must not be made a directory */
    }
    if (status == WB_OK) {
        status = wb_index_dir_lock(run.index_path, &run.lock_fd, &error);
    }
    if (status == WB_OK) {
        wb_index_dir_clean(run.index_path); /* of what an interrupted run left */
        status = load_before(&run, &error);
    }
    if (status == WB_OK && run.job.root_count == 0) {
        status = take_roots(&run, &error);
    }
    if (status == WB_OK) {
        status = name_roots(&run, &error);
    }
    if (status == WB_OK && run.has_index && !same_roots(&run)) {
        status = change_roots(&run, &error);
    }
    if (status == WB_OK) {
        status = walk_roots(&run, &error);
    }
    if (status == WB_OK) {
        status = carry_out(&run, &manifest, &error);
    }
    progress_clear(&run.progress);
    int result = EXIT_DONE;
    if (status == WB_OK) {
        bool failed = report_problems(&run.job, &manifest, options->quiet);
        result = failed ? EXIT_SOME_FAILED : EXIT_DONE;
        if (!options->quiet) {
            report_summary(&run.job, &manifest, run.outcome, run.gone,
                           progress_seconds(&run.progress));
        }
    } else {
        print_error(&error);
        result = status == WB_INTERRUPTED ? EXIT_INTERRUPTED : EXIT_FATAL;
        if (status == WB_INTERRUPTED) {
            fprintf(stderr, "wbindex: %s\n", wb_message("the index is as it was before"));
        }
    }
    wb_arena_clear(&manifest.arena);
    clear_run(&run);
    return result;
}
