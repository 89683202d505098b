#include <wbsearch/opt.h>

#include <inttypes.h>

#include <wbsearch/mem.h>

/* Names are shorter; a longer word has no nearest one. */
#define NAME_MAX_BYTES 48

/* So many typing errors are forgiven in a hint. */
#define DISTANCE_MAX 3

void wb_opt_parser_init(wb_opt_parser *parser, const wb_opt *table, char **words, size_t count)
{
    *parser = (wb_opt_parser){.table = table, .words = words, .count = count};
}

/* Letters a typing error apart (Levenshtein distance). */
static size_t distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_BYTES + 1];
    size_t n = strlen(b);
    if (n > NAME_MAX_BYTES) {
        return SIZE_MAX;
    }
    for (size_t k = 0; k <= n; k++) {
        row[k] = k;
    }
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= n; k++) {
            size_t best = diagonal + (a[i - 1] != b[k - 1]);
            diagonal = row[k];
            best = row[k] + 1 < best ? row[k] + 1 : best;
            best = row[k - 1] + 1 < best ? row[k - 1] + 1 : best;
            row[k] = best;
        }
    }
    return row[n];
}

/* The name nearest to `name` that an option of the table has; NULL when none is near. */
static const char *nearest(const wb_opt *table, const char *name)
{
    const char *best = NULL;
    size_t best_distance = DISTANCE_MAX + 1;
    for (const wb_opt *o = table; o->name; o++) {
        size_t d = distance(name, o->name);
        if (d < best_distance) {
            best_distance = d;
            best = o->name;
        }
        d = o->opposite ? distance(name, o->opposite) : SIZE_MAX;
        if (d < best_distance) {
            best_distance = d;
            best = o->opposite;
        }
    }
    return best;
}

static wb_status unknown_name(const wb_opt *table, wb_slice given, wb_error *err)
{
    char name[NAME_MAX_BYTES + 1];
    wb_error_set(err, WB_INVALID, "unknown option --%.*s", (int)given.len, given.ptr);
    if (given.len < sizeof name) {
        memcpy(name, given.ptr, given.len);
        name[given.len] = '\0';
        const char *near = nearest(table, name);
        if (near) {
            wb_error_hint(err, "did you mean --%s?", near);
            return WB_INVALID;
        }
    }
    wb_error_hint(err, "--help lists the options");
    return WB_INVALID;
}

