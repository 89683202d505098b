#include "model.h"

#include <stdlib.h>

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

static bool is_ascii_digit(wb_slice text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

bool model_is_sign(wb_slice fold, size_t at)
{
    wb_slice rest = wb_slice_make(fold.ptr + at, fold.len - at);
    bool behind_digit = at > 0 && is_ascii_digit(fold, at - 1);
    bool divides =
        rest.len && (rest.ptr[0] == '/' || rest.ptr[0] == ':') && is_ascii_digit(fold, at + 1);
    return behind_digit && (divides || wb_slice_starts(rest, "%") || wb_slice_starts(rest, "‰"));
}

void model_put_tokens(wb_slice fold, wb_buf *out)
{
    bool in_word = false;
    wb_buf_putc(out, 1);
    for (size_t at = 0; at < fold.len;) {
        size_t start = at;
        wb_char_class class = wb_fold_class(wb_utf8_next(fold, &at));
        bool is_word = wb_fold_is_word(class);
        bool is_joint = fold.ptr[start] == '.' && start > 0 && is_ascii_digit(fold, start - 1) &&
                        is_ascii_digit(fold, start + 1);
        if (in_word && !is_word) {
            wb_buf_putc(out, 1);
        }
        in_word = is_word;
        if (is_word || is_joint || class == WB_CHAR_CJK || model_is_sign(fold, start)) {
            wb_buf_append(out, fold.ptr + start, at - start);
            wb_buf_puts(out, is_word ? "" : "\1");
        }
    }
    wb_buf_puts(out, in_word ? "\1" : "");
}

static wb_slice keep(struct model *model, wb_slice text)
{
    wb_slice kept = {NULL, 0};
    prop_require(wb_arena_dup(&model->arena, text, &kept), "memory");
    return kept;
}

static wb_slice keep_fold(struct model *model, wb_slice text, wb_folded *folded)
{
    prop_require(wb_fold(text, false, folded) == WB_OK, "wb_fold");
    return keep(model, wb_buf_slice(&folded->text));
}

/* The digits at `at`; 0 when there are none. */
static uint32_t number_at(wb_slice text, size_t at, size_t count)
{
    uint32_t number = 0;
    for (size_t i = at; i < at + count && is_ascii_digit(text, i); i++) {
        number = number * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return number;
}

static uint32_t day_of(const wb_doc *doc)
{
    static const wb_meta_field dates[] = {WB_META_MADE, WB_META_PUBLISHED, WB_META_EFFECTIVE};
    for (size_t i = 0; i < 3; i++) {
        wb_slice date = doc->meta[dates[i]].value;
        if (date.len >= 4 && is_ascii_digit(date, 0)) {
            return number_at(date, 0, 4) * 10000 + number_at(date, 5, 2) * 100 +
                   number_at(date, 8, 2);
        }
    }
    return 0;
}

static void add_paras(struct model *model, const wb_doc *doc, uint32_t number, wb_folded *folded)
{
    wb_buf tokens;
    wb_buf_init(&tokens, 0);
    model->paras = wb_grow(model->paras, &model->para_cap, model->para_count + doc->para_count,
                           sizeof *model->paras);
    prop_require(model->paras != NULL, "memory");
    for (size_t i = 0; i < doc->para_count; i++) {
        struct model_para *para = &model->paras[model->para_count++];
        para->fold = keep_fold(model, doc->paras[i].text, folded);
        wb_buf_clear(&tokens);
        model_put_tokens(para->fold, &tokens);
        para->tokens = keep(model, wb_buf_slice(&tokens));
        para->doc = number;
        para->section = doc->paras[i].section;
    }
    wb_buf_free(&tokens);
}

static void add_doc(struct model *model, const struct prop_source *source, const wb_doc *doc,
                    wb_folded *folded)
{
    uint32_t number = (uint32_t)model->doc_count++;
    struct model_doc *to = &model->docs[number];
    *to = (struct model_doc){.root = source->root, .path = source->path};
    for (int f = 0; f < WB_META_FIELD_COUNT_; f++) {
        to->fields[f] = keep_fold(model, doc->meta[f].value, folded);
    }
    to->path_fold = keep_fold(model, wb_slice_from(source->path), folded);
    to->day = day_of(doc);
    to->year = to->day / 10000;
    to->section_count = (uint32_t)doc->section_count;
    to->sections = wb_arena_alloc(&model->arena, doc->section_count, sizeof *to->sections);
    prop_require(to->sections != NULL, "memory");
    for (size_t i = 0; i < doc->section_count; i++) {
        to->sections[i].title = keep_fold(model, doc->sections[i].title, folded);
        to->sections[i].parent = doc->sections[i].parent;
    }
    to->first_para = (uint32_t)model->para_count;
    to->para_count = (uint32_t)doc->para_count;
    add_paras(model, doc, number, folded);
}

/* Chains the paragraphs of each section, from the last to the first. */
static void chain_sections(struct model *model)
{
    for (size_t i = 0; i < model->doc_count; i++) {
        struct model_doc *doc = &model->docs[i];
        doc->first_outside = (uint32_t)model->para_count;
        for (uint32_t s = 0; s < doc->section_count; s++) {
            doc->sections[s].first_para = (uint32_t)model->para_count;
        }
        for (uint32_t k = doc->first_para + doc->para_count; k > doc->first_para; k--) {
            struct model_para *para = &model->paras[k - 1];
            uint32_t *first = para->section == WB_NONE ? &doc->first_outside
                                                       : &doc->sections[para->section].first_para;
            para->next = *first;
            *first = k - 1;
        }
    }
}

static int compare_sources(const void *a, const void *b)
{
    const struct prop_source *x = a;
    const struct prop_source *y = b;
    int order = strcmp(x->root, y->root);
    return order ? order : strcmp(x->path, y->path);
}

void model_load(struct model *model, char **folders, size_t count)
{
    wb_folded folded;
    wb_folded_init(&folded);
    memset(model, 0, sizeof *model);
    model->sources = prop_read_sources(folders, count);
    model->docs = wb_alloc(model->sources.count, sizeof *model->docs);
    prop_require(model->docs != NULL, "memory");
    qsort(model->sources.items, model->sources.count, sizeof *model->sources.items,
          compare_sources);
    for (size_t i = 0; i < model->sources.count; i++) {
        const struct prop_source *source = &model->sources.items[i];
        const char *slash = strrchr(source->path, '/');
        const char *name = slash ? slash + 1 : source->path;
        wb_doc_format format = WB_DOC_MARKDOWN;
        wb_doc doc = {0};
        wb_error error;
        if (wb_doc_format_of(name, &format) &&
            wb_doc_read(wb_buf_slice(&source->text), format, name, &doc, &error) == WB_OK) {
            add_doc(model, source, &doc, &folded);
        }
        wb_doc_clear(&doc);
    }
    prop_require(model->para_count > 0, "no paragraphs");
    chain_sections(model);
    wb_folded_free(&folded);
}

void model_free(struct model *model)
{
    prop_free_sources(&model->sources);
    wb_free(model->docs);
    wb_free(model->paras);
    wb_arena_clear(&model->arena);
}

static int compare_place(const struct model_doc *doc, wb_slice root, wb_slice path)
{
    int order = wb_slice_compare(wb_slice_from(doc->root), root);
    return order ? order : wb_slice_compare(wb_slice_from(doc->path), path);
}

size_t model_find(const struct model *model, wb_slice root, wb_slice path, uint32_t para_number)
{
    size_t low = 0;
    size_t high = model->doc_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct model_doc *doc = &model->docs[middle];
        int order = compare_place(doc, root, path);
        if (order == 0) {
            return para_number < doc->para_count ? doc->first_para + para_number
                                                 : model->para_count;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return model->para_count;
}
