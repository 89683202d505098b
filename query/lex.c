#include "lex.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

/* The longest name of a filter or scope, bytes, before the fold. */
#define NAME_MAX_BYTES 40

static bool is_space(uint32_t c)
{
    return wb_fold_class(c) == WB_CHAR_SPACE;
}

/* Operator characters of full width count as those of ASCII. */
static uint32_t narrow(uint32_t c)
{
    switch (c) {
    case 0xFF08:
        return '(';
    case 0xFF09:
        return ')';
    case 0xFF5C:
        return '|';
    case 0xFF0D:
        return '-';
    case 0xFF0A:
        return '*';
    case 0xFF1A:
        return ':';
    default:
        return c;
    }
}

uint32_t wb_lex_closing_mark(uint32_t c)
{
    switch (c) {
    case '"':
        return '"';
    case 0x201C: /* “ */
        return 0x201D;
    case 0x300C: /* 「 */
        return 0x300D;
    case 0x300E: /* 『 */
        return 0x300F;
    case 0xFF02: /* ＂ */
        return 0xFF02;
    default:
        return 0;
    }
}

static bool is_quotation_mark(uint32_t c)
{
    return wb_lex_closing_mark(c) || c == 0x201D || c == 0x300D || c == 0x300F;
}

/* What a backslash takes its meaning from. */
static bool is_escapable(uint32_t c, bool quoted)
{
    if (c == '\\' || is_quotation_mark(c)) {
        return true;
    }
    c = narrow(c);
    return !quoted && (c == '(' || c == ')' || c == '|' || c == '-' || c == '*' || c == ':');
}

/* The character at `at`, 0 at the end. */
static uint32_t char_at(wb_slice source, size_t at)
{
    return at < source.len ? wb_utf8_next(source, &at) : 0;
}

/* The offset behind an escape at `at`, `at` when there is none. */
static size_t skip_escape(wb_slice source, size_t at, bool quoted)
{
    size_t next = at;
    if (at >= source.len || source.ptr[at] != '\\' ||
        !is_escapable(char_at(source, at + 1), quoted)) {
        return at;
    }
    next++;
    (void)wb_utf8_next(source, &next);
    return next;
}

/* Whether an item may end at `at`: there is a space, an operator character, or nothing. A quotation
 * mark with anything else behind it, as in "六税两费”减免", is part of the text. */
static bool at_item_end(wb_slice source, size_t at)
{
    uint32_t c = narrow(char_at(source, at));
    return at >= source.len || is_space(c) || c == '|' || c == ')';
}

static bool at_quotation_end(wb_slice source, size_t at)
{
    size_t next = at;
    return at_item_end(source, at) ||
           (narrow(wb_utf8_next(source, &next)) == '*' && at_item_end(source, next));
}

/* Where a quotation ends: its text, and what is behind the mark. */
struct closing {
    size_t end;
    size_t behind;
};

/*
 * The closing mark of a quotation whose text begins at `start`: the first `mark` at the end of an
 * item that does not belong to a quotation within. Typed marks are mixed up, so "abc” is closed
 * too. False when there is none.
 */
static bool find_closing(wb_slice source, size_t start, uint32_t mark, struct closing *ret)
{
    const uint32_t open = 0x201C;
    const uint32_t close = 0x201D;
    bool double_marks = mark == '"' || mark == close;
    unsigned depth = 0; /* of “ ” within */
    for (size_t at = start; at < source.len;) {
        size_t escaped = skip_escape(source, at, true);
        if (escaped != at) {
            at = escaped;
            continue;
        }
        size_t end = at;
        uint32_t c = wb_utf8_next(source, &at);
        if (c == close && depth > 0) {
            depth--;
        } else if ((c == mark || (double_marks && (c == '"' || c == close))) &&
                   at_quotation_end(source, at)) {
            *ret = (struct closing){end, at};
            return true;
        } else if (c == open) {
            depth++;
        }
    }
    return false;
}

