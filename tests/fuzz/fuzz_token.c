/* Fold, terms and literal matches. The first byte says how many bytes the needle has, which is
 * looked for in the rest. */
#include "fuzz.h"

#include <wbsearch/fold.h>
#include <wbsearch/token.h>
#include <wbsearch/utf8.h>

#include "naive.h"

static void check_fold(wb_slice source, wb_folded *folded, wb_folded *again)
{
    PROMISE(wb_fold(source, true, folded) == WB_OK);
    wb_slice fold = wb_buf_slice(&folded->text);
    PROMISE(wb_utf8_valid_prefix(fold) == fold.len);
    for (size_t i = 0; i < fold.len; i++) {
        PROMISE(folded->source_start[i] < folded->source_end[i]);
        PROMISE(folded->source_end[i] <= source.len);
        PROMISE(i == 0 || folded->source_start[i - 1] <= folded->source_start[i]);
        PROMISE(i == 0 || folded->source_end[i - 1] <= folded->source_end[i]);
    }
    PROMISE(wb_fold(fold, false, again) == WB_OK);
    PROMISE(wb_slice_equal(fold, wb_buf_slice(&again->text)));
}

static bool has_term(const wb_terms *terms, wb_slice term)
{
    for (size_t i = 0; i < terms->count; i++) {
        if (wb_slice_equal(wb_terms_text(terms, i), term)) {
            return true;
        }
    }
    return false;
}

static void check_match(wb_slice text, wb_slice needle)
{
    static struct naive naive;
    static wb_terms text_terms;
    static wb_terms needle_terms;
    static wb_tokenizer *tokenizer;
    wb_error error;
    if (!tokenizer) {
        PROMISE(wb_tokenizer_new(&tokenizer, &error) == WB_OK);
        wb_terms_init(&text_terms);
        wb_terms_init(&needle_terms);
    }
    PROMISE(wb_tokenizer_terms(tokenizer, text, &text_terms, &error) == WB_OK);
    for (size_t i = 0; i < text_terms.count; i++) {
        wb_slice term = wb_terms_text(&text_terms, i);
        PROMISE(term.len > 0 && term.len <= (size_t)2 * WB_TOKEN_MAX + 1);
        PROMISE(wb_utf8_valid_prefix(term) == term.len);
        PROMISE(text_terms.items[i].start < text_terms.items[i].end);
        PROMISE(text_terms.items[i].end <= text.len);
    }
    if (needle.len == 0) {
        return;
    }
    naive_set(&naive, text);
    size_t found = wb_token_find(text, needle, 0);
    PROMISE(found == naive_find(&naive, needle, 0));
    if (found == SIZE_MAX) {
        return;
    }
    PROMISE(wb_token_grams(needle, &needle_terms) == WB_OK);
    for (size_t i = 0; i < needle_terms.count; i++) {
        PROMISE(needle_terms.items[i].kind == WB_TERM_UNIGRAM ||
                has_term(&text_terms, wb_terms_text(&needle_terms, i)));
    }
    needle_terms.count = 0;
    PROMISE(wb_token_punctuation(needle, &needle_terms) == WB_OK);
    for (size_t i = 0; i < needle_terms.count; i++) {
        PROMISE(has_term(&text_terms, wb_terms_text(&needle_terms, i)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static wb_folded text;
    static wb_folded needle;
    static wb_folded again;
    static bool is_set;
    if (!is_set) {
        wb_folded_init(&text);
        wb_folded_init(&needle);
        wb_folded_init(&again);
        is_set = true;
    }
    if (size == 0) {
        return 0;
    }
    wb_slice rest = input_slice(data + 1, size - 1);
    if (wb_utf8_valid_prefix(rest) < rest.len) {
        return 0;
    }
    size_t cut = wb_utf8_floor(rest, data[0] < rest.len ? data[0] : rest.len);
    check_fold(wb_slice_make(rest.ptr + cut, rest.len - cut), &text, &again);
    check_fold(wb_slice_make(rest.ptr, cut), &needle, &again);
    check_match(wb_buf_slice(&text.text), wb_buf_slice(&needle.text));
    return 0;
}
