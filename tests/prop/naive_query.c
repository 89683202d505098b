#include "naive_query.h"

#include <stdio.h>

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

/* ---- making ---- */

static void *make(wb_arena *arena, size_t count, size_t size)
{
    void *memory = wb_arena_alloc(arena, count, size);
    prop_require(memory != NULL, "memory");
    memset(memory, 0, count * size);
    return memory;
}

static wb_slice keep(wb_arena *arena, wb_slice text)
{
    wb_slice kept = {NULL, 0};
    prop_require(wb_arena_dup(arena, text, &kept), "memory");
    return kept;
}

static bool ends_in_word(wb_slice text)
{
    size_t at = text.len;
    return text.len && wb_fold_is_word(wb_fold_class(wb_utf8_prev(text, &at)));
}

/* Puts a mark into the text, or takes one out, so that it matches loosely only. */
static wb_slice disturb(struct rng *rng, wb_slice text, wb_arena *arena)
{
    static const char *const marks[] = {"、", "，", "\"", "。", "(", "-"};
    wb_buf out;
    wb_buf_init(&out, 0);
    size_t place = rng_below(rng, wb_utf8_count_chars(text) + 1);
    size_t at = wb_utf8_offset_of(text, place);
    wb_buf_append(&out, text.ptr, at);
    wb_buf_puts(&out, marks[rng_below(rng, 6)]);
    wb_buf_append(&out, text.ptr + at, text.len - at);
    wb_slice kept = keep(arena, wb_buf_slice(&out));
    wb_buf_free(&out);
    return kept;
}

/* Gives the item its text, folded. */
static void set_item_text(struct naive_node *node, wb_slice text, wb_arena *arena)
{
    wb_folded folded;
    wb_folded_init(&folded);
    prop_require(wb_fold(text, false, &folded) == WB_OK, "memory");
    node->text = keep(arena, wb_buf_slice(&folded.text));
    wb_folded_free(&folded);
    wb_buf tokens;
    wb_buf_init(&tokens, 0);
    model_put_tokens(node->text, &tokens);
    node->tokens = keep(arena, wb_buf_slice(&tokens));
    wb_buf_free(&tokens);
}

static struct naive_node *make_item(struct rng *rng, const struct model *model, size_t near,
                                    wb_arena *arena)
{
    struct naive_node *node = make(arena, 1, sizeof *node);
    node->op = NAIVE_ITEM;
    do {
        const struct model_para *para = &model->paras[near];
        if (rng_below(rng, 3) == 0) { /* of the same document */
            const struct model_doc *doc = &model->docs[para->doc];
            para = &model->paras[doc->first_para + rng_below(rng, doc->para_count)];
        }
        size_t most = rng_below(rng, 3) ? 3 : 7;
        node->text = prop_trim(prop_slice(rng, para->fold, 1 + rng_below(rng, most)));
        near = node->text.len ? near : rng_below(rng, model->para_count);
    } while (node->text.len == 0);
    if (rng_below(rng, 6) == 0) {
        node->text = disturb(rng, node->text, arena);
    }
    node->quoted = rng_below(rng, 4) == 0 || memchr(node->text.ptr, ' ', node->text.len);
    node->prefix = ends_in_word(node->text) && rng_below(rng, 3) == 0;
    set_item_text(node, node->text, arena);
    return node;
}

/* NOT of a piece of an item: what matches the one matches the other, or nearly so. */
static struct naive_node *make_denial(struct rng *rng, const struct naive_node *item,
                                      wb_arena *arena)
{
    struct naive_node *denial = make(arena, 1, sizeof *denial);
    struct naive_node *piece = make(arena, 1, sizeof *piece);
    wb_slice text = prop_trim(prop_slice(rng, item->text, 1 + rng_below(rng, 3)));
    denial->op = NAIVE_NOT;
    denial->children[0] = piece;
    denial->child_count = 1;
    piece->op = NAIVE_ITEM;
    set_item_text(piece, text.len ? text : item->text, arena);
    piece->quoted = rng_below(rng, 4) == 0 || memchr(piece->text.ptr, ' ', piece->text.len);
    return denial;
}

