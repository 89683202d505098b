#include <wbsearch/opt.h>

#include <getopt.h>
#include <inttypes.h>

#include <wbsearch/mem.h>

void wb_opt_start(void)
{
    optind = 0; /* glibc: begin anew, permuting operands to the end */
    opterr = 0;
}

/* Letters a typing error apart (Levenshtein distance), for words of ordinary length. */
static size_t distance(const char *a, const char *b)
{
    size_t row[64];
    size_t n = strlen(b);
    if (n >= sizeof row / sizeof *row) {
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

static const char *nearest(const wb_opt *table, const char *name)
{
    const char *best = NULL;
    size_t best_distance = 4;
    for (const wb_opt *o = table; o->name; o++) {
        size_t d = distance(name, o->name);
        if (d < best_distance) {
            best_distance = d;
            best = o->name;
        }
    }
    return best;
}

static int unknown(const wb_opt *table, const char *word, wb_error *err)
{
    char name[48];
    size_t n = strcspn(word, "=");
    if (strncmp(word, "--", 2) == 0 && n - 2 < sizeof name) {
        memcpy(name, word + 2, n - 2);
        name[n - 2] = '\0';
        wb_error_set(err, WB_INVALID, "unknown option --%s", name);
        const char *close = nearest(table, name);
        if (close) {
            wb_error_hint(err, "did you mean --%s?", close);
            return WB_OPT_ERROR;
        }
    } else if (optopt) {
        wb_error_set(err, WB_INVALID, "unknown option -%c", optopt);
    } else {
        wb_error_set(err, WB_INVALID, "unknown option %s", word);
    }
    wb_error_hint(err, "--help lists the options");
    return WB_OPT_ERROR;
}

static const wb_opt *find_key(const wb_opt *table, int key)
{
    for (const wb_opt *o = table; o->name; o++) {
        if (o->key == key) {
            return o;
        }
    }
    return NULL;
}

int wb_opt_next(const wb_opt *table, int argc, char **argv, const char **ret_argument,
                wb_error *err)
{
    struct option longs[WB_OPT_MAX + 1];
    char shorts[2 * WB_OPT_MAX + 2];
    size_t n = 0;
    size_t s = 0;
    shorts[s++] = ':';
    for (; n < WB_OPT_MAX && table[n].name; n++) {
        const wb_opt *o = &table[n];
        longs[n] =
            (struct option){o->name, o->argument ? required_argument : no_argument, NULL, o->key};
        if (o->letter) {
            shorts[s++] = o->letter;
            if (o->argument) {
                shorts[s++] = ':';
            }
        }
    }
    longs[n] = (struct option){NULL, 0, NULL, 0};
    shorts[s] = '\0';

    int at = optind ? optind : 1;
    int found = getopt_long(argc, argv, shorts, longs, NULL);
    if (found == -1) {
        return WB_OPT_END;
    }
    const char *word = at < argc ? argv[optind > at ? optind - 1 : at] : "";
    if (found == ':') {
        const wb_opt *o = find_key(table, optopt);
        for (const wb_opt *k = table; k->name && !o; k++) {
            o = k->letter == optopt ? k : NULL;
        }
        wb_error_set(err, WB_INVALID, "--%s needs a value (%s)", o ? o->name : "?",
                     o && o->argument ? o->argument : "");
        wb_error_hint(err, "--help lists the options");
        return WB_OPT_ERROR;
    }
    if (found == '?') {
        const wb_opt *known = optopt ? find_key(table, optopt) : NULL;
        if (known) {
            wb_error_set(err, WB_INVALID, "--%s takes no value", known->name);
            wb_error_hint(err, "--help lists the options");
            return WB_OPT_ERROR;
        }
        return unknown(table, word, err);
    }
    *ret_argument = optarg;
    for (const wb_opt *o = table; o->name; o++) {
        if (o->key == found || (o->letter && o->letter == found)) {
            return o->key;
        }
    }
    return unknown(table, word, err);
}

/* The column where the help texts begin. */
#define HELP_COLUMN 26

wb_status wb_opt_help(const wb_opt *table, wb_buf *out)
{
    for (const wb_opt *o = table; o->name; o++) {
        if (!o->help) {
            continue;
        }
        size_t start = out->len;
        if (o->letter) {
            wb_buf_printf(out, "  -%c, --%s", o->letter, o->name);
        } else {
            wb_buf_printf(out, "      --%s", o->name);
        }
        if (o->argument) {
            wb_buf_printf(out, "=%s", o->argument);
        }
        const char *line = o->help;
        bool fits = out->len - start + 2 <= HELP_COLUMN;
        if (!fits) {
            wb_buf_putc(out, '\n');
            start = out->len;
        }
        while (*line) {
            size_t len = strcspn(line, "\n");
            size_t used = out->len - start;
            wb_buf_printf(out, "%*s%.*s\n", (int)(HELP_COLUMN - used), "", (int)len, line);
            start = out->len;
            line += len + (line[len] == '\n');
        }
    }
    return out->status;
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
