#include "rank.h"

#include <wbsearch/token.h>

/* How much context counts: a paragraph under a heading that holds the whole query scores so much
 * more. First values; to be set by measuring on judged queries. */
#define SECTION_BONUS 0.25
#define RUN_IN_BONUS 0.25

/* Share of the items that stand in `text`. */
static double share_in(const wb_query *query, wb_slice text, wb_folded *scratch)
{
    if (text.len == 0 || wb_fold(text, false, scratch) != WB_OK) {
        return 0.0;
    }
    size_t found = 0;
    for (size_t i = 0; i < query->item_count; i++) {
        found += wb_token_find(wb_buf_slice(&scratch->text), query->items[i].folded, 0) != SIZE_MAX;
    }
    return (double)found / (double)query->item_count;
}

double wb_rank_score(const wb_query *query, const wb_record *record, const wb_para *para,
                     double weight, wb_folded *scratch)
{
    double in_sections = 0.0;
    uint32_t section = para->section;
    if (para->kind == WB_PARA_HEADING && section != WB_NONE) {
        section = record->sections[section].parent;
    }
    for (; section != WB_NONE && in_sections < 1.0; section = record->sections[section].parent) {
        double share = share_in(query, record->sections[section].title, scratch);
        in_sections = share > in_sections ? share : in_sections;
    }
    wb_slice run_in = wb_slice_make(para->text.ptr, para->title_len);
    double in_title = share_in(query, run_in, scratch);
    return weight * (1.0 + SECTION_BONUS * in_sections + RUN_IN_BONUS * in_title);
}
