#include "wbsearch_preview.h"

#include <errno.h>
#include <stdlib.h>

#include <wbsearch/opt.h>

#include "format_preview.h"
#include "wbsearch_output.h"

/* Paragraphs on either side where none are asked for. */
#define CONTEXT 3

/* Times the place is read while the index changes. */
#define ATTEMPTS 5

/* Splits PATH:LINE: the absolute path, to be freed, and the line. */
static wb_status read_place(const char *text, char **ret_path, uint32_t *ret_line, wb_error *err)
{
    const char *colon = strrchr(text, ':');
    uint64_t line = 0;
    if (!colon || colon == text) {
        return wb_error_set(err, WB_INVALID, "--preview: '%s' is not PATH:LINE", text);
    }
    wb_status status = wb_opt_number("preview", colon + 1, 1, UINT32_MAX, &line, err);
    if (status != WB_OK) {
        return status;
    }
    wb_buf name;
    wb_buf_init(&name, 0);
    if (wb_buf_put(&name, wb_slice_make(text, (size_t)(colon - text))) != WB_OK) {
        wb_buf_free(&name);
        return wb_error_nomem(err);
    }
    *ret_path = realpath(name.data, NULL);
    if (!*ret_path) {
        status = wb_error_errno(err, errno == ENOENT ? WB_NOTFOUND : WB_IO, errno, "%s", name.data);
    }
    *ret_line = (uint32_t)line;
    wb_buf_free(&name);
    return status;
}

static wb_status print(struct session *session, const wb_preview *preview, wb_error *err)
{
    wb_buf out;
    wb_buf_init(&out, 0);
    wb_status status = wb_format_preview(preview, output_wants_color(session->options), &out, err);
    if (status == WB_OK) {
        status = output_show(session->options, &out, &session->gone, err);
    }
    wb_buf_free(&out);
    return status;
}

/* Reads it from one index, again when that changes meanwhile. */
static wb_status read_from(struct indexed *index, wb_query *query, const wb_preview_place *place,
                           wb_arena *arena, wb_preview *ret, wb_error *err)
{
    wb_status status = WB_OK;
    if (query->root) {
        status = wb_equivalents_attach(&index->lists.equivalents, query, err);
    }
    for (int i = 0; i < ATTEMPTS && status == WB_OK; i++) {
        bool moved;
        status = wb_preview_read(wb_searcher_index(index->searcher), query->root ? query : NULL,
                                 place, arena, ret, err);
        if (status != WB_CHANGED || i + 1 == ATTEMPTS) {
            return status;
        }
        status = wb_searcher_refresh(index->searcher, &moved, err);
    }
    return status;
}

/* Reads it from the first of the indexes that holds the file. */
static wb_status read_preview(struct session *session, wb_query *query,
                              const wb_preview_place *place, wb_arena *arena, wb_preview *ret,
                              wb_error *err)
{
    wb_status status = WB_NOTFOUND;
    for (size_t i = 0; i < session->indexes->count && status == WB_NOTFOUND; i++) {
        status = read_from(&session->indexes->items[i], query, place, arena, ret, err);
    }
    return status;
}

wb_status preview_print(struct session *session, wb_query *query, wb_error *err)
{
    const struct options *options = session->options;
    wb_arena arena = {0};
    wb_preview preview;
    char *path = NULL;
    bool asked = options->before || options->behind;
    wb_preview_place place = {.before = asked ? options->before : CONTEXT,
                              .behind = asked ? options->behind : CONTEXT};
    wb_status status = read_place(options->preview, &path, &place.line, err);
    if (status == WB_OK) {
        place.path = wb_slice_from(path);
        status = read_preview(session, query, &place, &arena, &preview, err);
    }
    if (status == WB_OK) {
        status = print(session, &preview, err);
    }
    session->found = status == WB_OK;
    wb_arena_clear(&arena);
    free(path);
    return status;
}