static const wb_opt *find_letter(const wb_opt *table, char letter)
{
    for (const wb_opt *o = table; o->name; o++) {
        if (o->letter && o->letter == letter) {
            return o;
        }
    }
    return NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static wb_status unknown_letter(const wb_opt *table, char letter, wb_error *err)
{
    wb_error_set(err, WB_INVALID, "unknown option -%c", letter);
    const wb_opt *other = is_letter(letter) ? find_letter(table, (char)(letter ^ 0x20)) : NULL;
    if (other) {
        wb_error_hint(err, "did you mean -%c (--%s)?", other->letter, other->name);
        return WB_INVALID;
    }
    wb_error_hint(err, "--help lists the options");
    return WB_INVALID;
}

static bool begins(const char *name, wb_slice given)
{
    return name && strncmp(name, given.ptr, given.len) == 0;
}

static bool is_name(const char *name, wb_slice given)
{
    return begins(name, given) && name[given.len] == '\0';
}

/* The option that `given`, a name or the beginning of one, means. */
static wb_status find_name(const wb_opt *table, wb_slice given, wb_opt_found *ret, wb_error *err)
{
    const char *first = NULL;
    for (const wb_opt *o = table; o->name; o++) {
        if (is_name(o->name, given) || is_name(o->opposite, given)) {
            *ret = (wb_opt_found){.option = o, .undone = !is_name(o->name, given)};
            return WB_OK;
        }
    }
    for (const wb_opt *o = table; o->name; o++) {
        for (int undone = 0; undone < 2; undone++) {
            const char *name = undone ? o->opposite : o->name;
            if (!given.len || !begins(name, given)) {
                continue;
            }
            if (first) {
                wb_error_set(err, WB_INVALID, "--%.*s may be --%s or --%s", (int)given.len,
                             given.ptr, first, name);
                wb_error_hint(err, "write the option in full");
                return WB_INVALID;
            }
            first = name;
            *ret = (wb_opt_found){.option = o, .undone = undone != 0};
        }
    }
    return first ? WB_OK : unknown_name(table, given, err);
}

static wb_status needs_value(const wb_opt *option, wb_error *err)
{
    wb_error_set(err, WB_INVALID, "--%s needs a value (%s)", option->name, option->argument);
    wb_error_hint(err, "--help lists the options");
    return WB_INVALID;
}

/* The next word as the argument of `option`. */
static wb_status take_word(wb_opt_parser *parser, wb_opt_found *found, wb_error *err)
{
    if (parser->at == parser->count) {
        return needs_value(found->option, err);
    }
    found->argument = parser->words[parser->at++];
    return WB_OK;
}

/* The word "--name" or "--name=value". */
static wb_status read_long(wb_opt_parser *parser, const char *word, wb_opt_found *ret,
                           wb_error *err)
{
    const char *name = word + 2;
    size_t len = strcspn(name, "=");
    wb_status status = find_name(parser->table, wb_slice_make(name, len), ret, err);
    if (status != WB_OK) {
        return status;
    }
    bool has_value = name[len] == '=';
    if (ret->option->kind == WB_OPT_FLAG || ret->undone) {
        if (has_value) {
            wb_error_set(err, WB_INVALID, "--%s takes no value",
                         ret->undone ? ret->option->opposite : ret->option->name);
            wb_error_hint(err, "--help lists the options");
            return WB_INVALID;
        }
        return WB_OK;
    }
    if (has_value) {
        ret->argument = name + len + 1;
        return WB_OK;
    }
    return take_word(parser, ret, err);
}

/* The next letter of "-abc"; the rest is the argument when it takes one. */
static wb_status read_letter(wb_opt_parser *parser, wb_opt_found *ret, wb_error *err)
{
    char letter = *parser->cluster++;
    const char *rest = *parser->cluster ? parser->cluster : NULL;
    const wb_opt *option = find_letter(parser->table, letter);
    parser->cluster = rest;
    if (!option) {
        return unknown_letter(parser->table, letter, err);
    }
    *ret = (wb_opt_found){.option = option, .by_letter = true};
    if (option->kind == WB_OPT_FLAG) {
        return WB_OK;
    }
    parser->cluster = NULL;
    if (rest) {
        ret->argument = rest;
        return WB_OK;
    }
    return take_word(parser, ret, err);
}

static bool is_operand(const wb_opt_parser *parser, const char *word)
{
    return parser->only_operands || word[0] != '-' || word[1] == '\0' ||
           (unsigned char)word[1] >= 0x80;
}

wb_status wb_opt_next(wb_opt_parser *parser, wb_opt_found *ret, wb_error *err)
{
    *ret = (wb_opt_found){0};
    if (parser->cluster) {
        return read_letter(parser, ret, err);
    }
    while (parser->at < parser->count) {
        char *word = parser->words[parser->at++];
        if (is_operand(parser, word)) {
            parser->words[parser->operand_count++] = word;
        } else if (strcmp(word, "--") == 0) {
            parser->only_operands = true;
        } else if (word[1] == '-') {
            return read_long(parser, word, ret, err);
        } else {
            parser->cluster = word + 1;
            return read_letter(parser, ret, err);
        }
    }
    return WB_OK;
}

wb_status wb_opt_number(const char *name, const char *text, uint64_t min, uint64_t max,
                        uint64_t *ret, wb_error *err)
{
    uint64_t value = 0;
    bool valid = *text != '\0';
    for (const char *p = text; *p && valid; p++) {
        valid = *p >= '0' && *p <= '9' && value <= (UINT64_MAX - 9) / 10;
        value = valid ? value * 10 + (uint64_t)(*p - '0') : 0;
    }
    if (!valid || value < min || value > max) {
        return wb_error_set(err, WB_INVALID,
                            "--%s takes a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'",
                            name, min, max, text);
    }
    *ret = value;
    return WB_OK;
}

/* Writes "auto, always or never". */
static void list_choices(const char *choices, wb_buf *out)
{
    for (const char *word = choices; *word;) {
        size_t len = strcspn(word, " ");
        const char *next = word + len + (word[len] == ' ');
        bool last = *next == '\0';
        wb_buf_puts(out, word == choices ? "" : last ? " or " : ", ");
        wb_buf_append(out, word, len);
        word = next;
    }
}

wb_status wb_opt_choice(const wb_opt_found *found, size_t *ret, wb_error *err)
{
    size_t number = 0;
    for (const char *word = found->option->choices; *word; number++) {
        size_t len = strcspn(word, " ");
        if (is_name(found->argument, wb_slice_make(word, len))) {
            *ret = number;
            return WB_OK;
        }
        word += len + (word[len] == ' ');
    }
    wb_buf list;
    wb_buf_init(&list, 0);
    list_choices(found->option->choices, &list);
    wb_status status = list.status == WB_OK
                           ? wb_error_set(err, WB_INVALID, "--%s takes %s, not '%s'",
                                          found->option->name, list.data, found->argument)
                           : wb_error_nomem(err);
    wb_buf_free(&list);
    return status;
}