/* A mark in the middle of a word, "甲 乙"丙, closes a quotation that holds a space; without one,
 * as in "六税两费"减免, the marks are part of the word. */
static bool find_inner_closing(wb_slice source, size_t start, uint32_t mark, struct closing *ret,
                               bool *ret_is_word)
{
    bool has_space = false;
    for (size_t at = start; at < source.len;) {
        size_t escaped = skip_escape(source, at, true);
        if (escaped != at) {
            at = escaped;
            continue;
        }
        size_t end = at;
        uint32_t c = wb_utf8_next(source, &at);
        if (c == mark) {
            *ret = (struct closing){end, at};
            *ret_is_word = !has_space;
            return has_space;
        }
        has_space = has_space || is_space(c);
    }
    return false;
}

/* Reads the quotation that begins at `at` into the text of `token`; false when the mark there
 * belongs to a word, or none is there. */
static bool read_quotation(wb_slice source, size_t at, wb_lex_token *token)
{
    size_t text = at;
    uint32_t mark = at < source.len ? wb_lex_closing_mark(wb_utf8_next(source, &text)) : 0;
    struct closing closing = {source.len, source.len};
    bool is_word = false;
    if (!mark) {
        return false;
    }
    token->unclosed = !find_closing(source, text, mark, &closing) &&
                      !find_inner_closing(source, text, mark, &closing, &is_word);
    if (is_word) {
        token->unclosed = false;
        return false;
    }
    token->quoted = true;
    token->text = text;
    token->text_end = closing.end;
    token->end = closing.behind;
    return true;
}

/* The end of a word that begins at `at`: parentheses that it opens and closes belong to it. */
static size_t word_end(wb_slice source, size_t at, size_t depth)
{
    size_t open = 0;
    while (at < source.len) {
        size_t escaped = skip_escape(source, at, false);
        if (escaped != at) {
            at = escaped;
            continue;
        }
        size_t next = at;
        uint32_t c = narrow(wb_utf8_next(source, &next));
        if (is_space(c) || c == '|' || (c == ')' && open == 0 && depth > 0)) {
            break;
        }
        if (c == '(') {
            open++;
        } else if (c == ')' && open > 0) {
            open--;
        }
        at = next;
    }
    return at;
}

/*
 * Whether the parenthesis at `at` begins a word, as in （一）加强领导: one without spaces and
 * operators in it, and with text right behind it.
 */
static bool opens_word(wb_slice source, size_t at)
{
    size_t inside = 0;
    (void)wb_utf8_next(source, &at);
    while (at < source.len) {
        uint32_t c = narrow(wb_utf8_next(source, &at));
        if (c == ')') {
            uint32_t behind = char_at(source, at);
            return inside > 0 && !at_item_end(source, at) && !wb_lex_closing_mark(behind);
        }
        if (is_space(c) || c == '|' || c == '(' || c == '\\' || is_quotation_mark(c)) {
            return false;
        }
        inside++;
    }
    return false;
}

/* The name in front of the mark `mark` (a parenthesis or a colon) at `at`: its fold is compared
 * with the names of a table, so its width, case and script do not matter. Returns its number, or
 * `count`; the offset behind the mark in `*ret_behind`. `*failed` when memory is short. */
static unsigned read_name(wb_slice source, size_t at, uint32_t mark,
                          const char *(*const name_of[2])(unsigned), unsigned count,
                          size_t *ret_behind, bool *failed)
{
    size_t start = at;
    size_t end = at;
    uint32_t c = 0;
    while (at < source.len && end - start <= NAME_MAX_BYTES) {
        end = at;
        c = narrow(wb_utf8_next(source, &at));
        if (is_space(c) || c == mark || c == '\\') {
            break;
        }
    }
    if (c != mark || end == start) {
        return count;
    }
    wb_folded folded;
    wb_folded_init(&folded);
    unsigned found = count;
    *failed = wb_fold(wb_slice_make(source.ptr + start, end - start), false, &folded) != WB_OK;
    if (!*failed) {
        wb_slice name = wb_buf_slice(&folded.text);
        for (unsigned i = 0; i < 2 * count && found == count; i++) {
            if (wb_slice_equal(name, wb_slice_from(name_of[i % 2](i / 2)))) {
                found = i / 2;
            }
        }
    }
    wb_folded_free(&folded);
    *ret_behind = at;
    return found;
}

