/*
 * What the property tests share: numbers at random, options, documents to cut up, and the account
 * of what failed.
 */
#ifndef WBSEARCH_TESTS_PROP_H
#define WBSEARCH_TESTS_PROP_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>

/* Exit status by which meson knows a test that was skipped. */
#define EXIT_SKIPPED 77

/* Numbers at random (splitmix64): the same seed gives the same numbers everywhere. */
struct rng {
    uint64_t state;
};

uint64_t rng_next(struct rng *rng);

/* A number below `bound`; 0 when that is 0. */
size_t rng_below(struct rng *rng, size_t bound);

/* What the command line may set. */
struct prop_options {
    uint64_t seed;
    size_t count;
    size_t hits; /* recall: the most hits that are compared one by one */
    const char *wbindex;
    char **folders; /* operands */
    size_t folder_count;
};

/* Reads --seed N, --count N, --hits N, --wbindex PROGRAM and the folders into `options`, which
 * holds the defaults. Ends the program with status 2 on a wrong option, with EXIT_SKIPPED when a
 * folder is not there. */
void prop_options(int argc, char **argv, struct prop_options *options);

/* A text without the spaces at its ends. */
wb_slice prop_trim(wb_slice text);

/* Whether folded text may be cut at `at` so that the parts keep their folds (fold.h): not in a word
 * or number, and not between a digit and a mark that connects numbers. */
bool prop_may_cut(wb_slice folded, size_t at);

/* Says why, and ends the program with status 2. */
_Noreturn void prop_stop(const char *why);

/* For memory that is short and calls that never should fail. */
static inline void prop_require(bool condition, const char *what)
{
    if (!condition) {
        prop_stop(what);
    }
}

/* Notes a failure: prints `format` for the first few. */
void prop_fail(const char *format, ...) WB_PRINTF(1, 2);

/* Prints bytes so that they can be put in a C string, after `name`; for the failures that are
 * printed. */
void prop_show(const char *name, wb_slice bytes);

/* Prints "NAME: N cases, M failed (seed S)" and returns the exit status. */
int prop_finish(const char *name, size_t cases, const struct prop_options *options);

/* A file of a folder, decoded. */
struct prop_source {
    char *root;  /* absolute */
    char *path;  /* relative to it */
    wb_buf text; /* UTF-8 */
};

struct prop_sources {
    struct prop_source *items;
    size_t count;
};

/* Reads all documents below the folders; those that cannot be decoded are left out. */
struct prop_sources prop_read_sources(char **folders, size_t count);

void prop_free_sources(struct prop_sources *sources);

/* Appends `chars` characters at random, of all kinds that the rules of fold.h and token.h name. */
void prop_random_text(struct rng *rng, size_t chars, wb_buf *out);

/* The same with few kinds of characters, so that pieces of one text are likely to be in another. */
void prop_narrow_text(struct rng *rng, size_t chars, wb_buf *out);

/* A piece of `text` at character boundaries, of `max_chars` characters at most; empty when `text`
 * is. */
wb_slice prop_slice(struct rng *rng, wb_slice text, size_t max_chars);

/* Indexes the folders with `wbindex` in a new folder under the temporary directory; returns the
 * index directory, which prop_remove_index removes. */
char *prop_make_index(const struct prop_options *options);
void prop_remove_index(char *path);

#endif
