#include "completion.h"

#include <wbsearch/fold.h>
#include <wbsearch/utf8.h>

#include "lex.h"

static bool add_fold(wb_slice text, bool quoted, wb_arena *arena, wb_slice *ret)
{
    wb_buf bare;
    wb_folded folded;
    wb_buf_init(&bare, 0);
    wb_folded_init(&folded);
    bool complete = wb_lex_unescape(text, quoted, &bare) == WB_OK &&
                    wb_fold(wb_buf_slice(&bare), false, &folded) == WB_OK &&
                    wb_arena_dup(arena, wb_buf_slice(&folded.text), ret);
    wb_buf_free(&bare);
    wb_folded_free(&folded);
    return complete;
}

/* The character before `at`, 0 at the start. */
static uint32_t char_before(wb_slice source, size_t at)
{
    return at ? wb_utf8_prev(source, &at) : 0;
}

/* What is being typed, when `token` is the last one and nothing stands behind it. */
static void set_kind(wb_completion *completion, const wb_lex_token *token)
{
    bool is_open = !token->quoted || token->unclosed;
    if (token->kind == WB_LEX_WORD && token->no_value) {
        completion->kind = WB_COMPLETION_FILTER;
        completion->start = token->end;
    } else if (token->kind == WB_LEX_FILTER && is_open) {
        completion->kind = WB_COMPLETION_FILTER;
        completion->start = token->text;
    } else if ((token->kind == WB_LEX_WORD || token->kind == WB_LEX_QUOTED) && is_open &&
               !token->star) {
        completion->kind = WB_COMPLETION_ITEM;
        completion->start = token->text;
    }
    completion->field = token->field;
    completion->mark =
        token->unclosed ? wb_lex_closing_mark(char_before(completion->source, token->text)) : 0;
}

/* The text of what is being typed. */
static bool set_text(wb_completion *completion, const wb_lex_token *token)
{
    wb_slice text = wb_slice_make(completion->source.ptr + completion->start,
                                  completion->source.len - completion->start);
    return completion->kind == WB_COMPLETION_NONE ||
           add_fold(text, token->unclosed, &completion->arena, &completion->folded);
}

/* The folds of the items. */
struct words {
    wb_slice *items;
    size_t count;
    bool is_plain; /* there is nothing but items */
};

static bool add_word(wb_completion *completion, const wb_lex_token *token, struct words *words)
{
    wb_slice folded;
    bool is_item = token->kind == WB_LEX_QUOTED ||
                   (token->kind == WB_LEX_WORD && !token->no_value && !token->star);
    if (!is_item || words->count == WB_QUERY_ITEMS_MAX) {
        words->is_plain = words->is_plain && token->kind == WB_LEX_AND;
        return true;
    }
    wb_slice text =
        wb_slice_make(completion->source.ptr + token->text, token->text_end - token->text);
    if (!add_fold(text, token->quoted, &completion->arena, &folded)) {
        return false;
    }
    if (folded.len) {
        words->items[words->count++] = folded;
    }
    return true;
}

static bool read_tokens(wb_completion *completion)
{
    wb_slice source = completion->source;
    wb_lex_token last = {.kind = WB_LEX_END};
    size_t depth = 0;
    struct words words = {
        wb_arena_alloc(&completion->arena, WB_QUERY_ITEMS_MAX, sizeof *words.items), 0, true};
    bool complete = words.items != NULL;
    for (size_t at = 0; complete;) {
        wb_lex_token token = wb_lex_next(source, at, depth);
        if (token.kind == WB_LEX_END && !token.failed) {
            break;
        }
        depth += token.kind == WB_LEX_OPEN || token.kind == WB_LEX_SCOPE;
        depth -= token.kind == WB_LEX_CLOSE && depth > 0;
        complete = !token.failed && add_word(completion, &token, &words);
        at = token.end;
        last = token;
    }
    if (!complete) {
        return false;
    }
    if (last.kind != WB_LEX_END && last.end == source.len) {
        set_kind(completion, &last);
    }
    completion->words = words.items;
    completion->word_count =
        words.is_plain && completion->kind == WB_COMPLETION_ITEM ? words.count : 0;
    return set_text(completion, &last);
}

wb_status wb_completion_read(wb_slice query, wb_completion *completion, wb_error *err)
{
    wb_completion_clear(completion);
    if (wb_utf8_valid_prefix(query) < query.len) {
        return wb_error_set(err, WB_INVALID, "what was typed is not UTF-8");
    }
    if (wb_utf8_offset_of(query, WB_QUERY_CHARS_MAX) < query.len) {
        return wb_error_set(err, WB_LIMIT, "more than %d characters are not completed",
                            WB_QUERY_CHARS_MAX);
    }
    if (!wb_arena_dup(&completion->arena, query, &completion->source) || !read_tokens(completion)) {
        return wb_error_nomem(err);
    }
    return WB_OK;
}

static bool has_space(wb_slice text)
{
    for (size_t at = 0; at < text.len;) {
        if (wb_fold_class(wb_utf8_next(text, &at)) == WB_CHAR_SPACE) {
            return true;
        }
    }
    return false;
}

void wb_completion_write(const wb_completion *completion, wb_slice text, wb_buf *out)
{
    bool opens = completion->mark == 0 && has_space(text);
    wb_buf_append(out, completion->source.ptr, completion->start);
    wb_buf_puts(out, opens ? "\"" : "");
    wb_lex_escape(text, opens || completion->mark, out);
    if (completion->mark) {
        char mark[4];
        wb_buf_append(out, mark, wb_utf8_encode(completion->mark, mark));
    }
    wb_buf_puts(out, opens ? "\"" : "");
}

void wb_completion_clear(wb_completion *completion)
{
    wb_arena_clear(&completion->arena);
    memset(completion, 0, sizeof *completion);
}
