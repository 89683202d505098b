#include "units.h"

#include <wbsearch/plan_cursor.h>

#include "fields.h"
#include "planner.h"

/* Answers kept; a power of two. */
#define CACHE_SIZE 4096

/* A paragraph and where it stands; one for the paragraph asked about, and one for every level of
 * scopes within scopes. */
struct level {
    struct wb_units *units;
    size_t depth;
    uint32_t docid; /* 0: none */
    const wb_record *record;
    const wb_para *para;
    wb_record own;       /* the record, but for the first level … */
    uint32_t own_group;  /* … of this group; WB_NONE: none */
    wb_matcher *matcher; /* the same */
};

/* Where a leaf (an item, filter or scope) can hold, for all its units. */
struct leaf {
    bool known;
    wb_plan_cursor *cursor;     /* NULL: anywhere */
    wb_plan_cursor *certain[2]; /* where it holds for certain, exactly or loosely; NULL: nowhere */
};

struct answer {
    uint32_t unit; /* 0: none */
    uint32_t node;
    bool loose;
    bool holds;
};

struct wb_units {
    const wb_query *query;
    wb_index *index;
    struct level *levels[WB_QUERY_DEPTH_MAX + 2];
    wb_folded scratch;
    bool only_itself; /* see wb_units_ask_only_itself */
    struct answer *answers;
    struct leaf *leaves; /* by number of the node */
    wb_arena plans;
};

static wb_status ask_unit(void *context, const wb_query_node *node, bool loose, bool *ret,
                          wb_error *err);
static wb_status ask_filter(void *context, const wb_query_filter *filter, bool *ret, wb_error *err);

static struct level *new_level(wb_units *units, size_t depth, wb_error *err)
{
    struct level *level = wb_alloc_zero(1, sizeof *level);
    if (!level) {
        (void)wb_error_nomem(err);
        return NULL;
    }
    level->units = units;
    level->depth = depth;
    level->own_group = WB_NONE;
    wb_record_init(&level->own);
    units->levels[depth] = level;
    wb_surroundings surroundings = {level, ask_unit, ask_filter};
    if (depth > 0 && wb_matcher_new(units->query, &surroundings, &level->matcher, err) != WB_OK) {
        return NULL;
    }
    return level;
}

wb_status wb_units_new(const wb_query *query, wb_index *index, wb_units **ret, wb_error *err)
{
    wb_units *units = wb_alloc_zero(1, sizeof *units);
    if (!units) {
        return wb_error_nomem(err);
    }
    units->query = query;
    units->index = index;
    wb_folded_init(&units->scratch);
    if (!new_level(units, 0, err)) {
        wb_units_free(units);
        return WB_NOMEM;
    }
    *ret = units;
    return WB_OK;
}

void wb_units_free(wb_units *units)
{
    if (units) {
        for (size_t i = 0; i < sizeof units->levels / sizeof *units->levels; i++) {
            if (units->levels[i]) {
                wb_record_free(&units->levels[i]->own);
                wb_matcher_free(units->levels[i]->matcher);
                wb_free(units->levels[i]);
            }
        }
        for (size_t i = 0; units->leaves && i < units->query->node_count; i++) {
            wb_plan_cursor_free(units->leaves[i].cursor);
            wb_plan_cursor_free(units->leaves[i].certain[false]);
            wb_plan_cursor_free(units->leaves[i].certain[true]);
        }
        wb_free(units->leaves);
        wb_arena_clear(&units->plans);
        wb_folded_free(&units->scratch);
        wb_free(units->answers);
        wb_free(units);
    }
}

void wb_units_set(wb_units *units, uint32_t docid, const wb_record *record)
{
    struct level *level = units->levels[0];
    level->docid = docid;
    level->record = record;
    level->para = &record->paras[wb_store_index(docid)];
}

wb_surroundings wb_units_surroundings(wb_units *units)
{
    return (wb_surroundings){units->levels[0], ask_unit, ask_filter};
}

/* The document of the level's paragraph. */
static wb_status find_document(const struct level *level, const wb_catalog_doc **ret, wb_error *err)
{
    const wb_catalog *catalog = NULL;
    wb_status status = wb_index_catalog(level->units->index, &catalog, err);
    if (status == WB_OK) {
        *ret = wb_catalog_find(catalog, wb_store_group(level->docid));
        status = *ret ? WB_OK : wb_error_set(err, WB_CORRUPT, "a paragraph belongs to no document");
    }
    return status;
}

