/* Comments at the top that carry metadata: <!-- url: … number: 国发〔2019〕5号 office: 国务院 -->.
 */
#include "reader_meta.h"

#include <wbsearch/utf8.h>

/* A comment is looked for in so many bytes at the beginning, and read so far. */
#define COMMENT_REGION 4096

/* A key in a comment's text. */
struct key {
    int field;
    size_t start;
    size_t end; /* behind the colon */
};

/* In a comment, a bare date says when the page was fetched: in none of 60 documents of the State
 * Council it was the day of the document. */
static bool is_bare_date(wb_slice key)
{
    return wb_slice_equal(key, wb_slice_from("date")) || wb_slice_equal(key, wb_slice_from("日期"));
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == ',';
}

/* The bytes of the colon at `at`, ASCII or full-width, or 0. */
static size_t colon_at(wb_slice text, size_t at)
{
    wb_slice rest = wb_slice_make(text.ptr + at, text.len - at);
    return wb_slice_starts(rest, ":") ? 1 : wb_slice_starts(rest, "：") ? 3 : 0;
}

/* The next known key at or behind `from`: a word with a colon behind it. */
static bool next_key(struct meta *m, wb_slice text, size_t from, struct key *ret)
{
    size_t word = from;
    for (size_t i = from; i < text.len; i++) {
        size_t colon = colon_at(text, i);
        if (is_space(text.ptr[i])) {
            word = i + 1;
        } else if (colon) {
            wb_slice key = wb_slice_make(text.ptr + word, i - word);
            int field = meta_field_of_key(meta_fold(m, key));
            if (field >= 0) {
                *ret =
                    (struct key){is_bare_date(key) ? WB_META_FIELD_COUNT_ : field, word, i + colon};
                return true;
            }
        }
    }
    return false;
}

static wb_status read_comment(struct meta *m, wb_slice text)
{
    struct key key;
    struct key next;
    bool has = next_key(m, text, 0, &key);
    for (; has; key = next) {
        has = next_key(m, text, key.end, &next);
        size_t end = has ? next.start : text.len;
        wb_slice value = meta_trim(wb_slice_make(text.ptr + key.end, end - key.end));
        const char *line_end = value.len ? memchr(value.ptr, '\n', value.len) : NULL;
        if (line_end) {
            value = meta_trim(wb_slice_make(value.ptr, (size_t)(line_end - value.ptr)));
        }
        if (key.field < WB_META_FIELD_COUNT_) {
            size_t offset = (size_t)(text.ptr + key.start - m->r->source.ptr);
            wb_status status = meta_set(m, (wb_meta_field)key.field, value, WB_META_FROM_COMMENT,
                                        (uint32_t)reader_line_of(m->r, offset) + 1);
            if (status != WB_OK) {
                return status;
            }
        }
    }
    return WB_OK;
}

wb_status meta_from_comments(struct meta *m)
{
    wb_slice rest = m->r->source;
    if (rest.len > COMMENT_REGION) {
        rest.len = COMMENT_REGION;
    }
    const char *end = rest.ptr + rest.len;
    const char *open = rest.len ? memmem(rest.ptr, rest.len, "<!--", 4) : NULL;
    while (open) {
        const char *text = open + 4;
        const char *close = memmem(text, (size_t)(end - text), "-->", 3);
        if (!close) {
            break;
        }
        wb_status status = read_comment(m, wb_slice_make(text, (size_t)(close - text)));
        if (status != WB_OK) {
            return status;
        }
        open = memmem(close + 3, (size_t)(end - close - 3), "<!--", 4);
    }
    return WB_OK;
}
