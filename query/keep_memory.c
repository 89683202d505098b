#include "keep_memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

void wb_keep_memory(void)
{
#ifdef __GLIBC__
    /* Setting one ends that glibc adjusts both, mallopt(3); a megabyte and more is rare. */
    (void)mallopt(M_TRIM_THRESHOLD, 64 << 20);
    (void)mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
}
