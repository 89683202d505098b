#include <wbsearch/deadline.h>

#include <time.h>

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void wb_deadline_set(wb_deadline *deadline, double seconds)
{
    deadline->seconds = seconds;
    deadline->end = seconds > 0 ? now_seconds() + seconds : 0;
}

wb_status wb_deadline_check(const wb_deadline *deadline, wb_error *err)
{
    return deadline->seconds > 0 && now_seconds() > deadline->end
               ? wb_error_set(err, WB_INTERRUPTED, "the search took longer than %g seconds",
                              deadline->seconds)
               : WB_OK;
}
