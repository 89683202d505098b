/* wbsearch --batch: the queries of a file, one after the other. */
#include <stdio.h>

#include "batch.h"
#include "format_flat.h"
#include "wbsearch_output.h"
#include "wbsearch_session.h"

/* Whether an error concerns one query, so that the next may do better. */
static bool is_of_query(wb_status status)
{
    return status == WB_SYNTAX || status == WB_LIMIT || status == WB_INVALID;
}

/* Says what is wrong with a query of a batch, where its answer would stand too. */
static wb_status report_query(struct session *session, const wb_batch *batch, wb_slice id,
                              const wb_error *error, wb_error *err)
{
    session->failed = true;
    fprintf(stderr, "wbsearch: %s:%zu: %s\n", batch->name, batch->line, error->text);
    enum form form = session->options->form;
    wb_status status = WB_OK;
    wb_buf out;
    wb_buf_init(&out, 0);
    if (form == FORM_JSON) {
        status = wb_format_json_error(error, id, &out, err);
    } else if (form == FORM_JSONL) {
        status = wb_format_jsonl_error(error, id, &out, err);
    }
    if (status == WB_OK) {
        status = output_flush(&out, &session->gone, err);
    }
    wb_buf_free(&out);
    return status;
}

wb_status session_answer_batch(struct session *session, wb_error *err)
{
    wb_batch batch;
    wb_query query = {0};
    bool more = true;
    wb_status status = wb_batch_open(session->options->batch, &batch, err);
    while (status == WB_OK && more && !session->gone) {
        wb_slice id;
        wb_slice text;
        status = wb_batch_next(&batch, &id, &text, &more, err);
        if (status == WB_OK && !more) {
            break;
        }
        if (status == WB_OK) {
            status = session_parse(session, text, &query, err);
        }
        if (status == WB_OK) {
            status = session_answer(session, id, &query, err);
        }
        if (is_of_query(status)) {
            wb_error error = *err;
            status = report_query(session, &batch, id, &error, err);
        }
    }
    wb_query_clear(&query);
    wb_batch_close(&batch);
    return status;
}