/* The paragraphs of a unit, range by range. */
struct extent {
    uint32_t unit; /* a number that no other unit of its kind has, not 0 */
    wb_docid_range range;
    const wb_sections *sections; /* NULL: a document, which is one range */
    uint32_t run;
};

static void set_run(struct extent *extent, uint32_t run)
{
    extent->run = run;
    extent->range = (wb_docid_range){extent->sections->runs[run].first,
                                     wb_sections_run_last(extent->sections, run)};
}

static bool next_range(struct extent *extent)
{
    if (!extent->sections || extent->sections->runs[extent->run].next == WB_NONE) {
        return false;
    }
    set_run(extent, extent->sections->runs[extent->run].next);
    return true;
}

/* The unit of the level's paragraph that the scope means, at its first range. */
static wb_status find_extent(const struct level *level, wb_query_scope scope, struct extent *ret,
                             wb_error *err)
{
    *ret = (struct extent){.sections = NULL};
    if (scope == WB_SCOPE_SECTION) {
        wb_status status = wb_index_sections(level->units->index, &ret->sections, err);
        uint32_t run = status == WB_OK ? wb_sections_run(ret->sections, level->docid) : WB_NONE;
        if (status != WB_OK) {
            return status;
        }
        if (run == WB_NONE || ret->sections->runs[run].section == WB_NONE) {
            return wb_error_set(err, WB_CORRUPT, "a paragraph belongs to no section");
        }
        ret->unit = ret->sections->runs[run].section + 1;
        set_run(ret, ret->sections->entries[ret->sections->runs[run].section].first_run);
        return WB_OK;
    }
    const wb_catalog_doc *doc = NULL;
    wb_status status = find_document(level, &doc, err);
    if (status == WB_OK) {
        ret->range = wb_catalog_docids(doc);
        ret->unit = ret->range.first;
    }
    return status;
}

/* Puts the level on paragraph `docid`; *ret_exists says whether there is one. */
static wb_status move_to(struct level *level, uint32_t docid, bool *ret_exists, wb_error *err)
{
    uint32_t group = wb_store_group(docid);
    wb_status status = WB_OK;
    if (level->own_group != group) {
        level->own_group = WB_NONE;
        level->docid = 0;
        status = wb_index_record(level->units->index, group, &level->own, err);
        level->own_group = status == WB_OK ? group : WB_NONE;
    }
    *ret_exists = status == WB_OK && wb_store_index(docid) < level->own.para_count;
    if (!*ret_exists || level->docid == docid) {
        return status;
    }
    level->docid = docid;
    level->record = &level->own;
    level->para = &level->own.paras[wb_store_index(docid)];
    wb_matcher_set(level->matcher, level->para->text);
    return WB_OK;
}

static wb_status find_certain(wb_units *units, const wb_query_node *node, struct leaf *leaf,
                              wb_error *err)
{
    wb_status status = WB_OK;
    for (int loose = 0; loose < 2 && status == WB_OK && node->op == WB_QUERY_ITEM; loose++) {
        wb_plan *plan = NULL;
        status = wb_plan_certain_node(node, (wb_certain_options){.exact = !loose}, &units->plans,
                                      &plan, err);
        if (status == WB_OK && plan) {
            status = wb_plan_cursor_new(units->index->store, plan, &leaf->certain[loose], err);
        }
    }
    return status;
}

/* Where the leaf can hold. */
static wb_status find_leaf(wb_units *units, const wb_query_node *node, struct leaf **ret,
                           wb_error *err)
{
    if (!units->leaves) {
        units->leaves = wb_alloc_zero(units->query->node_count, sizeof *units->leaves);
    }
    if (!units->leaves) {
        return wb_error_nomem(err);
    }
    struct leaf *leaf = &units->leaves[node->number];
    *ret = leaf;
    if (leaf->known) {
        return WB_OK;
    }
    const wb_plan *plan = NULL;
    bool complete;
    wb_status status = wb_plan_query_node(node, (wb_planner_options){.alternatives = true},
                                          &units->plans, &plan, &complete, err);
    if (status == WB_OK && plan->op != WB_PLAN_ALL) {
        status = wb_plan_cursor_new(units->index->store, plan, &leaf->cursor, err);
    }
    if (status == WB_OK) {
        status = find_certain(units, node, leaf, err);
    }
    leaf->known = status == WB_OK;
    return status;
}

