/*
 * What the fuzz targets share. Each target is one LLVMFuzzerTestOneInput: linked with libFuzzer
 * when the project is configured with -Dfuzz=true, else with driver.c, which runs it over the
 * seeds.
 */
#ifndef WBSEARCH_TESTS_FUZZ_H
#define WBSEARCH_TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <wbsearch/base.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise of a header, which no input may break. */
#define PROMISE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            BROKEN(#condition);                                                                    \
        }                                                                                          \
    } while (0)

/* A promise was broken; `what` says which. */
#define BROKEN(what)                                                                               \
    do {                                                                                           \
        fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, what);                  \
        abort();                                                                                   \
    } while (0)

static inline wb_slice input_slice(const uint8_t *data, size_t size)
{
    return wb_slice_make((const char *)data, size);
}

#endif
