#include "explain_features.h"

#include <wbsearch/token.h>

#include "rank.h"

/* What the features of one hit after the other need. */
struct reading {
    wb_index *index;
    const wb_query_terms *terms;
    wb_feature_scanner *scanner;
    wb_record record;
    wb_folded folded;
    wb_buf respelled;
};

static wb_status read_hit(struct reading *reading, const wb_hit *hit, wb_features *ret,
                          wb_error *err)
{
    wb_status status =
        wb_index_record(reading->index, wb_store_group(hit->docid), &reading->record, err);
    if (status != WB_OK) {
        return status;
    }
    uint32_t number = wb_store_index(hit->docid);
    if (number >= reading->record.para_count) {
        return wb_error_set(err, WB_CHANGED, "the index has changed while hits were explained");
    }
    const wb_para *para = &reading->record.paras[number];
    if (wb_fold(para->text, false, &reading->folded) != WB_OK ||
        wb_rank_features(reading->scanner, reading->terms, &reading->record, para,
                         wb_buf_slice(&reading->folded.text), &reading->respelled, ret) != WB_OK) {
        return wb_error_nomem(err);
    }
    return WB_OK;
}

static wb_status read_hits(wb_index *index, const wb_query_terms *terms, const wb_result *result,
                           wb_arena *arena, wb_features *features, wb_error *err)
{
    struct reading reading = {.index = index, .terms = terms};
    wb_record_init(&reading.record);
    wb_folded_init(&reading.folded);
    wb_buf_init(&reading.respelled, 0);
    wb_status status = wb_feature_scanner_new(terms, arena, &reading.scanner, err);
    for (size_t i = 0; i < result->hit_count && status == WB_OK; i++) {
        status = read_hit(&reading, &result->hits[i], &features[i], err);
    }
    wb_feature_scanner_free(reading.scanner);
    wb_folded_free(&reading.folded);
    wb_buf_free(&reading.respelled);
    wb_record_free(&reading.record);
    return status;
}

wb_status wb_explain_features(const wb_query *query, wb_index *index, const wb_result *result,
                              wb_arena *arena, wb_query_terms *ret_terms,
                              wb_features **ret_features, wb_error *err)
{
    wb_features *features = wb_arena_alloc(arena, result->hit_count, sizeof *features);
    if (!features) {
        return wb_error_nomem(err);
    }
    memset(features, 0, result->hit_count * sizeof *features);
    wb_tokenizer *tokenizer = NULL;
    wb_status status = wb_tokenizer_new(&tokenizer, err);
    if (status == WB_OK) {
        status = wb_query_terms_make(query, index->store, tokenizer, arena, ret_terms, err);
    }
    if (status == WB_OK && ret_terms->weight > 0) {
        status = read_hits(index, ret_terms, result, arena, features, err);
    }
    wb_tokenizer_free(tokenizer);
    *ret_features = features;
    return status;
}