static const char *scope_name(unsigned i)
{
    return wb_query_scope_name((wb_query_scope)i);
}

static const char *scope_chinese_name(unsigned i)
{
    return wb_query_scope_chinese_name((wb_query_scope)i);
}

static const char *field_name(unsigned i)
{
    return wb_query_field_name((wb_query_field)i);
}

static const char *field_chinese_name(unsigned i)
{
    return wb_query_field_chinese_name((wb_query_field)i);
}

static bool read_scope(wb_slice source, size_t at, wb_lex_token *token)
{
    static const char *(*const names[2])(unsigned) = {scope_name, scope_chinese_name};
    size_t behind = 0;
    unsigned scope = read_name(source, at, '(', names, WB_SCOPE_COUNT_, &behind, &token->failed);
    if (scope == WB_SCOPE_COUNT_) {
        return false;
    }
    token->kind = WB_LEX_SCOPE;
    token->scope = (wb_query_scope)scope;
    token->end = behind;
    return true;
}

/* A filter; one without a value is a word. */
static bool read_filter(wb_slice source, size_t at, size_t depth, wb_lex_token *token)
{
    static const char *(*const names[2])(unsigned) = {field_name, field_chinese_name};
    size_t value = 0;
    unsigned field = read_name(source, at, ':', names, WB_FIELD_COUNT_, &value, &token->failed);
    if (field == WB_FIELD_COUNT_) {
        return false;
    }
    token->field = (wb_query_field)field;
    if (!read_quotation(source, value, token)) {
        token->text = value;
        token->text_end = token->end = word_end(source, value, depth);
    }
    if (token->text == token->text_end) {
        token->no_value = true;
        token->quoted = token->unclosed = false;
        return false;
    }
    token->kind = WB_LEX_FILTER;
    return true;
}

static bool is_dash_operator(wb_slice source, size_t at)
{
    uint32_t c = narrow(wb_utf8_next(source, &at));
    uint32_t next = char_at(source, at);
    return c == '-' && next != 0 && !is_space(next) && narrow(next) != '-' && narrow(next) != ')' &&
           narrow(next) != '|';
}

/* AND, OR and NOT are operators in capitals only. */
static wb_lex_kind operator_word(wb_slice source, size_t start, size_t end)
{
    char word[4] = "";
    size_t len = 0;
    for (size_t at = start; at < end && len < 4;) {
        uint32_t c = wb_utf8_next(source, &at);
        c = c >= 0xFF21 && c <= 0xFF3A ? c - 0xFF21 + 'A' : c;
        word[len++] = c < 0x80 ? (char)c : '\0';
    }
    wb_slice text = wb_slice_make(word, len);
    return wb_slice_equal(text, wb_slice_from("AND"))   ? WB_LEX_AND
           : wb_slice_equal(text, wb_slice_from("OR"))  ? WB_LEX_OR
           : wb_slice_equal(text, wb_slice_from("NOT")) ? WB_LEX_NOT
                                                        : WB_LEX_WORD;
}

/* The star behind a word, unless it is all there is or has been escaped. */
static void split_star(wb_slice source, wb_lex_token *token)
{
    size_t last = token->text_end;
    if (last == token->text || narrow(wb_utf8_prev(source, &last)) != '*' || last == token->text) {
        return;
    }
    size_t at = token->text;
    while (at < last) { /* an escape may end in it */
        size_t escaped = skip_escape(source, at, false);
        if (escaped == at) {
            (void)wb_utf8_next(source, &at);
        } else {
            at = escaped;
        }
    }
    if (at == last) {
        token->star = true;
        token->text_end = last;
    }
}

