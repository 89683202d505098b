/*
 * Recursive descent, one token ahead: or := and (OR and)*; and := not ([AND] not)*; not := NOT*
 * operand. An operand may be missing: its node is NULL, and a diagnostic says so.
 */
#include "parse.h"

#include <stdlib.h>

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "lex.h"
#include "years.h"

/* More are not told. */
#define DIAGNOSTICS_MAX 64

struct parser {
    wb_query *query;
    wb_lex_token token; /* the one ahead */
    size_t behind;      /* the end of the one before */
    size_t parens;      /* open now */
    size_t depth;       /* of parentheses and negations */
    size_t leaves;      /* items and filters so far */
    wb_buf text;        /* scratch */
    wb_folded folded;   /* scratch */
    wb_status status;
    wb_error *err;
};

/* Operands being collected for one operator. */
struct operands {
    wb_query_node *nodes[WB_QUERY_ITEMS_MAX];
    size_t count;
};

static wb_query_node *parse_or(struct parser *p);

static void advance(struct parser *p)
{
    p->behind = p->token.end;
    p->token = wb_lex_next(p->query->source, p->token.end, p->parens);
    if (p->token.failed) {
        p->token = (wb_lex_token){.kind = WB_LEX_END, .offset = p->behind, .end = p->behind};
        p->status = wb_error_nomem(p->err);
    }
}

static void *allocate(struct parser *p, size_t count, size_t size)
{
    void *memory = wb_arena_alloc(&p->query->arena, count, size);
    if (!memory && p->status == WB_OK) {
        p->status = wb_error_nomem(p->err);
    }
    return memory;
}

static void diagnose(struct parser *p, size_t start, size_t end, const char *expected,
                     const char *reading)
{
    wb_query *query = p->query;
    if (!query->diagnostics) {
        query->diagnostics = allocate(p, DIAGNOSTICS_MAX, sizeof *query->diagnostics);
    }
    if (query->diagnostics && query->diagnostic_count < DIAGNOSTICS_MAX) {
        query->diagnostics[query->diagnostic_count++] =
            (wb_query_diagnostic){start, end - start, expected, reading};
    }
}

static void set_limit(struct parser *p, size_t offset, const char *what, int limit)
{
    if (p->status == WB_OK) {
        p->status = wb_error_set(p->err, WB_LIMIT, "the query has more than %d %s", limit, what);
        wb_error_at(p->err, 0, offset);
    }
}

static wb_query_node *new_node(struct parser *p, wb_query_op op, size_t start, size_t end)
{
    wb_query_node *node = allocate(p, 1, sizeof *node);
    if (node) {
        *node = (wb_query_node){.op = op, .offset = start, .length = end - start};
    }
    return node;
}

static wb_query_node *new_parent(struct parser *p, wb_query_op op, wb_query_node *const *children,
                                 size_t count)
{
    const wb_query_node *last = children[count - 1];
    wb_query_node *node = new_node(p, op, children[0]->offset, last->offset + last->length);
    wb_query_node **copy = allocate(p, count, sizeof *copy);
    if (!node || !copy) {
        return NULL;
    }
    memcpy(copy, children, count * sizeof *copy);
    node->children = copy;
    node->child_count = count;
    return node;
}

static bool count_leaf(struct parser *p, size_t offset)
{
    if (p->leaves == WB_QUERY_ITEMS_MAX) {
        set_limit(p, offset, "words and filters", WB_QUERY_ITEMS_MAX);
    } else {
        p->leaves++;
    }
    return p->status == WB_OK;
}

/* Unescapes and folds bytes of the query into `text` and `folded` of the arena. */
static bool read_text(struct parser *p, size_t start, size_t end, bool quoted, wb_slice *text,
                      wb_slice *folded)
{
    wb_buf_clear(&p->text);
    wb_slice raw = wb_slice_make(p->query->source.ptr + start, end - start);
    bool complete = wb_lex_unescape(raw, quoted, &p->text) == WB_OK &&
                    wb_fold(wb_buf_slice(&p->text), false, &p->folded) == WB_OK &&
                    wb_arena_dup(&p->query->arena, wb_buf_slice(&p->text), text) &&
                    wb_arena_dup(&p->query->arena, wb_buf_slice(&p->folded.text), folded);
    if (!complete) {
        p->status = wb_error_nomem(p->err);
    }
    return complete;
}

static wb_char_class last_class(wb_slice folded)
{
    size_t at = folded.len;
    return at ? wb_fold_class(wb_utf8_prev(folded, &at)) : WB_CHAR_OTHER;
}