/* Whether all paragraphs of a unit give the same answer. */
static bool is_of_unit(const wb_query_node *leaf, const struct extent *extent)
{
    return leaf->op == WB_QUERY_FILTER &&
           (extent->sections || wb_fields_is_of_document(leaf->filter));
}

/* The first docid at or after `docid` where the leaf can hold. */
static wb_status next_place(struct leaf *leaf, uint32_t docid, uint32_t *ret, wb_error *err)
{
    *ret = docid;
    return leaf->cursor ? wb_plan_cursor_seek(leaf->cursor, docid, ret, err) : WB_OK;
}

/* Whether a paragraph of the range fulfils the leaf, as far as is known without its text. */
static wb_status is_certain(struct leaf *leaf, wb_docid_range range, bool loose, bool *ret,
                            wb_error *err)
{
    uint32_t docid = 0;
    wb_status status = WB_OK;
    *ret = false;
    if (leaf->certain[loose]) {
        status = wb_plan_cursor_seek(leaf->certain[loose], range.first, &docid, err);
        *ret = status == WB_OK && docid <= range.last;
    }
    return status;
}

/* Whether a paragraph of one range of a unit fulfils the leaf; `only_one` paragraph is asked. */
static wb_status range_fulfils(struct level *level, const wb_query_node *node, struct leaf *leaf,
                               wb_docid_range range, bool only_one, bool loose, bool *ret,
                               wb_error *err)
{
    uint32_t docid = range.first;
    bool asked = false;
    wb_status status = is_certain(leaf, range, loose, ret, err);
    while (status == WB_OK && !*ret && !(only_one && asked)) {
        status = next_place(leaf, docid, &docid, err);
        if (status != WB_OK || docid > range.last) {
            break;
        }
        bool exists;
        status = move_to(level, docid, &exists, err);
        if (status == WB_OK && exists) {
            status = wb_matcher_holds(level->matcher, node, loose, ret, err);
            asked = true;
            docid++;
        } else { /* nothing more in this group */
            docid = wb_store_end_docid(wb_store_group(docid)) + 1;
        }
        if (status != WB_OK) {
            break;
        }
    }
    return status;
}

static wb_status answer(struct level *level, const wb_query_node *node, bool loose, bool *ret,
                        wb_error *err);

/* Whether the leaf is a scope that means the same unit for all paragraphs of the extent. */
static bool is_scope_around(const wb_query_node *leaf, const struct extent *extent)
{
    return leaf->op == WB_QUERY_SCOPE && (leaf->scope == WB_SCOPE_DOCUMENT ||
                                          (leaf->scope == WB_SCOPE_SECTION && extent->sections));
}

/* Whether a paragraph of the unit fulfils the leaf. */
static wb_status leaf_holds(struct level *level, const wb_query_node *node, struct extent extent,
                            bool loose, bool *ret, wb_error *err)
{
    struct leaf *leaf = NULL;
    wb_status status = find_leaf(level->units, node, &leaf, err);
    if (status != WB_OK) {
        return status;
    }
    if (is_scope_around(node, &extent)) { /* it must hold, whatever the paragraphs have */
        level->docid = extent.range.first;
        status = answer(level, node, loose, ret, err);
        level->docid = 0;
        if (status != WB_OK || !*ret) {
            return status;
        }
    }
    bool only_one = is_of_unit(node, &extent);
    do {
        status = range_fulfils(level, node, leaf, extent.range, only_one, loose, ret, err);
    } while (status == WB_OK && !*ret && !only_one && next_range(&extent));
    return status;
}

/* What is asked first: it takes few paragraphs to decide on it, and it often fails. */
static bool is_first(const wb_query_node *node)
{
    return node->op == WB_QUERY_NOT || node->op == WB_QUERY_FILTER;
}

/* Whether the query below `node` holds with each leaf being true where one paragraph of the unit
 * fulfils it. The tree is as deep as WB_QUERY_DEPTH_MAX allows. */