static void read_word(wb_slice source, size_t depth, wb_lex_token *token)
{
    token->end = word_end(source, token->offset, depth);
    token->kind = operator_word(source, token->offset, token->end);
    token->text = token->offset;
    token->text_end = token->end;
    if (token->kind == WB_LEX_WORD) {
        split_star(source, token);
    }
}

wb_lex_token wb_lex_word(wb_slice source, size_t at, size_t depth)
{
    wb_lex_token token = {.offset = at};
    read_word(source, depth, &token);
    return token;
}

/* One character that is a token. */
static bool read_sign(wb_slice source, wb_lex_token *token)
{
    size_t behind = token->offset;
    switch (narrow(wb_utf8_next(source, &behind))) {
    case '|':
        token->kind = WB_LEX_OR;
        break;
    case ')':
        token->kind = WB_LEX_CLOSE;
        break;
    case '(':
        if (opens_word(source, token->offset)) {
            return false;
        }
        token->kind = WB_LEX_OPEN;
        break;
    case '-':
        if (!is_dash_operator(source, token->offset)) {
            return false;
        }
        token->kind = WB_LEX_NOT;
        break;
    default:
        return false;
    }
    token->end = behind;
    return true;
}

wb_lex_token wb_lex_next(wb_slice source, size_t at, size_t depth)
{
    while (at < source.len && is_space(char_at(source, at))) {
        (void)wb_utf8_next(source, &at);
    }
    wb_lex_token token = {.kind = WB_LEX_END, .offset = at, .end = at};
    if (at >= source.len || read_sign(source, &token)) {
        return token;
    }
    if (read_quotation(source, at, &token)) {
        token.kind = WB_LEX_QUOTED;
        size_t behind = token.end;
        if (narrow(char_at(source, behind)) == '*') {
            (void)wb_utf8_next(source, &behind);
            token.star = true;
            token.end = behind;
        }
        return token;
    }
    if (!read_scope(source, at, &token) && !token.failed &&
        !read_filter(source, at, depth, &token) && !token.failed) {
        read_word(source, depth, &token);
    }
    return token;
}

/* `\AND`, `\OR`, `\NOT` are words. */
static bool is_escaped_operator(wb_slice text)
{
    return text.len > 1 && text.ptr[0] == '\\' && operator_word(text, 1, text.len) != WB_LEX_WORD;
}

wb_status wb_lex_unescape(wb_slice text, bool quoted, wb_buf *out)
{
    size_t at = !quoted && is_escaped_operator(text) ? 1 : 0;
    while (at < text.len) {
        size_t behind = skip_escape(text, at, quoted);
        size_t start = at;
        if (behind != at) {
            start = at + 1;
            at = behind;
        } else {
            (void)wb_utf8_next(text, &at);
        }
        wb_buf_append(out, text.ptr + start, at - start);
    }
    return out->status;
}

/* Whether the character at `at` must be escaped in a word: it would begin a quotation, a negation
 * or a parenthesis, end the word, name a filter, or be a star. */
static bool needs_escape(wb_slice text, size_t at, uint32_t c)
{
    size_t next = at;
    (void)wb_utf8_next(text, &next);
    switch (narrow(c)) {
    case '(':
    case ')':
    case '|':
    case ':':
        return true;
    case '\\':
        return is_escapable(char_at(text, next), false) || next == text.len ||
               is_escaped_operator(text);
    case '-':
        return at == 0;
    case '*':
        return next == text.len;
    default:
        return at == 0 && is_quotation_mark(c);
    }
}

wb_status wb_lex_escape(wb_slice text, bool quoted, wb_buf *out)
{
    if (!quoted && operator_word(text, 0, text.len) != WB_LEX_WORD) {
        wb_buf_putc(out, '\\');
    }
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = wb_utf8_next(text, &at);
        if (quoted ? is_escapable(c, true) : needs_escape(text, start, c)) {
            wb_buf_putc(out, '\\');
        }
        wb_buf_append(out, text.ptr + start, at - start);
    }
    return out->status;
}
