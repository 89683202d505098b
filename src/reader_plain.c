/* Plain text: a run of lines between blank lines is a block, its line ends breaks inside it. */
#include "reader.h"

#include <wbsearch/utf8.h>

static bool is_blank(wb_slice line)
{
    for (size_t i = 0; i < line.len;) {
        wb_char_class class = wb_fold_class(wb_utf8_next(line, &i));
        if (class != WB_CHAR_SPACE && class != WB_CHAR_DROP) {
            return false;
        }
    }
    return true;
}

wb_status reader_parse_plain(struct reader *r)
{
    const struct block body = {.kind = WB_PARA_BODY};
    bool inside = false;
    for (size_t i = 0; i < r->line_count; i++) {
        wb_slice line = reader_line(r, i);
        if (is_blank(line)) {
            wb_status status = builder_finish(r, &body);
            if (status != WB_OK) {
                return status;
            }
            inside = false;
            continue;
        }
        if (inside) {
            builder_break(r);
        }
        builder_copy(r, (size_t)(line.ptr - r->source.ptr), line.len);
        inside = true;
    }
    return builder_finish(r, &body);
}