/* The star of an item whose text is read: behind a letter or a digit it is an operator, behind a
 * Chinese character it changes nothing; elsewhere it is text. */
static bool apply_star(struct parser *p, const wb_lex_token *token, wb_query_item *item)
{
    wb_char_class class = last_class(item->folded);
    if (wb_fold_is_word(class)) {
        item->prefix = true;
        return true;
    }
    if (class == WB_CHAR_CJK || token->quoted) {
        diagnose(p, token->end - 1, token->end, "a Latin word or a number before *",
                 "the * is left out");
        return true;
    }
    return read_text(p, token->text, token->end, false, &item->text, &item->folded);
}

static wb_query_node *add_item(struct parser *p, const wb_query_item *item)
{
    wb_query_node *node = new_node(p, WB_QUERY_ITEM, item->offset, item->offset + item->length);
    if (node) {
        node->item = &p->query->items[p->query->item_count++];
        *node->item = *item;
    }
    return node;
}

/* An item; NULL when it folds to nothing. */
static wb_query_node *parse_item(struct parser *p)
{
    const wb_lex_token token = p->token;
    wb_query_item item = {.quoted = token.kind == WB_LEX_QUOTED,
                          .offset = token.offset,
                          .length = token.end - token.offset};
    advance(p);
    if (!read_text(p, token.text, token.text_end, item.quoted, &item.text, &item.folded)) {
        return NULL;
    }
    if (token.unclosed) {
        diagnose(p, token.offset, token.text, "a closing quotation mark",
                 "the quotation reaches to the end");
    }
    if (token.no_value) {
        diagnose(p, token.end, token.end, "a value right behind the colon", "it is read as text");
    }
    if (item.folded.len == 0) {
        diagnose(p, token.offset, token.end, "text", "this is left out");
        return NULL;
    }
    if (token.star && !apply_star(p, &token, &item)) {
        return NULL;
    }
    return count_leaf(p, token.offset) ? add_item(p, &item) : NULL;
}

/* A year that is none makes the filter an item. */
static wb_query_node *parse_filter(struct parser *p)
{
    const wb_lex_token token = p->token;
    wb_query_filter filter = {.field = token.field};
    if (!read_text(p, token.text, token.text_end, token.quoted, &filter.text, &filter.folded)) {
        return NULL;
    }
    bool swapped = false;
    if (token.field == WB_FIELD_YEAR &&
        !wb_years_read(filter.folded, &filter.year_min, &filter.year_max, &swapped)) {
        diagnose(p, token.text, token.text_end, "a year or a range of years, as 2019..2023",
                 "it is read as text");
        p->token = wb_lex_word(p->query->source, token.offset, p->parens);
        return parse_item(p);
    }
    advance(p);
    if (token.unclosed) {
        diagnose(p, token.offset, token.text, "a closing quotation mark",
                 "the quotation reaches to the end");
    }
    if (swapped) {
        diagnose(p, token.text, token.text_end, "the earlier year first",
                 "the years change places");
    }
    if (filter.folded.len == 0) {
        diagnose(p, token.offset, token.end, "text", "this is left out");
        return NULL;
    }
    wb_query_node *node =
        count_leaf(p, token.offset) ? new_node(p, WB_QUERY_FILTER, token.offset, token.end) : NULL;
    wb_query_filter *kept = node ? allocate(p, 1, sizeof *kept) : NULL;
    if (kept) {
        *kept = filter;
        node->filter = kept;
    }
    return kept ? node : NULL;
}

static bool enter(struct parser *p, size_t offset)
{
    if (p->depth == WB_QUERY_DEPTH_MAX) {
        set_limit(p, offset, "levels of parentheses", WB_QUERY_DEPTH_MAX);
        return false;
    }
    p->depth++;
    return true;
}

/* What stands between parentheses, the opening one being ahead; NULL when there is nothing. */
static wb_query_node *parse_group(struct parser *p)
{
    const wb_lex_token open = p->token;
    if (!enter(p, open.offset)) {
        return NULL;
    }
    p->parens++;
    advance(p);
    wb_query_node *inside = parse_or(p);
    p->parens--;
    p->depth--;
    if (p->status != WB_OK) {
        return NULL;
    }
    if (!inside) {
        diagnose(p, p->token.offset, p->token.offset, "a word", "the parentheses are left out");
    }
    if (p->token.kind == WB_LEX_CLOSE) {
        advance(p);
    } else {
        diagnose(p, open.offset, open.end, "a closing parenthesis", "it is closed at the end");
    }
    return inside;
}

