/**
 * @file query.h
 * A query as a tree: what the parser makes (parse.h) and everything else reads.
 * query/LANGUAGE.md says what each node means.
 */
#ifndef WBSEARCH_QUERY_QUERY_H
#define WBSEARCH_QUERY_QUERY_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** The longest query, characters (code points). */
#define WB_QUERY_CHARS_MAX 1024
/** The most items and filters of a query together, and the most alternatives of an item. */
#define WB_QUERY_ITEMS_MAX 64
/** The deepest nesting of parentheses, scopes and negations. */
#define WB_QUERY_DEPTH_MAX 32

/** Another way to write an item, added to a parsed query (equivalents.h); matches literally. */
typedef struct wb_query_alternative {
    wb_slice folded; /**< not empty */
    size_t start; /**< bytes [start, end) of the item's fold are written in another way here; what
                       stands before and behind is the same in both */
    size_t end;
    int kind;       /**< what makes it equal: wb_equivalent_kind of equivalents.h */
    wb_slice label; /**< for --explain, UTF-8 */
} wb_query_alternative;

/** An item: text to be found. */
typedef struct wb_query_item {
    wb_slice text;   /**< as the user wrote it, without quotation marks and escapes */
    wb_slice folded; /**< its fold; not empty */
    bool quoted;     /**< literal including punctuation: no alternatives, no loose match */
    bool prefix;     /**< `*` stood behind it: what it ends with may go on in the text */
    bool negated;    /**< it stands below a NOT: nothing of it is highlighted */
    size_t offset;   /**< where it begins in the query, marks included, bytes */
    size_t length;   /**< so many bytes of the query, marks and `*` included */
    const wb_query_alternative *alternatives;
    size_t alternative_count;
} wb_query_item;

/** What a filter asks about. */
typedef enum wb_query_field {
    WB_FIELD_TITLE,   /**< title: 标题: of the document */
    WB_FIELD_SECTION, /**< section: 章节: a title of a section around the paragraph, or its own */
    WB_FIELD_PATH,    /**< path: 路径: of the file below its root folder */
    WB_FIELD_ORGAN,   /**< organ: 机关: */
    WB_FIELD_NUMBER,  /**< number: 文号: */
    WB_FIELD_KIND,    /**< kind: 文种: */
    WB_FIELD_YEAR,    /**< year: 年份: of the document */
    WB_FIELD_COUNT_
} wb_query_field;

/** The English and the Chinese name of a field, without the colon. */
const char *wb_query_field_name(wb_query_field field);
const char *wb_query_field_chinese_name(wb_query_field field);

/** A filter. */
typedef struct wb_query_filter {
    wb_query_field field;
    wb_slice text;     /**< the value as the user wrote it */
    wb_slice folded;   /**< its fold; holds where the fold of the field's value has these bytes.
                            Not empty but for WB_FIELD_YEAR */
    uint32_t year_min; /**< WB_FIELD_YEAR: the first and the last year that will do */
    uint32_t year_max;
} wb_query_filter;

/** The largest year, for a range without an end. */
#define WB_QUERY_YEAR_MAX 9999

/** Where the operands of a scope must stand together. */
typedef enum wb_query_scope {
    WB_SCOPE_SENTENCE,  /**< sentence(…) 同句(…) */
    WB_SCOPE_PARAGRAPH, /**< paragraph(…) 同段(…) */
    WB_SCOPE_SECTION,   /**< section(…) 同节(…): under the same heading */
    WB_SCOPE_DOCUMENT,  /**< document(…) 同篇(…) */
    WB_SCOPE_COUNT_
} wb_query_scope;

/** The English and the Chinese name of a scope. */
const char *wb_query_scope_name(wb_query_scope scope);
const char *wb_query_scope_chinese_name(wb_query_scope scope);

/** What a node is. */
typedef enum wb_query_op {
    WB_QUERY_ITEM,
    WB_QUERY_FILTER,
    WB_QUERY_AND,  /**< two children at least, none of them an AND */
    WB_QUERY_OR,   /**< two children at least, none of them an OR */
    WB_QUERY_NOT,  /**< one child, not a NOT */
    WB_QUERY_SCOPE /**< one child */
} wb_query_op;

/** A node. */
typedef struct wb_query_node {
    wb_query_op op;
    size_t number;       /**< of the nodes of its query, from 0, parents before children */
    wb_query_item *item; /**< WB_QUERY_ITEM: one of the query's items */
    const wb_query_filter *filter; /**< WB_QUERY_FILTER */
    wb_query_scope scope;          /**< WB_QUERY_SCOPE */
    struct wb_query_node **children;
    size_t child_count;
    size_t offset; /**< where it begins in the query, bytes */
    size_t length; /**< bytes of the query that it takes */
} wb_query_node;

/** Something in the query that is not as the language wants it, and how it was read instead. */
typedef struct wb_query_diagnostic {
    size_t offset;        /**< the place in the query, bytes */
    size_t length;        /**< may be 0: something is missing there */
    const char *expected; /**< what should stand there; a string constant */
    const char *reading;  /**< how it was read instead; a string constant */
} wb_query_diagnostic;

/** A query. Zero-initialise it; free with wb_query_clear. Everything in it lives in its arena. */
typedef struct wb_query {
    wb_slice source;
    wb_query_node *root;
    size_t node_count;
    wb_query_item *items; /**< all items of the tree, in the order of the source */
    size_t item_count;
    wb_query_diagnostic *diagnostics; /**< by offset */
    size_t diagnostic_count;
    const struct wb_words *words; /**< the user's words (words.h), borrowed: they weigh as one on
                                     the lower rungs. NULL for none, as the parser leaves it */
    wb_arena arena;
} wb_query;

/** Frees what it holds. */
void wb_query_clear(wb_query *query);

/** The operands of an AND, or the node itself: all must hold. */
wb_query_node *const *wb_query_conjuncts(wb_query_node *const *node, size_t *ret_count);

/** Whether `node` is or contains a NOT. */
bool wb_query_has_negation(const wb_query_node *node);

/** Whether it is a scope larger than the paragraph: a section or a document, a "unit". */
bool wb_query_is_unit(const wb_query_node *node);

/** The items below `node` that do not stand below a NOT, in the order of the source: their number;
 *  `ret` has room for WB_QUERY_ITEMS_MAX of them. */
size_t wb_query_positive_items(const wb_query_node *node, const wb_query_item **ret);

WB_END_DECLS

#endif
