#include "units.h"

#include "fields.h"

/* Answers kept; a power of two. */
#define CACHE_SIZE 4096

/* A paragraph and where it stands; one for the paragraph asked about, and one for every level of
 * scopes within scopes. */
struct level {
    struct wb_units *units;
    size_t depth;
    uint32_t group; /* of the record */
    const wb_record *record;
    const wb_para *para;
    wb_record own;       /* the record, but for the first level */
    wb_matcher *matcher; /* the same */
};

struct answer {
    uint32_t unit; /* docid of its first paragraph; 0: none */
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
        wb_folded_free(&units->scratch);
        wb_free(units->answers);
        wb_free(units);
    }
}

void wb_units_set(wb_units *units, uint32_t docid, const wb_record *record)
{
    struct level *level = units->levels[0];
    level->group = wb_store_group(docid);
    level->record = record;
    level->para = &record->paras[wb_store_index(docid)];
}

wb_surroundings wb_units_surroundings(wb_units *units)
{
    return (wb_surroundings){units->levels[0], ask_unit, ask_filter};
}

static uint32_t first_group(const struct level *level)
{
    return level->group - level->record->ordinal;
}

/* A section is known by the number of the paragraph that opens it; WB_NONE stands for what is in
 * none. */
static uint32_t opener(const wb_record *record, uint32_t section)
{
    return section == WB_NONE ? WB_NONE : record->sections[section].para;
}

/* Whether the paragraph is in the section, or in one below it. */
static bool is_within(const wb_record *record, const wb_para *para, uint32_t section)
{
    uint32_t s = para->section;
    while (s != WB_NONE && opener(record, s) != section) {
        s = record->sections[s].parent;
    }
    return opener(record, s) == section;
}

static wb_status read_record(struct level *level, uint32_t group, wb_error *err)
{
    level->group = group;
    level->record = &level->own;
    return wb_index_record(level->units->index, group, &level->own, err);
}

/* Reads the record of `level` that holds paragraph `number` of the document: it stands in `group`
 * or before. */
static wb_status seek(struct level *level, uint32_t group, uint32_t number, wb_error *err)
{
    wb_status status = read_record(level, group, err);
    while (status == WB_OK && level->own.first_para > number) {
        if (level->own.ordinal == 0 || level->group == 0) {
            return wb_error_set(err, WB_CORRUPT,
                                "the records of a document do not follow each other");
        }
        status = read_record(level, level->group - 1, err);
    }
    return status;
}

/* The leaves below a node: what a paragraph by itself can fulfil. */
struct leaves {
    struct level *level; /* of the paragraphs of the unit */
    bool loose;
    bool *found; /* by number of the node */
    bool all;    /* nothing is left to be found */
};

/* Asks the paragraph about the leaves below `node` that no paragraph has fulfilled yet. */
static wb_status ask_leaves(struct leaves *leaves, const wb_query_node *node, bool loose,
                            wb_error *err)
{
    if (node->op == WB_QUERY_AND || node->op == WB_QUERY_OR || node->op == WB_QUERY_NOT) {
        loose = loose && node->op != WB_QUERY_NOT;
        wb_status status = WB_OK;
        for (size_t i = 0; i < node->child_count && status == WB_OK; i++) {
            status = ask_leaves(leaves, node->children[i], loose, err);
        }
        return status;
    }
    wb_status status = WB_OK;
    if (!leaves->found[node->number]) {
        status = wb_matcher_holds(leaves->level->matcher, node, loose, &leaves->found[node->number],
                                  err);
    }
    leaves->all = leaves->all && leaves->found[node->number];
    return status;
}

static bool leaves_hold(const struct leaves *leaves, const wb_query_node *node)
{
    if (node->op == WB_QUERY_NOT) {
        return !leaves_hold(leaves, node->children[0]);
    }
    if (node->op != WB_QUERY_AND && node->op != WB_QUERY_OR) {
        return leaves->found[node->number];
    }
    bool decisive = node->op == WB_QUERY_OR;
    for (size_t i = 0; i < node->child_count; i++) {
        if (leaves_hold(leaves, node->children[i]) == decisive) {
            return decisive;
        }
    }
    return !decisive;
}

static wb_status ask_para(struct leaves *leaves, const wb_query_node *inside, wb_error *err)
{
    wb_status status = wb_matcher_set(leaves->level->matcher, leaves->level->para->text, err);
    leaves->all = true;
    return status == WB_OK ? ask_leaves(leaves, inside, leaves->loose, err) : status;
}

/* The paragraphs of a unit. */
struct extent {
    bool in_section;
    uint32_t section; /* its opener */
    uint32_t start;   /* the first paragraph, by its number in the document */
    uint32_t end;     /* the end of the document */
};

/* Asks the paragraphs of a unit one after the other until no leaf is left. The level's record is
 * the one that holds the first. What follows subsections may belong to the section again. */