static wb_slice field_of(const struct model_doc *doc, enum naive_field field)
{
    switch (field) {
    case NAIVE_TITLE:
        return doc->fields[WB_META_TITLE];
    case NAIVE_PATH:
        return doc->path_fold;
    case NAIVE_ORGAN:
        return doc->fields[WB_META_ORGAN];
    case NAIVE_NUMBER:
        return doc->fields[WB_META_NUMBER];
    default:
        return doc->fields[WB_META_KIND];
    }
}

static struct naive_node *make_filter(struct rng *rng, const struct model *model, size_t near,
                                      wb_arena *arena)
{
    struct naive_node *node = make(arena, 1, sizeof *node);
    const struct model_doc *doc = &model->docs[model->paras[near].doc];
    node->op = NAIVE_FILTER;
    node->field = (enum naive_field)rng_below(rng, 7);
    if (node->field == NAIVE_YEAR) {
        uint32_t year = doc->year ? doc->year : 2019;
        node->year_min = rng_below(rng, 3) ? year - (uint32_t)rng_below(rng, 3) : 0;
        node->year_max = rng_below(rng, 3) || node->year_min == 0
                             ? year + (uint32_t)rng_below(rng, 3)
                             : UINT32_MAX;
        return node;
    }
    wb_slice value =
        node->field == NAIVE_SECTION_TITLE
            ? (doc->section_count ? doc->sections[rng_below(rng, doc->section_count)].title
                                  : (wb_slice){NULL, 0})
            : field_of(doc, node->field);
    node->text = prop_trim(prop_slice(rng, value, 1 + rng_below(rng, 6)));
    if (node->text.len == 0) {
        node->text = wb_slice_from("通知");
    }
    return node;
}

static struct naive_node *make_node(struct rng *rng, const struct model *model, size_t near,
                                    unsigned depth, wb_arena *arena)
{
    size_t dice = rng_below(rng, 12);
    if (depth == 0 || dice < 4) {
        return dice == 0 && depth < 3 ? make_filter(rng, model, near, arena)
                                      : make_item(rng, model, near, arena);
    }
    struct naive_node *node = make(arena, 1, sizeof *node);
    node->op = dice < 7 ? NAIVE_AND : dice < 9 ? NAIVE_OR : dice < 10 ? NAIVE_NOT : NAIVE_SCOPE;
    node->scope = (enum naive_scope)rng_below(rng, 4);
    node->child_count = node->op == NAIVE_AND || node->op == NAIVE_OR ? 2 + rng_below(rng, 2) : 1;
    for (size_t i = 0; i < node->child_count; i++) {
        node->children[i] = make_node(rng, model, near, depth - 1, arena);
    }
    if (node->op == NAIVE_AND && node->children[0]->op == NAIVE_ITEM && rng_below(rng, 4) == 0) {
        node->children[1] = make_denial(rng, node->children[0], arena);
    }
    return node;
}

struct naive_node *naive_make(struct rng *rng, const struct model *model, wb_arena *arena)
{
    return make_node(rng, model, rng_below(rng, model->para_count), 3, arena);
}

/* ---- printing ---- */

static bool needs_quotes(wb_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (strchr(" ()|*\\:", text.ptr[i])) {
            return true;
        }
    }
    return text.ptr[0] == '"' || text.ptr[0] == '-';
}

/* Marks that no folded text holds, so only backslashes need an escape. */
static void print_quoted(wb_slice text, wb_buf *out)
{
    wb_buf_puts(out, "「");
    for (size_t i = 0; i < text.len; i++) {
        wb_buf_puts(out, text.ptr[i] == '\\' ? "\\" : "");
        wb_buf_putc(out, text.ptr[i]);
    }
    wb_buf_puts(out, "」");
}

