#include "listfile.h"

#include <wbsearch/utf8.h>

static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";

wb_listfile wb_listfile_make(wb_slice text, const char *name, wb_listfile_report *report,
                             void *context)
{
    wb_listfile list = {.text = text, .name = name, .report = report, .context = context};
    list.at = wb_slice_starts(text, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK) : 0;
    return list;
}

/* The line at list->at; moves behind its end. */
static wb_slice take_line(wb_listfile *list)
{
    size_t start = list->at;
    size_t end = start;
    while (end < list->text.len && list->text.ptr[end] != '\n' && list->text.ptr[end] != '\r') {
        end++;
    }
    bool crlf =
        end + 1 < list->text.len && list->text.ptr[end] == '\r' && list->text.ptr[end + 1] == '\n';
    list->at = end + 1 + crlf;
    list->line++;
    return wb_slice_make(list->text.ptr + start, end - start);
}

static bool is_space(wb_slice line, size_t at)
{
    return wb_fold_class(wb_utf8_next(line, &at)) == WB_CHAR_SPACE;
}

static wb_slice without_comment(wb_slice line)
{
    bool open = true; /* at the start or behind white space */
    for (size_t i = 0; i < line.len; (void)wb_utf8_next(line, &i)) {
        if (open && line.ptr[i] == '#') {
            line.len = i;
            break;
        }
        open = is_space(line, i);
    }
    return line;
}

static wb_slice trim(wb_slice line)
{
    while (line.len && is_space(line, 0)) {
        size_t next = 0;
        (void)wb_utf8_next(line, &next);
        line = wb_slice_make(line.ptr + next, line.len - next);
    }
    while (line.len) {
        size_t last = line.len;
        (void)wb_utf8_prev(line, &last);
        if (!is_space(line, last)) {
            break;
        }
        line.len = last;
    }
    return line;
}

bool wb_listfile_next(wb_listfile *list, wb_slice *ret)
{
    while (list->at < list->text.len) {
        wb_slice line = take_line(list);
        if (wb_utf8_valid_prefix(line) < line.len) {
            wb_listfile_refuse(list, "is not UTF-8");
            continue;
        }
        line = trim(without_comment(line));
        if (line.len) {
            *ret = line;
            return true;
        }
    }
    return false;
}

void wb_listfile_refuse(const wb_listfile *list, const char *why)
{
    wb_error error;
    if (list->report) {
        (void)wb_error_set(&error, WB_INVALID, "%s:%u: %s; the line is left out", list->name,
                           (unsigned)list->line, why);
        wb_error_at(&error, list->line, SIZE_MAX);
        list->report(list->context, &error);
    }
}

bool wb_listfile_fold(const wb_listfile *list, wb_slice word, wb_folded *folded, wb_arena *arena,
                      wb_slice *ret, wb_status *ret_status)
{
    if (wb_fold(word, false, folded) != WB_OK) {
        *ret_status = WB_NOMEM;
        return false;
    }
    wb_slice fold = wb_buf_slice(&folded->text);
    if (fold.len == 0 || fold.len > WB_LISTFILE_WORD_MAX) {
        wb_listfile_refuse(list, fold.len ? "a word is too long" : "a word is empty");
        return false;
    }
    if (!wb_arena_dup(arena, fold, ret)) {
        *ret_status = WB_NOMEM;
        return false;
    }
    return true;
}
