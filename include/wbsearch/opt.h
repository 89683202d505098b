/**
 * @file opt.h
 * The command line of a program as one table: parsing, -h, --help, the manual page and the shells'
 * completions come from the same lines.
 */
#ifndef WBSEARCH_OPT_H
#define WBSEARCH_OPT_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** What an option takes. */
typedef enum wb_opt_kind {
    WB_OPT_FLAG,   /**< nothing */
    WB_OPT_TEXT,   /**< any text */
    WB_OPT_NUMBER, /**< a whole number: wb_opt_number */
    WB_OPT_FILE,   /**< the name of a file */
    WB_OPT_FOLDER, /**< the name of a folder */
    WB_OPT_CHOICE  /**< one of `choices`: wb_opt_choice */
} wb_opt_kind;

/** An option. A table ends with an entry whose `name` is NULL. */
typedef struct wb_opt {
    int key; /**< the program's number for it */
    wb_opt_kind kind;
    unsigned group;       /**< index of its group */
    char letter;          /**< short form, 0 for none */
    const char *name;     /**< long form, without the dashes */
    const char *opposite; /**< the long form that takes it back, NULL for none */
    const char *argument; /**< name of its argument, NULL for WB_OPT_FLAG */
    const char *choices;  /**< of WB_OPT_CHOICE: words with single spaces between */
    const char *brief;    /**< one line, for -h and completions: 54 columns at most */
    const char *more;     /**< what --help and the manual say in place of `brief`, of any length, to
                               be wrapped; NULL: `brief` says it all */
} wb_opt;

/** A group of options. A list ends with an entry whose `title` is NULL. */
typedef struct wb_opt_group {
    const char *title;
    bool only_long; /**< left out of -h */
} wb_opt_group;

/** A section of the manual. A list ends with an entry whose `title` is NULL. */
typedef struct wb_opt_section {
    const char *title; /**< in capitals */
    const char *text;  /**< paragraphs with an empty line between; lines that begin with two spaces
                            are shown as they are, the others are wrapped */
    bool only_man;     /**< left out of --help */
} wb_opt_section;

/** A program's command line. */
typedef struct wb_opt_program {
    const char *name;
    const char *version;
    const char *purpose;         /**< half a line: "search …" */
    const char *const *synopsis; /**< "[OPTION]... WORD...", ended by NULL */
    const char *description;     /**< as the text of a section */
    const wb_opt_group *groups;
    const wb_opt *options;
    const wb_opt_section *sections; /**< behind the options */
    wb_opt_kind operands;           /**< for completion */
    const char *see_also;           /**< "wbindex(1), wbsearch-query(7)" */
} wb_opt_program;

/** Reads a list of words. Make it with wb_opt_parser_init. */
typedef struct wb_opt_parser {
    const wb_opt *table;
    char **words;         /**< the operands are moved to its front */
    size_t count;         /**< of the words */
    size_t operand_count; /**< operands found so far */
    size_t at;            /**< private: the next word */
    const char *cluster;  /**< private: what is left of -abc, or NULL */
    bool only_operands;   /**< private: behind -- */
} wb_opt_parser;

/** An option that was found. */
typedef struct wb_opt_found {
    const wb_opt *option; /**< NULL: there are no more */
    const char *argument; /**< borrowed from the words; NULL for WB_OPT_FLAG */
    bool undone;          /**< its opposite was given */
    bool by_letter;       /**< its short form was given */
} wb_opt_found;

/** Starts reading `words`, without the program's name. Both must outlive the parser. */
void wb_opt_parser_init(wb_opt_parser *parser, const wb_opt *table, char **words, size_t count);

/**
 * The next option. Options and operands may stand in any order; `--` ends the options. A long name
 * may be cut where it stays unambiguous. A word with a dash and then something that is not ASCII is
 * an operand: no option begins so, but a negation in a query may. At the end the operands are
 * words[0..operand_count). Errors: WB_INVALID; the text names the option, the hint the nearest one.
 */
wb_status wb_opt_next(wb_opt_parser *parser, wb_opt_found *ret, wb_error *err) WB_MUST_CHECK;

/** A whole number from `text` between `min` and `max`, for option `name`. Errors: WB_INVALID. */
wb_status wb_opt_number(const char *name, const char *text, uint64_t min, uint64_t max,
                        uint64_t *ret, wb_error *err) WB_MUST_CHECK;

/** The number, from 0, of the choice that was given. Errors: WB_INVALID. */
wb_status wb_opt_choice(const wb_opt_found *found, size_t *ret, wb_error *err) WB_MUST_CHECK;

/** Appends the text of -h: a line an option, 80 columns wide at most. */
wb_status wb_opt_put_usage(const wb_opt_program *program, wb_buf *out);

/** Appends the text of --help: everything, 80 columns wide at most. */
wb_status wb_opt_put_help(const wb_opt_program *program, wb_buf *out);

/** Appends the manual page, in roff (man(7)), UTF-8. */
wb_status wb_opt_put_man(const wb_opt_program *program, wb_buf *out);

/** Appends the completions for a shell. */
wb_status wb_opt_put_bash(const wb_opt_program *program, wb_buf *out);
wb_status wb_opt_put_zsh(const wb_opt_program *program, wb_buf *out);
wb_status wb_opt_put_fish(const wb_opt_program *program, wb_buf *out);

/** What wb_opt_generate makes, as the choices of an option. */
#define WB_OPT_GENERATE_CHOICES "man complete-bash complete-zsh complete-fish"

/** Appends number `choice` of WB_OPT_GENERATE_CHOICES. */
wb_status wb_opt_generate(const wb_opt_program *program, size_t choice, wb_buf *out);

/** Appends `text`, in the form of wb_opt_section.text, wrapped to `width` columns behind `indent`
 *  spaces. */
wb_status wb_opt_put_wrapped(const char *text, size_t indent, size_t width, wb_buf *out);

WB_END_DECLS

#endif