static wb_status ask_paras(struct leaves *leaves, const wb_query_node *inside,
                           const struct extent *extent, wb_error *err)
{
    struct level *level = leaves->level;
    wb_status status = WB_OK;
    for (uint32_t n = extent->start; n < extent->end && status == WB_OK && !leaves->all; n++) {
        if (n - level->own.first_para >= level->own.para_count) {
            status = read_record(level, level->group + 1, err);
            if (status != WB_OK || level->own.first_para != n || level->own.para_count == 0) {
                return status == WB_OK ? wb_error_set(err, WB_CORRUPT, "a document is cut short")
                                       : status;
            }
        }
        level->para = &level->own.paras[n - level->own.first_para];
        if (extent->in_section && extent->section != WB_NONE &&
            !is_within(level->record, level->para, extent->section)) {
            break;
        }
        if (!extent->in_section || opener(level->record, level->para->section) == extent->section) {
            status = ask_para(leaves, inside, err);
        }
    }
    return status;
}

/* The document of the level's paragraph. */
static wb_status find_document(const struct level *level, const wb_catalog_doc **ret, wb_error *err)
{
    const wb_catalog *catalog = NULL;
    wb_status status = wb_index_catalog(level->units->index, &catalog, err);
    if (status == WB_OK) {
        *ret = wb_catalog_find(catalog, level->group);
        status = *ret ? WB_OK : wb_error_set(err, WB_CORRUPT, "a paragraph belongs to no document");
    }
    return status;
}

/* Whether the unit of `level`'s paragraph fulfils what stands in the scope, by looking at all of
 * it. */
static wb_status judge(struct level *level, const wb_query_node *node, bool loose, bool *ret,
                       wb_error *err)
{
    wb_units *units = level->units;
    struct extent extent = {.in_section = node->scope == WB_SCOPE_SECTION};
    const wb_catalog_doc *doc = NULL;
    struct level *below = units->levels[level->depth + 1];
    below = below ? below : new_level(units, level->depth + 1, err);
    if (!below) {
        return WB_NOMEM;
    }
    wb_status status = find_document(level, &doc, err);
    if (status != WB_OK) {
        return status;
    }
    extent.end = doc->para_count;
    if (extent.in_section) {
        extent.section = opener(level->record, level->para->section);
        extent.start = extent.section == WB_NONE ? 0 : extent.section;
    }
    status = seek(below, extent.start ? level->group : doc->group, extent.start, err);
    struct leaves leaves = {.level = below, .loose = loose};
    leaves.found = wb_alloc_zero(units->query->node_count, sizeof *leaves.found);
    if (!leaves.found) {
        return wb_error_nomem(err);
    }
    if (status == WB_OK) {
        status = ask_paras(&leaves, node->children[0], &extent, err);
    }
    if (status == WB_OK) {
        *ret = leaves_hold(&leaves, node->children[0]);
    }
    wb_free(leaves.found);
    return status;
}

static struct answer *place_of(wb_units *units, uint32_t unit, uint32_t node, bool loose)
{
    uint32_t hash = (unit * 2654435761u) ^ (node * 40503u) ^ loose;
    return &units->answers[(hash ^ hash >> 15) % CACHE_SIZE];
}

static wb_status ask_unit(void *context, const wb_query_node *node, bool loose, bool *ret,
                          wb_error *err)
{
    struct level *level = context;
    wb_units *units = level->units;
    if (units->only_itself) {
        *ret = false;
        return WB_OK;
    }
    if (!units->answers) {
        units->answers = wb_alloc_zero(CACHE_SIZE, sizeof *units->answers);
        if (!units->answers) {
            return wb_error_nomem(err);
        }
    }
    /* A document has more docids than paragraphs, so each unit has a number of its own. */
    uint32_t unit = first_group(level) * WB_STORE_GROUP + 1;
    if (node->scope == WB_SCOPE_SECTION) {
        uint32_t section = opener(level->record, level->para->section);
        unit += section == WB_NONE ? 0 : section + 1;
    }
    struct answer *answer = place_of(units, unit, (uint32_t)node->number, loose);
    if (answer->unit != unit || answer->node != node->number || answer->loose != loose) {
        bool found = false;
        wb_status status = judge(level, node, loose, &found, err);
        if (status != WB_OK) {
            return status;
        }
        *answer = (struct answer){unit, (uint32_t)node->number, loose, found};
    }
    *ret = answer->holds;
    return WB_OK;
}

static wb_status ask_filter(void *context, const wb_query_filter *filter, bool *ret, wb_error *err)
{
    struct level *level = context;
    wb_folded *scratch = &level->units->scratch;
    if (!wb_fields_is_of_document(filter)) {
        return wb_fields_section_holds(filter, level->record, level->para, scratch, ret, err);
    }
    const wb_catalog_doc *doc = NULL;
    wb_filter asked = wb_fields_filter(filter);
    wb_status status = find_document(level, &doc, err);
    return status == WB_OK ? wb_filter_holds(&asked, doc, scratch, ret, err) : status;
}

void wb_units_ask_only_itself(wb_units *units, bool only_itself)
{
    units->only_itself = only_itself;
}
