/*
 * What wbindex can do. Each command returns the exit status: 0 all well, 1 some files failed or
 * something was found, 2 it could not be done; 130 interrupted.
 */
#ifndef WBSEARCH_INDEXER_COMMANDS_H
#define WBSEARCH_INDEXER_COMMANDS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include <wbsearch/error.h>

#define EXIT_DONE 0
#define EXIT_SOME_FAILED 1
#define EXIT_FATAL 2
#define EXIT_INTERRUPTED 130

/* The options of the command line. */
struct options {
    const char *index; /* --index, or NULL */
    char *const *operands;
    size_t operand_count;
    bool rebuild;
    bool quiet;
    bool json;
    unsigned jobs;    /* 0: as many as there are processors */
    unsigned limit_s; /* seconds a file may take */
    const volatile sig_atomic_t *stop;
};

/* Indexes the folders given, or updates the index found. */
int command_index(const struct options *options);

/* Prints what the index holds and how the tree has changed since. */
int command_status(const struct options *options);

/* Verifies the index. */
int command_check(const struct options *options);

/* inspect paragraphs FILE, inspect tokens FILE */
int command_inspect(const struct options *options);

/* "wbindex: …" on stderr, with the hint below. */
void print_error(const wb_error *error);

/* The index named by --index, WBSEARCH_INDEX or found from the folder (NULL: the current one);
 * free with wb_free. Errors: WB_NOTFOUND, … */
wb_status find_index(const struct options *options, const char *folder, char **ret, wb_error *err);

#endif
