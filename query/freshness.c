#include "freshness.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include <wbsearch/index.h>

struct wb_freshness {
    pthread_t thread;
    char *index_path;
    _Atomic bool stop;
    wb_freshness_report report;
};

static bool should_stop(void *context)
{
    return atomic_load((_Atomic bool *)context);
}

static void compare(wb_freshness *freshness, wb_index *index, const wb_manifest *manifest)
{
    wb_walk walk = {0};
    wb_status status = WB_OK;
    for (size_t i = 0; i < index->root_count && status == WB_OK; i++) {
        status = wb_walk_root(&walk, (uint32_t)i, index->roots[i].ptr, should_stop,
                              &freshness->stop, NULL);
    }
    if (status == WB_OK) {
        freshness->report.changes = wb_walk_compare(&walk, manifest, NULL, NULL);
        for (size_t i = 0; i < walk.problem_count; i++) {
            freshness->report.missing_folder |=
                wb_slice_equal(walk.problems[i].path, wb_slice_from("/"));
        }
        freshness->report.failed = wb_manifest_count(manifest).failed;
        freshness->report.complete = true;
    }
    wb_walk_clear(&walk);
}

static void *run(void *context)
{
    wb_freshness *freshness = context;
    wb_index *index = NULL;
    wb_manifest manifest = {0};
    if (wb_index_open(freshness->index_path, &index, NULL) == WB_OK &&
        wb_index_manifest(index, &manifest, NULL) == WB_OK) {
        compare(freshness, index, &manifest);
    }
    wb_manifest_clear(&manifest);
    wb_index_close(index);
    return NULL;
}

wb_freshness *wb_freshness_start(const char *index_path)
{
    wb_freshness *freshness = wb_alloc_zero(1, sizeof *freshness);
    if (freshness) {
        freshness->index_path = wb_strndup(wb_slice_from(index_path));
    }
    if (!freshness || !freshness->index_path ||
        pthread_create(&freshness->thread, NULL, run, freshness) != 0) {
        if (freshness) {
            wb_free(freshness->index_path);
        }
        wb_free(freshness);
        return NULL;
    }
    return freshness;
}

wb_freshness_report wb_freshness_finish(wb_freshness *freshness, unsigned patience_ms)
{
    wb_freshness_report report = {0};
    if (!freshness) {
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
    if (pthread_timedjoin_np(freshness->thread, NULL, &until) != 0) {
        atomic_store(&freshness->stop, true);
        pthread_join(freshness->thread, NULL);
    }
    report = freshness->report;
    wb_free(freshness->index_path);
    wb_free(freshness);
    return report;
}