/* What must not be quoted, because that changes its meaning, is escaped. */
static void print_item(const struct naive_node *node, wb_buf *out)
{
    if (node->quoted) {
        print_quoted(node->text, out);
    } else {
        for (size_t i = 0; i < node->text.len; i++) {
            bool special = strchr("()|*\\:", node->text.ptr[i]) ||
                           (i == 0 && strchr("-\"", node->text.ptr[i]));
            wb_buf_puts(out, special ? "\\" : "");
            wb_buf_putc(out, node->text.ptr[i]);
        }
    }
    wb_buf_puts(out, node->prefix ? "*" : "");
}

static void print_filter(struct rng *rng, const struct naive_node *node, wb_buf *out)
{
    static const char *const names[7][2] = {
        {"title", "标题"},  {"section", "章节"}, {"path", "路径"}, {"organ", "机关"},
        {"number", "文号"}, {"kind", "文种"},    {"year", "年份"}};
    wb_buf_puts(out, names[node->field][rng_below(rng, 2)]);
    wb_buf_puts(out, rng_below(rng, 2) ? ":" : "：");
    if (node->field != NAIVE_YEAR) {
        if (needs_quotes(node->text)) {
            print_quoted(node->text, out);
        } else {
            wb_buf_put(out, node->text);
        }
        return;
    }
    if (node->year_min) {
        wb_buf_printf(out, "%u", (unsigned)node->year_min);
    }
    wb_buf_puts(out, "..");
    if (node->year_max != UINT32_MAX) {
        wb_buf_printf(out, "%u", (unsigned)node->year_max);
    }
}

void naive_print(struct rng *rng, const struct naive_node *node, wb_buf *out)
{
    static const char *const scopes[4][2] = {
        {"同句", "sentence"}, {"同段", "paragraph"}, {"同节", "section"}, {"同篇", "document"}};
    static const char *const joints[2][3] = {{" ", " AND ", "　"}, {" OR ", "|", " ｜ "}};
    switch (node->op) {
    case NAIVE_ITEM:
        print_item(node, out);
        return;
    case NAIVE_FILTER:
        print_filter(rng, node, out);
        return;
    case NAIVE_NOT:
        wb_buf_puts(out, rng_below(rng, 2) ? "NOT " : "-");
        wb_buf_putc(out, '(');
        break;
    case NAIVE_SCOPE:
        wb_buf_puts(out, scopes[node->scope][rng_below(rng, 2)]);
        wb_buf_puts(out, "(");
        break;
    default:
        wb_buf_puts(out, "(");
        break;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        wb_buf_puts(out, i ? joints[node->op == NAIVE_OR][rng_below(rng, 3)] : "");
        naive_print(rng, node->children[i], out);
    }
    wb_buf_puts(out, ")");
}

size_t naive_items(struct naive_node *node, struct naive_node **ret)
{
    if (node->op == NAIVE_ITEM) {
        *ret = node;
        return 1;
    }
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        count += naive_items(node->children[i], ret + count);
    }
    return count;
}

/* ---- evaluation ---- */

struct evaluation {
    const struct model *model;
    struct naive naive; /* of paragraph naive_para */
    size_t naive_para;
    uint32_t *first_unit; /* by document: the number of its first section unit */
    size_t unit_count;
};

struct range {
    size_t start;
    size_t end;
};

static bool holds(struct evaluation *e, struct naive_node *node, size_t para, struct range range,
                  bool loose);

static struct range whole(const struct evaluation *e, size_t para)
{
    return (struct range){0, e->model->paras[para].fold.len};
}

static void take(struct evaluation *e, size_t para)
{
    if (e->naive_para != para) {
        naive_set(&e->naive, e->model->paras[para].fold);
        e->naive_para = para;
    }
}

/* The next literal match of `text` at or after `at`, within the range; SIZE_MAX for none. */
static size_t next_in(struct evaluation *e, wb_slice text, bool prefix, size_t para,
                      struct range range, size_t at)
{
    wb_slice fold = e->model->paras[para].fold;
    for (; at + text.len <= range.end; at++) {
        const char *hit = memmem(fold.ptr + at, range.end - at, text.ptr, text.len);
        if (!hit) {
            return SIZE_MAX;
        }
        at = (size_t)(hit - fold.ptr);
        take(e, para);
        if (!e->naive.inside[at] && (prefix || !e->naive.inside[at + text.len])) {
            return at;
        }
    }
    return SIZE_MAX;
}

