/**
 * @file lex.h
 * From the characters of a query to the words of its language. Private to the parser.
 */
#ifndef WBSEARCH_QUERY_LEX_H
#define WBSEARCH_QUERY_LEX_H

#include "query.h"

WB_BEGIN_DECLS

/** What a token is. */
typedef enum wb_lex_kind {
    WB_LEX_END,
    WB_LEX_WORD,   /**< an item without quotation marks; it may be of characters that fold to
                        nothing */
    WB_LEX_QUOTED, /**< an item between quotation marks */
    WB_LEX_FILTER, /**< name:value */
    WB_LEX_SCOPE,  /**< a scope's name and its parenthesis */
    WB_LEX_OPEN,
    WB_LEX_CLOSE,
    WB_LEX_AND,
    WB_LEX_OR,
    WB_LEX_NOT
} wb_lex_kind;

/** A token. Offsets are bytes of the query. */
typedef struct wb_lex_token {
    wb_lex_kind kind;
    size_t offset;
    size_t end;
    size_t text;     /**< WORD, QUOTED, FILTER: where what counts as its text begins … */
    size_t text_end; /**< … and ends; escapes are still in it (wb_lex_unescape) */
    bool star;       /**< WORD, QUOTED: a `*` stands behind it */
    bool quoted;     /**< QUOTED; FILTER with its value in quotation marks */
    bool unclosed;   /**< a quotation that reaches to the end of the query */
    bool no_value;   /**< WORD: it looks like a filter, but nothing stands behind the colon */
    bool failed;     /**< memory was short: what the token is cannot be told */
    wb_query_scope scope;
    wb_query_field field;
} wb_lex_token;

/** The token at or after `at` of `source` (well-formed UTF-8); `depth` is how many parentheses are
 *  open, for a closing one at the end of a word is text when there are none. */
wb_lex_token wb_lex_next(wb_slice source, size_t at, size_t depth);

/** The word that begins at `at`, where no white space stands, whatever else might begin there. */
wb_lex_token wb_lex_word(wb_slice source, size_t at, size_t depth);

/** The mark that closes a quotation opened by `c`, 0 if it opens none. */
uint32_t wb_lex_closing_mark(uint32_t c);

/** Appends `text` without its escapes: those of a quotation, or of a word. */
wb_status wb_lex_unescape(wb_slice text, bool quoted, wb_buf *out);

/** Appends `text` with the escapes that make it one item, with or without quotation marks, which
 *  are not written. */
wb_status wb_lex_escape(wb_slice text, bool quoted, wb_buf *out);

WB_END_DECLS

#endif
