#include "rank.h"

#include <wbsearch/token.h>

#include "rank_params.h"
#include "sentence.h"

/* How much context counts: a paragraph under a heading that holds the whole query scores so much
 * more. First values; to be set by measuring on judged queries. */
#define SECTION_BONUS 0.25
#define RUN_IN_BONUS 0.25

/* Share of the items that stand in `text`, but for those below a NOT. */
static wb_status share_in(const wb_query *query, wb_slice text, wb_folded *scratch, double *ret)
{
    *ret = 0.0;
    if (text.len == 0) {
        return WB_OK;
    }
    wb_status status = wb_fold(text, false, scratch);
    if (status != WB_OK) {
        return status;
    }
    size_t found = 0;
    size_t asked = 0;
    for (size_t i = 0; i < query->item_count; i++) {
        const wb_query_item *item = &query->items[i];
        asked += !item->negated;
        found += !item->negated &&
                 wb_token_find(wb_buf_slice(&scratch->text), item->folded, 0) != SIZE_MAX;
    }
    *ret = asked ? (double)found / (double)asked : 0.0;
    return WB_OK;
}

wb_status wb_rank_score(const wb_query *query, const wb_record *record, const wb_para *para,
                        double weight, wb_folded *scratch, double *ret)
{
    double in_sections = 0.0;
    uint32_t section = para->section;
    if (para->kind == WB_PARA_HEADING && section != WB_NONE) {
        section = record->sections[section].parent;
    }
    for (; section != WB_NONE && in_sections < 1.0; section = record->sections[section].parent) {
        double share;
        wb_status status = share_in(query, record->sections[section].title, scratch, &share);
        if (status != WB_OK) {
            return status;
        }
        in_sections = share > in_sections ? share : in_sections;
    }
    wb_slice run_in = wb_slice_make(para->text.ptr, para->title_len);
    double in_title;
    wb_status status = share_in(query, run_in, scratch, &in_title);
    *ret = weight * (1.0 + SECTION_BONUS * in_sections + RUN_IN_BONUS * in_title);
    return status;
}

/* Whether all items that are asked for stand in `text`; their number in `*ret_asked`. */
static bool has_all(const wb_query *query, wb_slice text, size_t *ret_asked)
{
    *ret_asked = 0;
    for (size_t i = 0; i < query->item_count; i++) {
        if (!query->items[i].negated) {
            ++*ret_asked;
            if (wb_token_find(text, query->items[i].folded, 0) == SIZE_MAX) {
                return false;
            }
        }
    }
    return true;
}

bool wb_rank_is_close(const wb_query *query, wb_slice fold)
{
    wb_sentence sentence = {0, 0, 0};
    size_t asked = 0;
    while (query->item_count > 1 && wb_sentence_next(fold, &sentence)) {
        wb_slice text = wb_slice_make(fold.ptr + sentence.start, sentence.end - sentence.start);
        if (has_all(query, text, &asked)) {
            return asked > 1;
        }
    }
    return false;
}

double wb_rank_combine(const wb_features *features)
{
    static const double weights[WB_FEATURE_COUNT_] = {
        [WB_FEATURE_BM25] = RANK_BM25,
        [WB_FEATURE_COVERAGE] = RANK_COVERAGE,
        [WB_FEATURE_WORDS] = RANK_WORDS,
        [WB_FEATURE_CHARS] = RANK_CHARS,
        [WB_FEATURE_CHARS_SENTENCE] = RANK_CHARS_SENTENCE,
    };
    double score = 0.0;
    for (int i = 0; i < WB_FEATURE_COUNT_; i++) {
        score += weights[i] * features->values[i];
    }
    return score;
}

wb_status wb_rank_features(wb_feature_scanner *scanner, const wb_query_terms *terms,
                           const wb_record *record, const wb_para *para, wb_slice folded,
                           wb_buf *respelled, wb_features *ret)
{
    bool changed = false;
    wb_features other;
    wb_buf_clear(respelled);
    wb_status status = wb_features_of(scanner, record, para, folded, ret);
    if (status == WB_OK && terms->respellings.count) {
        status = wb_respell(&terms->respellings, folded, respelled, &changed);
    }
    if (status != WB_OK || !changed) {
        wb_buf_clear(respelled);
        return status;
    }
    status = wb_features_of(scanner, record, para, wb_buf_slice(respelled), &other);
    if (status == WB_OK && wb_rank_combine(&other) > wb_rank_combine(ret)) {
        *ret = other;
    }
    return status;
}