static bool literal_in(struct evaluation *e, const struct naive_node *node, size_t para,
                       struct range range)
{
    return next_in(e, node->text, node->prefix, para, range, range.start) != SIZE_MAX;
}

static bool other_in(struct evaluation *e, const struct naive_node *node, size_t para,
                     struct range range)
{
    wb_slice fold = wb_slice_make(e->model->paras[para].fold.ptr, range.end);
    for (size_t i = 0; i < node->other_count && !node->quoted; i++) {
        const struct naive_other *other = &node->others[i];
        size_t at = next_in(e, other->text, false, para, range, range.start);
        while (at != SIZE_MAX && other->may_stand && !other->may_stand(other->context, fold, at)) {
            at = next_in(e, other->text, false, para, range, at + 1);
        }
        if (at != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* Where the token that begins at byte `at` of the paragraph's tokens stands in the fold: tokens are
 * taken from the fold until as many bytes have been written. */
static struct range place_of(wb_slice fold, wb_slice tokens, size_t at, size_t end)
{
    struct range range = {SIZE_MAX, 0};
    size_t written = 0;
    size_t next = 0;
    while (written < end) {
        if (tokens.ptr[written] == 1) {
            written++;
            continue;
        }
        /* The next byte of the tokens is the next such character of the fold. */
        size_t start = next;
        for (;;) {
            start = next;
            wb_char_class class = wb_fold_class(wb_utf8_next(fold, &next));
            bool joint = fold.ptr[start] == '.' && tokens.ptr[written] == '.';
            if (wb_fold_is_word(class) || class == WB_CHAR_CJK || joint ||
                model_is_sign(fold, start)) {
                break;
            }
        }
        if (written >= at && range.start == SIZE_MAX) {
            range.start = start;
        }
        written += next - start;
        range.end = next;
    }
    return range;
}

/* The sign of a ratio is part of what it says. */
static bool is_ratio(wb_slice text)
{
    bool found = false;
    for (size_t at = 0; at < text.len && !found; (void)wb_utf8_next(text, &at)) {
        found = model_is_sign(text, at);
    }
    return found;
}

static bool loose_in(struct evaluation *e, const struct naive_node *node, size_t para,
                     struct range range)
{
    const struct model_para *p = &e->model->paras[para];
    wb_slice needle = node->tokens;
    if (node->quoted || needle.len <= 1 || is_ratio(node->text)) {
        return false;
    }
    needle.len -= node->prefix; /* without the byte behind the last token */
    for (size_t at = 0; at + needle.len <= p->tokens.len; at++) {
        const char *hit = memmem(p->tokens.ptr + at, p->tokens.len - at, needle.ptr, needle.len);
        if (!hit) {
            return false;
        }
        at = (size_t)(hit - p->tokens.ptr);
        struct range place =
            place_of(p->fold, p->tokens, at + 1, at + needle.len - (node->prefix ? 0 : 1));
        take(e, para);
        if (place.start >= range.start && place.end <= range.end && !e->naive.inside[place.start] &&
            (node->prefix || !e->naive.inside[place.end])) {
            return true;
        }
    }
    return false;
}

static bool item_holds(struct evaluation *e, struct naive_node *node, size_t para,
                       struct range range, bool loose)
{
    uint8_t *known = &node->known[loose][para];
    if (*known == 0) {
        bool found = literal_in(e, node, para, whole(e, para)) ||
                     (loose && loose_in(e, node, para, whole(e, para))) ||
                     (loose && other_in(e, node, para, whole(e, para)));
        *known = found ? 2 : 1;
    }
    if (*known == 1 || (range.start == 0 && range.end == e->model->paras[para].fold.len)) {
        return *known == 2;
    }
    return literal_in(e, node, para, range) ||
           (loose && (loose_in(e, node, para, range) || other_in(e, node, para, range)));
}

static bool contains(wb_slice text, wb_slice needle)
{
    return needle.len <= text.len && memmem(text.ptr, text.len, needle.ptr, needle.len);
}

static bool filter_holds(const struct evaluation *e, const struct naive_node *node, size_t para)
{
    const struct model_para *p = &e->model->paras[para];
    const struct model_doc *doc = &e->model->docs[p->doc];
    if (node->field == NAIVE_YEAR) {
        return doc->year && doc->year >= node->year_min && doc->year <= node->year_max;
    }
    if (node->field != NAIVE_SECTION_TITLE) {
        return contains(field_of(doc, node->field), node->text);
    }
    for (uint32_t s = p->section; s != WB_NONE; s = doc->sections[s].parent) {
        if (contains(doc->sections[s].title, node->text)) {
            return true;
        }
    }
    return false;
}

static size_t end_mark(wb_slice fold, size_t at)
{
    wb_slice rest = wb_slice_make(fold.ptr + at, fold.len - at);
    return wb_slice_starts(rest, "。")                            ? 3
           : at < fold.len && strchr("!?;", fold.ptr[at]) != NULL ? 1
                                                                  : 0;
}

static size_t closer(wb_slice fold, size_t at)
{
    wb_slice rest = wb_slice_make(fold.ptr + at, fold.len - at);
    return wb_slice_starts(rest, "》")                            ? 3
           : at < fold.len && strchr("\")", fold.ptr[at]) != NULL ? 1
                                                                  : 0;
}

/* Walks over the sentences: each from its first byte to the last of what closes it. */
static bool sentence_holds(struct evaluation *e, struct naive_node *inside, size_t para, bool loose)
{
    wb_slice fold = e->model->paras[para].fold;
    size_t start = 0;
    while (start < fold.len) {
        size_t end = start;
        while (end < fold.len && !end_mark(fold, end)) {
            end++;
        }
        while (end < fold.len && (end_mark(fold, end) || closer(fold, end))) {
            end += end_mark(fold, end) ? end_mark(fold, end) : closer(fold, end);
        }
        if (holds(e, inside, para, (struct range){start, end}, loose)) {
            return true;
        }
        size_t next = end;
        while (next < fold.len && next > start && fold.ptr[next - 1] == '"') {
            next--;
        }
        start = end < fold.len ? next : end;
    }
    return false;
}

/* Whether the paragraph has an item below `node`, none of those below a NOT. */
static bool has_item(struct evaluation *e, struct naive_node *node, size_t para, bool loose,
                     bool *ret_any)
{
    if (node->op == NAIVE_NOT || node->op == NAIVE_FILTER) {
        return false;
    }
    if (node->op == NAIVE_ITEM) {
        *ret_any = true;
        return item_holds(e, node, para, whole(e, para), loose);
    }
    bool found = false;
    for (size_t i = 0; i < node->child_count; i++) {
        found = has_item(e, node->children[i], para, loose, ret_any) || found;
    }
    return found;
}

static size_t unit_of(const struct evaluation *e, const struct naive_node *node, size_t para)
{
    const struct model_para *p = &e->model->paras[para];
    return node->scope == NAIVE_DOCUMENT
               ? e->first_unit[p->doc]
               : e->first_unit[p->doc] + 1 + (p->section == WB_NONE ? 0 : p->section + 1);
}

static bool unit_fulfils(struct evaluation *e, struct naive_node *scope, struct naive_node *node,
                         size_t para, bool loose)
{
    if (node->op == NAIVE_NOT) {
        return !unit_fulfils(e, scope, node->children[0], para, false);
    }
    if (node->op == NAIVE_AND || node->op == NAIVE_OR) {
        size_t count = 0;
        for (size_t i = 0; i < node->child_count; i++) {
            count += unit_fulfils(e, scope, node->children[i], para, loose);
        }
        return node->op == NAIVE_AND ? count == node->child_count : count > 0;
    }
    const struct model_para *p = &e->model->paras[para];
    const struct model_doc *doc = &e->model->docs[p->doc];
    size_t end = doc->first_para + doc->para_count;
    size_t at = scope->scope == NAIVE_DOCUMENT ? doc->first_para
                : p->section == WB_NONE        ? doc->first_outside
                                               : doc->sections[p->section].first_para;
    while (at < end) {
        if (holds(e, node, at, whole(e, at), loose)) {
            return true;
        }
        at = scope->scope == NAIVE_DOCUMENT ? at + 1 : e->model->paras[at].next;
    }
    return false;
}

static bool unit_holds(struct evaluation *e, struct naive_node *node, size_t para, bool loose)
{
    bool any = false;
    if (!has_item(e, node->children[0], para, loose, &any) && any) {
        return false;
    }
    uint8_t *known = &node->known[loose][unit_of(e, node, para)];
    if (*known == 0) {
        *known = unit_fulfils(e, node, node->children[0], para, loose) ? 2 : 1;
    }
    return *known == 2;
}

static bool holds(struct evaluation *e, struct naive_node *node, size_t para, struct range range,
                  bool loose)
{
    bool in_sentence = range.start != 0 || range.end != e->model->paras[para].fold.len;
    size_t count = 0;
    switch (node->op) {
    case NAIVE_ITEM:
        return item_holds(e, node, para, range, loose);
    case NAIVE_FILTER:
        return filter_holds(e, node, para);
    case NAIVE_NOT:
        return !holds(e, node->children[0], para, range, false);
    case NAIVE_SCOPE:
        switch (node->scope) {
        case NAIVE_SENTENCE:
            return in_sentence ? holds(e, node->children[0], para, range, loose)
                               : sentence_holds(e, node->children[0], para, loose);
        case NAIVE_PARAGRAPH:
            return holds(e, node->children[0], para, whole(e, para), loose);
        default:
            return unit_holds(e, node, para, loose);
        }
    default:
        for (size_t i = 0; i < node->child_count; i++) {
            count += holds(e, node->children[i], para, range, loose);
        }
        return node->op == NAIVE_AND ? count == node->child_count : count > 0;
    }
}

static void set_known(const struct evaluation *e, struct naive_node *node)
{
    size_t count = node->op == NAIVE_ITEM ? e->model->para_count : e->unit_count;
    for (int loose = 0; loose < 2; loose++) {
        node->known[loose] = wb_alloc_zero(count, 1);
        prop_require(node->known[loose] != NULL, "memory");
    }
    for (size_t i = 0; i < node->child_count; i++) {
        set_known(e, node->children[i]);
    }
}

static void free_known(struct naive_node *node)
{
    wb_free(node->known[0]);
    wb_free(node->known[1]);
    for (size_t i = 0; i < node->child_count; i++) {
        free_known(node->children[i]);
    }
}

/* Two negations cancel each other. */
static struct naive_node *cancel(struct naive_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        node->children[i] = cancel(node->children[i]);
    }
    bool twice = node->op == NAIVE_NOT && node->children[0]->op == NAIVE_NOT;
    return twice ? node->children[0]->children[0] : node;
}

void naive_evaluate(const struct model *model, struct naive_node *root, uint8_t *ret)
{
    struct evaluation e = {.model = model, .naive_para = SIZE_MAX};
    e.first_unit = wb_alloc(model->doc_count, sizeof *e.first_unit);
    prop_require(e.first_unit != NULL, "memory");
    for (size_t i = 0; i < model->doc_count; i++) {
        e.first_unit[i] = (uint32_t)e.unit_count;
        e.unit_count += model->docs[i].section_count + 2;
    }
    root = cancel(root);
    set_known(&e, root);
    for (size_t i = 0; i < model->para_count; i++) {
        ret[i] = holds(&e, root, i, whole(&e, i), false)  ? 1
                 : holds(&e, root, i, whole(&e, i), true) ? 2
                                                          : 0;
    }
    free_known(root);
    naive_free(&e.naive);
    wb_free(e.first_unit);
}