static wb_query_node *parse_scope(struct parser *p)
{
    const wb_lex_token open = p->token;
    wb_query_node *inside = parse_group(p);
    wb_query_node *node = inside ? new_parent(p, WB_QUERY_SCOPE, &inside, 1) : NULL;
    if (node) {
        node->scope = open.scope;
        node->offset = open.offset;
        node->length = p->behind - open.offset;
    }
    return node;
}

static bool is_operand(wb_lex_kind kind)
{
    return kind == WB_LEX_WORD || kind == WB_LEX_QUOTED || kind == WB_LEX_FILTER ||
           kind == WB_LEX_SCOPE || kind == WB_LEX_OPEN || kind == WB_LEX_NOT;
}

static wb_query_node *parse_operand(struct parser *p)
{
    switch (p->token.kind) {
    case WB_LEX_FILTER:
        return parse_filter(p);
    case WB_LEX_SCOPE:
        return parse_scope(p);
    case WB_LEX_OPEN:
        return parse_group(p);
    default:
        return parse_item(p);
    }
}

/* Negations and what they negate; two of them cancel each other. */
static wb_query_node *parse_not(struct parser *p)
{
    const wb_lex_token first = p->token;
    bool negated = false;
    while (p->token.kind == WB_LEX_NOT) {
        negated = !negated;
        advance(p);
    }
    if (!is_operand(p->token.kind)) {
        diagnose(p, p->behind, p->behind, "a word behind NOT", "the NOT is left out");
        return NULL;
    }
    if (!negated) {
        return parse_operand(p);
    }
    if (!enter(p, first.offset)) {
        return NULL;
    }
    wb_query_node *operand = parse_operand(p);
    p->depth--;
    if (!operand || operand->op == WB_QUERY_NOT) {
        return operand ? operand->children[0] : NULL;
    }
    wb_query_node *node = new_parent(p, WB_QUERY_NOT, &operand, 1);
    if (node) {
        node->offset = first.offset;
        node->length = operand->offset + operand->length - first.offset;
    }
    return node;
}

/* Adds an operand; the children of one of the same operator instead of itself. */
static void add_operand(struct operands *operands, wb_query_op op, wb_query_node *node)
{
    if (!node) {
        return;
    }
    bool same = node->op == op;
    wb_query_node *const *nodes = same ? node->children : &node;
    size_t count = same ? node->child_count : 1;
    for (size_t i = 0; i < count && operands->count < WB_QUERY_ITEMS_MAX; i++) {
        operands->nodes[operands->count++] = nodes[i];
    }
}

static wb_query_node *join(struct parser *p, wb_query_op op, const struct operands *operands)
{
    if (p->status != WB_OK || operands->count == 0) {
        return NULL;
    }
    return operands->count == 1 ? operands->nodes[0]
                                : new_parent(p, op, operands->nodes, operands->count);
}

/* A parenthesis that closes nothing. */
static void skip_stray_close(struct parser *p)
{
    diagnose(p, p->token.offset, p->token.end, "an opening parenthesis before",
             "the parenthesis is left out");
    advance(p);
}

static wb_query_node *parse_and(struct parser *p)
{
    struct operands operands = {.count = 0};
    bool wanted = false; /* an AND was read that waits for its right side */
    size_t operator_start = 0;
    while (p->status == WB_OK) {
        if (is_operand(p->token.kind)) {
            add_operand(&operands, WB_QUERY_AND, parse_not(p));
            wanted = false;
        } else if (p->token.kind == WB_LEX_AND) {
            if (operands.count == 0 || wanted) {
                diagnose(p, p->token.offset, p->token.end, "a word before AND",
                         "the AND is left out");
            }
            wanted = true;
            operator_start = p->token.offset;
            advance(p);
        } else if (p->token.kind == WB_LEX_CLOSE && p->parens == 0) {
            skip_stray_close(p);
        } else {
            break;
        }
    }
    if (wanted && operands.count) {
        diagnose(p, operator_start, p->behind, "a word behind AND", "the AND is left out");
    }
    return join(p, WB_QUERY_AND, &operands);
}

static wb_query_node *parse_or(struct parser *p)
{
    struct operands operands = {.count = 0};
    for (;;) {
        wb_query_node *left = parse_and(p);
        add_operand(&operands, WB_QUERY_OR, left);
        if (p->status != WB_OK || p->token.kind != WB_LEX_OR) {
            break;
        }
        if (!left) {
            diagnose(p, p->token.offset, p->token.end, "a word before OR", "the OR is left out");
        }
        size_t start = p->token.offset;
        size_t end = p->token.end;
        advance(p);
        if (p->token.kind == WB_LEX_END || p->token.kind == WB_LEX_CLOSE) {
            diagnose(p, start, end, "a word behind OR", "the OR is left out");
        }
    }
    return join(p, WB_QUERY_OR, &operands);
}

