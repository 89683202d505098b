/* The lines between title and text: number, date, meeting, organ; and a red head above the title.
 */
#include "reader_meta.h"
#include "reader_meta_names.h"

/* So many lines below the title are looked at. */
#define LINES_BELOW 12
/* Longer lines are text, bytes. */
#define LINE_BYTES 240

/* Without one pair of brackets around it. */
static wb_slice inside_brackets(wb_slice folded)
{
    if (folded.len > 2 && folded.ptr[0] == '(' && folded.ptr[folded.len - 1] == ')') {
        return wb_slice_make(folded.ptr + 1, folded.len - 2);
    }
    return folded;
}

/* Where a part of m->folded begins in it. */
static size_t offset_of(const struct meta *m, wb_slice part)
{
    return (size_t)(part.ptr - m->folded.text.data);
}

static wb_status set_part(struct meta *m, const struct meta_line *line, wb_meta_field field,
                          wb_slice part)
{
    size_t start = offset_of(m, part);
    return meta_set(m, field, meta_unfold(m, line->text, start, start + part.len),
                    WB_META_FROM_BELOW_TITLE, line->line);
}

/* A line that is a number, or several: （国发〔2019〕5号）. 第707号 belongs to the line before. */
static wb_status read_number(struct meta *m, const struct meta_line *line, wb_slice folded)
{
    wb_slice inner = inside_brackets(folded);
    size_t len = meta_number_in(inner, 0);
    return len == inner.len || meta_number_in(inner, len)
               ? set_part(m, line, WB_META_NUMBER, wb_slice_make(inner.ptr, len))
               : WB_OK;
}

/* 松川市人民政府令 on one line and 第12号 on the next. */
static wb_status read_order(struct meta *m, size_t i)
{
    if (i + 1 >= m->head_count || meta_has(m, WB_META_NUMBER)) {
        return WB_OK;
    }
    wb_slice next = m->head[i + 1].text;
    if (!wb_slice_starts(next, "第") || !wb_slice_ends(next, "号") || next.len > 40) {
        return WB_OK;
    }
    wb_buf_clear(&m->text);
    wb_buf_put(&m->text, m->head[i].text);
    wb_buf_put(&m->text, next);
    wb_slice folded = meta_fold(m, wb_buf_slice(&m->text));
    if (folded.len == 0 || meta_number_in(folded, 0) != folded.len) {
        return WB_OK;
    }
    return meta_set(m, WB_META_NUMBER, wb_buf_slice(&m->text), WB_META_FROM_BELOW_TITLE,
                    m->head[i].line);
}

/* A line that is a date. */
static wb_status read_date(struct meta *m, const struct meta_line *line, wb_slice folded)
{
    char date[META_DATE_SIZE];
    wb_slice inner = inside_brackets(folded);
    size_t len = meta_date_at(inner, 0, false, date);
    return len && len == inner.len ? set_part(m, line, WB_META_MADE, inner) : WB_OK;
}

/* ——2022年12月27日在松川市第三届人民代表大会第一次会议上 */
static wb_status read_meeting(struct meta *m, const struct meta_line *line, wb_slice folded)
{
    char date[META_DATE_SIZE];
    wb_slice inner = inside_brackets(folded);
    while (inner.len && (inner.ptr[0] == '-' || inner.ptr[0] == ' ')) {
        inner = wb_slice_make(inner.ptr + 1, inner.len - 1);
    }
    size_t len = meta_date_at(inner, 0, false, date);
    wb_slice rest = wb_slice_make(inner.ptr + len, inner.len - len);
    if (len == 0 || !wb_slice_starts(rest, "在")) {
        return WB_OK;
    }
    wb_status status = set_part(m, line, WB_META_MADE, wb_slice_make(inner.ptr, len));
    if (status != WB_OK) {
        return status;
    }
    size_t in = strlen("在");
    size_t region = meta_region_at(wb_slice_make(rest.ptr + in, rest.len - in), true);
    return set_part(m, line, WB_META_REGION, wb_slice_make(rest.ptr + in, region));
}

/* A line that is an organ; or the red head 松川市人民政府文件; or 青禾区人民政府区长 somebody. */
static wb_status read_organ(struct meta *m, const struct meta_line *line, wb_slice folded)
{
    static const char *const behind[] = {"文件", "省长",   "市长",   "区长",   "县长",  "主席",
                                         "州长", "代省长", "代市长", "代区长", "代县长"};
    wb_slice organ = folded;
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        const char *found = memmem(folded.ptr, folded.len, behind[i], strlen(behind[i]));
        if (found &&
            wb_slice_ends(wb_slice_make(folded.ptr, (size_t)(found - folded.ptr)), "人民政府")) {
            organ.len = (size_t)(found - folded.ptr);
            break;
        }
        if (found && i == 0 && found + strlen(behind[0]) == folded.ptr + folded.len) {
            organ.len = (size_t)(found - folded.ptr);
        }
    }
    return meta_is_organ(organ) ? set_part(m, line, WB_META_ORGAN, organ) : WB_OK;
}

/* Whether a line begins the text: numbering, a salutation, a sentence. */
static bool begins_text(struct meta *m, const struct meta_line *line)
{
    wb_slice text = line->text;
    return cue_numbering(text, &m->r->scratch) == NUMBERING_COMMA ||
           cue_numbering(text, &m->r->scratch) == NUMBERING_ARTICLE ||
           cue_numbering(text, &m->r->scratch) == NUMBERING_CHAPTER || wb_slice_ends(text, "：") ||
           wb_slice_ends(text, "。");
}

static wb_status read_line_below(struct meta *m, size_t i)
{
    const struct meta_line *line = &m->head[i];
    wb_slice folded = meta_fold(m, line->text);
    if (folded.len == 0) {
        return WB_OK;
    }
    static wb_status (*const readers[])(struct meta *, const struct meta_line *, wb_slice) = {
        read_number, read_date, read_meeting, read_organ};
    wb_status status = WB_OK;
    for (size_t k = 0; status == WB_OK && k < sizeof readers / sizeof *readers; k++) {
        status = readers[k](m, line, folded);
    }
    if (status == WB_OK && (wb_slice_ends(folded, "令") || wb_slice_ends(folded, "公告"))) {
        status = read_order(m, i);
    }
    return status;
}

wb_status meta_from_below_title(struct meta *m)
{
    size_t end = m->title_end + LINES_BELOW;
    for (size_t i = 0; i < m->head_count && i < end; i++) {
        const struct meta_line *line = &m->head[i];
        if (line->labelled || line->text.len > LINE_BYTES) {
            continue;
        }
        if (i >= m->title_end && begins_text(m, line)) {
            break;
        }
        wb_status status = read_line_below(m, i);
        if (status != WB_OK) {
            return status;
        }
    }
    return WB_OK;
}
