/*
 * The configuration file of wbsearch: options, one a line.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_CONFIG_H
#define WBSEARCH_QUERY_WBSEARCH_CONFIG_H

#include <wbsearch/buf.h>
#include <wbsearch/error.h>
#include <wbsearch/mem.h>

/* A larger file is none of ours, bytes. */
#define CONFIG_MAX ((size_t)1 << 20)

struct config {
    wb_buf path; /* of the file */
    wb_buf text; /* cut into lines while they are read */
    size_t at;   /* where the next line begins */
    size_t line; /* number of the line read last, from 1 */
};

/* Reads the file: $WBSEARCH_CONFIG, which must be there (empty: no file), or config in the user's
 * folder (lists.h), which need not. Free it with config_clear, whatever the outcome. Errors: those
 * of wb_file_read. */
wb_status config_load(struct config *config, wb_error *err);

void config_clear(struct config *config);

/* The next line that is no comment and not empty, as one word, "--name=value", or two, "--name" and
 * its value, which live as long as the configuration. Returns their number; 0 at the end. */
size_t config_next(struct config *config, char *ret_words[2]);

/* Puts the file and the line read last before the text of an error. Returns err->status. */
wb_status config_error(const struct config *config, wb_error *err);

/* `path` with the home folder in place of a "~/" before it, in `arena`; NULL when memory is short.
 */
const char *config_expand(const char *path, wb_arena *arena);

#endif