static bool is_only_marks(wb_slice folded)
{
    for (size_t i = 0; i < folded.len; i++) {
        if (folded.ptr[i] != '"' && folded.ptr[i] != ' ') {
            return false;
        }
    }
    return true;
}

/* A query without anything to search for but with characters is one item. */
static wb_query_node *read_as_text(struct parser *p)
{
    wb_slice source = p->query->source;
    p->query->item_count = 0;
    p->query->diagnostic_count = 0;
    wb_query_item item = {.quoted = true, .length = source.len};
    if (p->status != WB_OK || !read_text(p, 0, source.len, true, &item.text, &item.folded) ||
        is_only_marks(item.folded)) {
        return NULL;
    }
    diagnose(p, 0, source.len, "a word to search for", "the query is read as text");
    return add_item(p, &item);
}

/* Numbers the nodes, and marks the items below a NOT: they are never shown. */
static void finish_nodes(wb_query *query, wb_query_node *node, bool negated)
{
    node->number = query->node_count++;
    negated = negated || node->op == WB_QUERY_NOT;
    if (node->op == WB_QUERY_ITEM) {
        node->item->negated = negated;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        finish_nodes(query, node->children[i], negated);
    }
}

static int compare_diagnostics(const void *a, const void *b)
{
    const wb_query_diagnostic *x = a;
    const wb_query_diagnostic *y = b;
    return x->offset != y->offset ? (x->offset < y->offset ? -1 : 1)
                                  : (x->length < y->length ? -1 : x->length > y->length);
}

static wb_status check_source(wb_slice source, wb_error *err)
{
    size_t valid = wb_utf8_valid_prefix(source);
    if (valid < source.len) {
        wb_error_set(err, WB_SYNTAX, "the query is not UTF-8");
        wb_error_at(err, 0, valid);
        return WB_SYNTAX;
    }
    size_t longest = wb_utf8_offset_of(source, WB_QUERY_CHARS_MAX);
    if (longest < source.len) {
        wb_error_set(err, WB_LIMIT, "the query is longer than %d characters", WB_QUERY_CHARS_MAX);
        wb_error_at(err, 0, longest);
        return WB_LIMIT;
    }
    return WB_OK;
}

static wb_status parse_source(struct parser *p)
{
    wb_query *query = p->query;
    advance(p); /* from 0 */
    query->root = parse_or(p);
    if (!query->root) {
        query->root = read_as_text(p);
    }
    if (p->status == WB_OK && !query->root) {
        p->status = wb_error_set(p->err, WB_SYNTAX, "nothing to search for");
        wb_error_hint(p->err, "give a word, e.g. wbsearch 碳金融");
    }
    if (p->status == WB_OK) {
        finish_nodes(query, query->root, false);
    }
    if (query->diagnostic_count) {
        qsort(query->diagnostics, query->diagnostic_count, sizeof *query->diagnostics,
              compare_diagnostics);
    }
    return p->status;
}

wb_status wb_query_parse(wb_slice source, wb_query *query, wb_error *err)
{
    wb_query_clear(query);
    wb_status status = check_source(source, err);
    if (status != WB_OK) {
        return status;
    }
    query->items = wb_arena_alloc(&query->arena, WB_QUERY_ITEMS_MAX, sizeof *query->items);
    if (!query->items || !wb_arena_dup(&query->arena, source, &query->source)) {
        wb_query_clear(query);
        return wb_error_nomem(err);
    }
    struct parser parser = {.query = query, .err = err};
    wb_folded_init(&parser.folded);
    wb_buf_init(&parser.text, 0);
    status = parse_source(&parser);
    wb_folded_free(&parser.folded);
    wb_buf_free(&parser.text);
    if (status != WB_OK) {
        wb_query_clear(query);
    }
    return status;
}

wb_status wb_query_check(const wb_query *query, wb_error *err)
{
    if (query->diagnostic_count == 0) {
        return WB_OK;
    }
    const wb_query_diagnostic *first = &query->diagnostics[0];
    wb_error_set(err, WB_SYNTAX, "expected %s", first->expected);
    wb_error_at(err, 0, first->offset);
    return WB_SYNTAX;
}
