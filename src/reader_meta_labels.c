/* Labelled lines at the top, as 索引号 blocks have them: 发文机关：国务院  成文日期：… and tables.
 */
#include "reader_meta.h"

#include <wbsearch/utf8.h>

/* What stands for no field of ours but ends the value before it. */
#define NO_FIELD WB_META_FIELD_COUNT_

struct label {
    const char *folded;
    int field;
    bool weak; /* gives way to a label that says it better */
};

/* Labels of index blocks; keys of front matter and comments too. */
static const struct label labels[] = {
    {"标题", WB_META_TITLE, false},
    {"文件名称", WB_META_TITLE, false},
    {"公文名称", WB_META_TITLE, false},
    {"信息名称", WB_META_TITLE, false},
    {"发文机关", WB_META_ORGAN, false},
    {"发文单位", WB_META_ORGAN, false},
    {"发文机构", WB_META_ORGAN, false},
    {"制定机关", WB_META_ORGAN, false},
    {"制发机关", WB_META_ORGAN, false},
    {"印发机关", WB_META_ORGAN, false},
    {"公布机关", WB_META_ORGAN, true},
    {"颁布机关", WB_META_ORGAN, true},
    {"颁布单位", WB_META_ORGAN, true},
    {"发布机关", WB_META_ORGAN, true},
    {"发布机构", WB_META_ORGAN, true},
    {"发布单位", WB_META_ORGAN, true},
    {"发布部门", WB_META_ORGAN, true},
    {"发文字号", WB_META_NUMBER, false},
    {"发文文号", WB_META_NUMBER, false},
    {"发文号", WB_META_NUMBER, false},
    {"公文文号", WB_META_NUMBER, false},
    {"文件编号", WB_META_NUMBER, false},
    {"文号", WB_META_NUMBER, false},
    {"成文日期", WB_META_MADE, false},
    {"成文时间", WB_META_MADE, false},
    {"制发日期", WB_META_MADE, false},
    {"发文日期", WB_META_MADE, false},
    {"印发日期", WB_META_MADE, false},
    {"生成日期", WB_META_MADE, false},
    {"发文时间", WB_META_MADE, true},
    {"修正日期", WB_META_MADE, false},
    {"最新异动日期", WB_META_MADE, false},
    {"年份", WB_META_MADE, true},
    {"发布日期", WB_META_PUBLISHED, false},
    {"公布日期", WB_META_PUBLISHED, false},
    {"公开日期", WB_META_PUBLISHED, true},
    {"发布时间", WB_META_PUBLISHED, true},
    {"公布时间", WB_META_PUBLISHED, true},
    {"日期", WB_META_PUBLISHED, true},
    {"施行日期", WB_META_EFFECTIVE, false},
    {"实施日期", WB_META_EFFECTIVE, false},
    {"生效日期", WB_META_EFFECTIVE, false},
    {"施行时间", WB_META_EFFECTIVE, true},
    {"实施时间", WB_META_EFFECTIVE, true},
    {"生效时间", WB_META_EFFECTIVE, true},
    {"文种", WB_META_KIND, false},
    {"公文种类", WB_META_KIND, false},
    {"体裁", WB_META_KIND, true},
    {"时效性", WB_META_VALIDITY, false},
    {"有效性", WB_META_VALIDITY, false},
    {"效力状态", WB_META_VALIDITY, false},
    {"时效状态", WB_META_VALIDITY, false},
    {"索引号", NO_FIELD, false},
    {"主题分类", NO_FIELD, false},
    {"主题词", NO_FIELD, false},
    {"信息索取号", NO_FIELD, false},
    {"信息分类", NO_FIELD, false},
    {"组配分类", NO_FIELD, false},
    {"体裁分类", NO_FIELD, false},
    {"服务对象", NO_FIELD, false},
    {"公开方式", NO_FIELD, false},
    {"公开形式", NO_FIELD, false},
    {"公开范围", NO_FIELD, false},
    {"公开时限", NO_FIELD, false},
    {"公开类别", NO_FIELD, false},
    {"废止日期", NO_FIELD, false},
    {"效力级别", NO_FIELD, false},
    {"来源", NO_FIELD, false},
    {"作者", NO_FIELD, false},
    {"关键词", NO_FIELD, false},
    {"内容概述", NO_FIELD, false},
    {"责任编辑", NO_FIELD, false},
    {"法规性质", NO_FIELD, false},
    {"法规类别", NO_FIELD, false},
    {"法规网址", NO_FIELD, false},
};

/* What is clear as a key of front matter or of a comment only. */
static const struct label keys[] = {
    {"机关", WB_META_ORGAN, false},
    {"地区", WB_META_REGION, false},
    {"区域", WB_META_REGION, false},
    {"状态", WB_META_VALIDITY, true},
    {"title", WB_META_TITLE, false},
    {"organ", WB_META_ORGAN, false},
    {"office", WB_META_ORGAN, false},
    {"issuer", WB_META_ORGAN, false},
    {"agency", WB_META_ORGAN, false},
    {"number", WB_META_NUMBER, false},
    {"made", WB_META_MADE, false},
    {"published", WB_META_PUBLISHED, false},
    {"date", WB_META_PUBLISHED, true},
    {"effective", WB_META_EFFECTIVE, false},
    {"region", WB_META_REGION, false},
    {"kind", WB_META_KIND, false},
    {"validity", WB_META_VALIDITY, false},
    {"status", WB_META_VALIDITY, true},
    {"url", NO_FIELD, false},
    {"source", NO_FIELD, false},
};

