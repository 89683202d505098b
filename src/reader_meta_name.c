/* The file's name: a number, a day in full. */
#include "reader_meta.h"
#include "reader_meta_names.h"

wb_status meta_from_file_name(struct meta *m)
{
    wb_slice stem = meta_file_stem(m);
    wb_slice folded = meta_fold(m, stem);
    char date[META_DATE_SIZE];
    /* A day written out belongs to the document; 2019-08-01 may be anything. */
    for (size_t at = 0; at < folded.len; at++) {
        const char *open = memchr(folded.ptr + at, '(', folded.len - at);
        if (!open) {
            break;
        }
        at = (size_t)(open - folded.ptr);
        size_t len = meta_date_at(folded, at + 1, false, date);
        if (len && strlen(date) == META_DATE_SIZE - 1 &&
            memmem(folded.ptr + at, len, "年", strlen("年")) && at + 1 + len < folded.len &&
            folded.ptr[at + 1 + len] == ')') {
            wb_status status =
                meta_set(m, WB_META_MADE, wb_slice_from(date), WB_META_FROM_FILE_NAME, 0);
            if (status != WB_OK) {
                return status;
            }
        }
    }
    return WB_OK;
}
