/* What stands behind the text: organ and date; and the clause that says since when it is in force.
 */
#include "reader_meta.h"
#include "reader_meta_names.h"

#include <wbsearch/utf8.h>

/* A line of a signature is no longer, bytes. */
#define LINE_BYTES 120
/* The lines of organs above a date. */
#define ORGAN_LINES 3

/* Whether source line `i` may be a date alone. */
static bool may_be_date(const struct reader *r, size_t i)
{
    size_t end = i + 1 < r->line_count ? r->lines[i + 1] : r->source.len;
    if (end - r->lines[i] > LINE_BYTES || end - r->lines[i] < 8) {
        return false;
    }
    wb_slice line = meta_trim(reader_line(r, i));
    return wb_slice_ends(line, "日") || wb_slice_ends(line, "日）") || wb_slice_ends(line, "日**");
}

/* Cleans source line `i` into m->text. */
static wb_slice clean_line(struct meta *m, size_t i)
{
    wb_buf_clear(&m->text);
    wb_slice line = reader_line(m->r, i);
    if (line.len <= LINE_BYTES) {
        meta_clean_line(line, &m->text);
    }
    return meta_trim(m->text.data ? wb_buf_slice(&m->text) : wb_slice_make("", 0));
}

/* The line above `i` that is not blank, or 0 when there is none near; lines count from 0. */
static size_t line_above(const struct reader *r, size_t i)
{
    for (size_t n = 0; n < 4 && i > 0; n++) {
        i--;
        if (meta_trim(reader_line(r, i)).len > 0) {
            return i;
        }
    }
    return 0;
}

/* 总理　李克强, 市长 somebody: a person signs. */
static bool is_person(wb_slice folded)
{
    static const char *const offices[] = {"总理", "主席", "省长", "市长", "区长", "县长",
                                          "部长", "局长", "主任", "院长", "州长"};
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
        const char *found = memmem(folded.ptr, folded.len, offices[i], strlen(offices[i]));
        if (found && folded.len <= 60) {
            return true;
        }
    }
    return false;
}

/* Whether line `i`, a date, is signed: by an organ, which is set, or by a person. */
static wb_status read_signature(struct meta *m, size_t i, const char *date, bool *ret_signed)
{
    size_t above = line_above(m->r, i);
    wb_slice text = clean_line(m, above);
    wb_slice folded = meta_fold(m, text);
    bool organ = meta_is_organ(folded);
    *ret_signed = above > 0 && (organ || is_person(folded));
    wb_status status = WB_OK;
    if (*ret_signed) {
        status =
            meta_set(m, WB_META_MADE, wb_slice_from(date), WB_META_FROM_SIGNATURE, (uint32_t)i + 1);
    }
    if (status == WB_OK && *ret_signed && organ) {
        status = meta_set(m, WB_META_ORGAN, text, WB_META_FROM_SIGNATURE, (uint32_t)above + 1);
    }
    return status;
}

/* The first date that is signed: what follows an annex is another document's. */
wb_status meta_from_signature(struct meta *m)
{
    if (meta_has(m, WB_META_MADE) && meta_has(m, WB_META_ORGAN)) {
        return WB_OK;
    }
    bool found = false;
    wb_status status = WB_OK;
    for (size_t i = reader_front_matter_lines(m->r); i < m->r->line_count && !found; i++) {
        if (!may_be_date(m->r, i)) {
            continue;
        }
        char date[META_DATE_SIZE];
        wb_slice folded = meta_fold(m, clean_line(m, i));
        size_t bracket = folded.len && folded.ptr[0] == '(';
        size_t len = meta_date_at(folded, bracket, false, date);
        if (len && len + 2 * bracket == folded.len) {
            status = read_signature(m, i, date, &found);
        }
        if (status != WB_OK) {
            return status;
        }
    }
    return status;
}

/* 自…起施行: the verbs that put something in force. */
static bool is_force_verb(wb_slice rest)
{
    static const char *const verbs[] = {"施行", "实施", "生效", "执行", "试行"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (wb_slice_starts(rest, verbs[i])) {
            return true;
        }
    }
    return false;
}

/* What the clause says: a date, or that it is the day of publication. */
static wb_status read_day(struct meta *m, wb_slice folded, size_t at, uint32_t line)
{
    char date[META_DATE_SIZE];
    wb_slice rest = wb_slice_make(folded.ptr + at, folded.len - at);
    size_t len = meta_date_at(folded, at, false, date);
    if (len == 0) {
        bool published = wb_slice_starts(rest, "公布之日") || wb_slice_starts(rest, "发布之日");
        wb_slice day = m->r->doc->meta[WB_META_PUBLISHED].value;
        if (!published || day.len == 0 || m->amended) {
            return WB_OK;
        }
        len = strlen("公布之日");
        memcpy(date, day.ptr, day.len < sizeof date ? day.len : sizeof date - 1);
        date[day.len < sizeof date ? day.len : sizeof date - 1] = 0;
    }
    rest = wb_slice_make(folded.ptr + at + len, folded.len - at - len);
    size_t since = wb_slice_starts(rest, "起") ? strlen("起") : 0;
    rest = wb_slice_make(rest.ptr + since, rest.len - since);
    return since && is_force_verb(rest)
               ? meta_set(m, WB_META_EFFECTIVE, wb_slice_from(date), WB_META_FROM_CLAUSE, line)
               : WB_OK;
}

/* Reads "本条例自……起施行" in a line; 本 stands within so many bytes before 自. */
#define SUBJECT_BYTES 40

static wb_status read_clause(struct meta *m, const struct meta_line *line)
{
    if (!memmem(line->text.ptr, line->text.len, "自", 3) ||
        !memmem(line->text.ptr, line->text.len, "起", 3)) {
        return WB_OK;
    }
    wb_slice folded = meta_fold(m, line->text);
    wb_status status = WB_OK;
    for (size_t i = 0; i < folded.len && status == WB_OK;) {
        const char *from = memmem(folded.ptr + i, folded.len - i, "自", strlen("自"));
        if (!from) {
            break;
        }
        size_t at = (size_t)(from - folded.ptr);
        size_t window = at < SUBJECT_BYTES ? at : SUBJECT_BYTES;
        if (memmem(folded.ptr + at - window, window, "本", strlen("本")) ||
            memmem(folded.ptr + at - window, window, "现", strlen("现"))) {
            status = read_day(m, folded, at + strlen("自"), line->line);
        }
        i = at + strlen("自");
    }
    return status;
}

wb_status meta_from_clause(struct meta *m)
{
    wb_status status = WB_OK;
    if (!meta_has(m, WB_META_KIND)) {
        return WB_OK; /* a collection of documents, or none at all */
    }
    for (size_t i = m->tail_count; i > 0 && status == WB_OK && !meta_has(m, WB_META_EFFECTIVE);
         i--) {
        status = read_clause(m, &m->tail[i - 1]);
    }
    return status;
}
