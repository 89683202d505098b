#include "wbsearch_refresh.h"

#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

/* What wbindex ends with when some files failed. */
#define SOME_FAILED 1

/* The path of wbindex in the folder of this program; just its name when it is not there. */
static wb_status find_wbindex(wb_buf *ret, wb_error *err)
{
    static const char name[] = "wbindex";
    char self[4096];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self);
    const char *slash = len > 0 ? memrchr(self, '/', (size_t)len) : NULL;
    if (slash) {
        wb_buf_append(ret, self, (size_t)(slash - self) + 1);
        wb_buf_puts(ret, name);
    }
    if (ret->status == WB_OK && (!slash || access(ret->data, X_OK) != 0)) {
        wb_buf_clear(ret);
        wb_buf_puts(ret, name);
    }
    return ret->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

static wb_status run_wbindex(char *program, char *index, wb_error *err)
{
    char quiet[] = "--quiet";
    char option[] = "--index";
    char *arguments[] = {program, quiet, option, index, NULL};
    pid_t child;
    int status = 0;
    int error = posix_spawnp(&child, program, NULL, NULL, arguments, environ);
    if (error) {
        return wb_error_errno(err, WB_IO, error, "cannot run %s", program);
    }
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return wb_error_errno(err, WB_IO, errno, "cannot wait for %s", program);
        }
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) > SOME_FAILED) {
        wb_error_set(err, WB_IO, "%s: the index could not be brought up to date", index);
        wb_error_hint(err, "leave out --refresh to search it as it is");
        return WB_IO;
    }
    return WB_OK;
}

wb_status refresh_indexes(const struct indexes *indexes, wb_error *err)
{
    wb_buf program;
    wb_buf_init(&program, 0);
    wb_status status = find_wbindex(&program, err);
    for (size_t i = 0; i < indexes->count && status == WB_OK; i++) {
        status = run_wbindex(program.data, indexes->items[i].path, err);
    }
    wb_buf_free(&program);
    return status;
}
