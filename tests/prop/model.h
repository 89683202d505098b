/*
 * Documents as their reader gives them, folded: what the brute-force evaluators look through.
 */
#ifndef WBSEARCH_TESTS_MODEL_H
#define WBSEARCH_TESTS_MODEL_H

#include <wbsearch/buf.h>
#include <wbsearch/doc.h>

#include "prop.h"

struct model_para {
    wb_slice fold;
    wb_slice tokens; /* its tokens, each with a byte 1 before and behind it: 1碳1金1融1 */
    uint32_t doc;
    uint32_t section; /* of its document; WB_NONE for none */
    uint32_t next;    /* the next paragraph of the same section, para_count of the model for none */
};

struct model_section {
    wb_slice title; /* its fold */
    uint32_t parent;
    uint32_t first_para; /* of the model */
};

struct model_doc {
    const char *root;
    const char *path;
    wb_slice fields[WB_META_FIELD_COUNT_]; /* folds */
    wb_slice path_fold;
    uint32_t day;  /* year, month, day as YYYYMMDD; 0 for none */
    uint32_t year; /* 0 for none */
    struct model_section *sections;
    uint32_t section_count;
    uint32_t first_para;
    uint32_t para_count;
    uint32_t first_outside; /* the first paragraph in no section */
};

struct model {
    struct prop_sources sources;
    struct model_doc *docs; /* by root and path */
    size_t doc_count;
    struct model_para *paras; /* of the documents in this order */
    size_t para_count, para_cap;
    wb_arena arena;
};

/* Reads all documents below the folders. */
void model_load(struct model *model, char **folders, size_t count);

void model_free(struct model *model);

/* The number of a paragraph by its place; para_count when there is none such. */
size_t model_find(const struct model *model, wb_slice root, wb_slice path, uint32_t para_number);

/* Whether the character at `at` is part of a number: % or ‰, or / or : between digits. */
bool model_is_sign(wb_slice fold, size_t at);

/* Appends the tokens of a folded text as model_para has them. A dot between two digits is a token
 * too, and so is a sign. */
void model_put_tokens(wb_slice fold, wb_buf *out);

#endif
