/*
 * One run of wbsearch over its indexes: what lasts from a query to the next, and answering one.
 */
#ifndef WBSEARCH_QUERY_WBSEARCH_SESSION_H
#define WBSEARCH_QUERY_WBSEARCH_SESSION_H

#include "search.h"
#include "source.h"
#include "wbsearch_indexes.h"
#include "wbsearch_options.h"
#include "wbsearch_select.h"

struct session {
    const struct options *options;
    struct indexes *indexes;
    struct selection selection;
    wb_source *source; /* NULL where no file has to be read */
    char *folder;      /* the current folder; NULL when it is not known */
    bool headed;       /* the head of a table is printed */
    bool found;        /* a query had a hit */
    bool failed;       /* a query of a batch had an error, or a file could not be read */
    bool gone;         /* nobody reads any more */
};

/* Begins a session with indexes that are open; they must outlive it. Zero-initialise it; close it
 * whatever the outcome. Errors: those of selection_set. */
wb_status session_open(struct session *session, const struct options *options,
                       struct indexes *indexes, wb_error *err);

void session_close(struct session *session);

/* The query in `text`; with --strict an odd one is an error. Errors: those of wb_query_parse. */
wb_status session_parse(const struct session *session, wb_slice text, wb_query *query,
                        wb_error *err);

/* Searches and prints. `id` is that of a query of a batch, else empty. Errors: those of wb_search,
 * WB_IO. */
wb_status session_answer(struct session *session, wb_slice id, wb_query *query, wb_error *err);

/* Answers the queries of the batch. Errors: those of wb_batch_open, and those that do not concern
 * one query alone. */
wb_status session_answer_batch(struct session *session, wb_error *err);

#endif