static wb_status unit_holds(struct level *level, const wb_query_node *node,
                            const struct extent *extent, bool loose, bool *ret, wb_error *err)
{
    if (node->op == WB_QUERY_NOT) {
        wb_status status = unit_holds(level, node->children[0], extent, false, ret, err);
        *ret = !*ret;
        return status;
    }
    if (node->op != WB_QUERY_AND && node->op != WB_QUERY_OR) {
        return leaf_holds(level, node, *extent, loose, ret, err);
    }
    bool decisive = node->op == WB_QUERY_OR;
    wb_status status = WB_OK;
    *ret = !decisive;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < node->child_count && status == WB_OK && *ret != decisive; i++) {
            if (is_first(node->children[i]) == (pass == 0)) {
                status = unit_holds(level, node->children[i], extent, loose, ret, err);
            }
        }
    }
    return status;
}

/* Whether the unit fulfils what stands in the scope, by looking at its paragraphs. */
static wb_status judge(struct level *level, const wb_query_node *node, const struct extent *extent,
                       bool loose, bool *ret, wb_error *err)
{
    struct level *below = level->units->levels[level->depth + 1];
    below = below ? below : new_level(level->units, level->depth + 1, err);
    return below ? unit_holds(below, node->children[0], extent, loose, ret, err) : WB_NOMEM;
}

static struct answer *place_of(wb_units *units, uint32_t unit, uint32_t node, bool loose)
{
    uint32_t hash = (unit * 2654435761u) ^ (node * 40503u) ^ loose;
    return &units->answers[(hash ^ hash >> 15) % CACHE_SIZE];
}

/* The same, from memory where it was asked before. */
static wb_status answer(struct level *level, const wb_query_node *node, bool loose, bool *ret,
                        wb_error *err)
{
    wb_units *units = level->units;
    if (!units->answers) {
        units->answers = wb_alloc_zero(CACHE_SIZE, sizeof *units->answers);
        if (!units->answers) {
            return wb_error_nomem(err);
        }
    }
    struct extent extent;
    uint32_t number = (uint32_t)node->number;
    wb_status status = find_extent(level, node->scope, &extent, err);
    if (status != WB_OK) {
        return status;
    }
    struct answer *known = place_of(units, extent.unit, number, loose);
    if (known->unit != extent.unit || known->node != number || known->loose != loose) {
        bool found = false;
        status = judge(level, node, &extent, loose, &found, err);
        if (status != WB_OK) {
            return status;
        }
        *known = (struct answer){extent.unit, number, loose, found};
    }
    *ret = known->holds;
    return WB_OK;
}

static wb_status ask_unit(void *context, const wb_query_node *node, bool loose, bool *ret,
                          wb_error *err)
{
    struct level *level = context;
    *ret = false;
    return level->units->only_itself ? WB_OK : answer(level, node, loose, ret, err);
}

wb_status wb_units_allow(wb_units *units, uint32_t docid, bool *ret, wb_error *err)
{
    size_t count;
    wb_query_node *const *nodes = wb_query_conjuncts(&units->query->root, &count);
    wb_status status = WB_OK;
    *ret = true;
    for (size_t i = 0; i < count && *ret && status == WB_OK; i++) {
        const wb_query_node *node = nodes[i];
        if (wb_query_is_unit(node) && wb_query_has_negation(node)) {
            units->levels[0]->docid = docid;
            status = answer(units->levels[0], node, true, ret, err);
        }
    }
    return status;
}

static wb_status ask_filter(void *context, const wb_query_filter *filter, bool *ret, wb_error *err)
{
    struct level *level = context;
    wb_folded *scratch = &level->units->scratch;
    if (!wb_fields_is_of_document(filter)) {
        return wb_fields_section_holds(filter, level->record, level->para, scratch, ret, err);
    }
    const wb_catalog_doc *doc = NULL;
    wb_catalog_folds *folds = NULL;
    wb_filter asked = wb_fields_filter(filter);
    wb_status status = find_document(level, &doc, err);
    if (status == WB_OK) {
        status = wb_index_folds(level->units->index, &folds, err);
    }
    return status == WB_OK
               ? wb_filter_holds(&asked, folds, (size_t)(doc - folds->catalog->docs), ret, err)
               : status;
}

void wb_units_ask_only_itself(wb_units *units, bool only_itself)
{
    units->only_itself = only_itself;
}