static const struct label *find_label(const struct label *table, size_t count, wb_slice text)
{
    for (size_t i = 0; i < count; i++) {
        if (wb_slice_equal(text, wb_slice_from(table[i].folded))) {
            return &table[i];
        }
    }
    return NULL;
}

int meta_field_of_key(wb_slice folded_key)
{
    const struct label *found = find_label(labels, sizeof labels / sizeof *labels, folded_key);
    if (!found) {
        found = find_label(keys, sizeof keys / sizeof *keys, folded_key);
    }
    return found ? found->field : -1;
}

/* A label in a folded line. */
struct found {
    const struct label *label;
    size_t start;
    size_t end; /* behind the colon */
};

/* Whether a label may begin at `at`: at the start, or behind white space or the edge of a cell. */
static bool may_begin(const struct meta *m, wb_slice text, wb_slice folded, size_t at)
{
    if (at == 0 || folded.ptr[at - 1] == '|' || folded.ptr[at - 1] == '(') {
        return true;
    }
    size_t before = m->folded.source_start[at];
    return before > 0 && wb_fold_class(wb_utf8_prev(text, &before)) == WB_CHAR_SPACE;
}

/* The label that begins at `at`: the word and its colon, the end of its cell or of its bracket. */
static bool label_at(wb_slice folded, size_t at, struct found *ret)
{
    wb_slice rest = wb_slice_make(folded.ptr + at, folded.len - at);
    bool bracketed = at > 0 && folded.ptr[at - 1] == '(';
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t len = strlen(labels[i].folded);
        const char *ends = bracketed ? ")" : labels[i].weak ? ":" : ":|";
        if (len < rest.len && wb_slice_starts(rest, labels[i].folded) &&
            strchr(ends, rest.ptr[len])) {
            *ret = (struct found){&labels[i], at - bracketed, at + len + 1};
            return true;
        }
    }
    return false;
}

static bool next_label(const struct meta *m, wb_slice text, wb_slice folded, size_t from,
                       struct found *ret)
{
    for (size_t i = from; i < folded.len;) {
        if (may_begin(m, text, folded, i) && label_at(folded, i, ret)) {
            return true;
        }
        wb_utf8_next(folded, &i);
    }
    return false;
}

/* What stands in the first cell of `text` that is not empty. */
static wb_slice first_cell(wb_slice text)
{
    text = meta_trim(text);
    while (text.len && (text.ptr[0] == '|' || text.ptr[0] == ':')) {
        text = meta_trim(wb_slice_make(text.ptr + 1, text.len - 1));
    }
    const char *bar = text.len ? memchr(text.ptr, '|', text.len) : NULL;
    return bar ? meta_trim(wb_slice_make(text.ptr, (size_t)(bar - text.ptr))) : text;
}

/* The cell of the line below, when the label had its line for itself: <td>文号</td> and no more. */
static wb_slice cell_below(const struct meta *m, size_t line, wb_slice label_line)
{
    if (label_line.ptr[label_line.len - 1] != '|' || line + 1 >= m->head_count ||
        m->head[line + 1].text.ptr[0] != '|') {
        return wb_slice_make("", 0);
    }
    return first_cell(m->head[line + 1].text);
}

static wb_status read_labels(struct meta *m, size_t line, bool weak, size_t *ret_count)
{
    wb_slice text = m->head[line].text;
    wb_slice folded = meta_fold(m, text);
    struct found found;
    struct found next;
    size_t count = 0;
    bool has = next_label(m, text, folded, 0, &found);
    for (; has; found = next) {
        count++;
        has = next_label(m, text, folded, found.end, &next);
        size_t end = has ? next.start : folded.len;
        wb_slice value = wb_slice_make("", 0);
        if (end > found.end) {
            value = first_cell(meta_unfold(m, text, found.end, end));
        }
        if (value.len == 0 && !has) {
            value = cell_below(m, line, text);
        }
        int field = found.label->field;
        if (field != NO_FIELD && found.label->weak == weak && !cue_ends_sentence(value)) {
            wb_status status = meta_set(m, (wb_meta_field)field, value, WB_META_FROM_INDEX_BLOCK,
                                        m->head[line].line);
            if (status != WB_OK) {
                return status;
            }
        }
    }
    *ret_count = count;
    return WB_OK;
}

static bool may_hold_label(wb_slice text)
{
    return memchr(text.ptr, ':', text.len) || memchr(text.ptr, '|', text.len) ||
           memmem(text.ptr, text.len, "：", 3) || memmem(text.ptr, text.len, "】", 3);
}

/* A line longer than this that ends a sentence belongs to the text, bytes. */
#define TEXT_BYTES 120

wb_status meta_from_index_block(struct meta *m)
{
    for (int weak = 0; weak < 2; weak++) {
        for (size_t i = 0; i < m->head_count; i++) {
            wb_slice text = m->head[i].text;
            size_t count = 0;
            if (may_hold_label(text)) {
                wb_status status = read_labels(m, i, weak, &count);
                if (status != WB_OK) {
                    return status;
                }
            }
            m->head[i].labelled |= count > 0;
            if (count == 0 && text.len > TEXT_BYTES && memmem(text.ptr, text.len, "。", 3)) {
                break; /* the text begins */
            }
        }
    }
    return WB_OK;
}
