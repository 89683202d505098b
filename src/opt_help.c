/* -h and --help. */
#include <wbsearch/message.h>
#include <wbsearch/opt.h>
#include <wbsearch/width.h>

#define WIDTH 80

/* The column where the texts of -h begin, and those of --help. */
#define BRIEF_COLUMN 26
#define MORE_COLUMN 10

static void put_synopsis(const wb_opt_program *program, wb_buf *out)
{
    const char *usage = wb_message("usage:");
    size_t usage_columns = wb_width_text(wb_slice_from(usage));
    for (size_t i = 0; program->synopsis[i]; i++) {
        wb_buf_printf(out, "%*s %s %s\n", (int)usage_columns, i ? "" : usage, program->name,
                      wb_message(program->synopsis[i]));
    }
}

/* "  -i, --index=PATH"; returns its length. */
static size_t put_names(const wb_opt *option, wb_buf *out)
{
    size_t start = out->len;
    if (option->letter) {
        wb_buf_printf(out, "  -%c, --%s", option->letter, option->name);
    } else {
        wb_buf_printf(out, "      --%s", option->name);
    }
    if (option->argument) {
        wb_buf_printf(out, "=%s", option->argument);
    }
    return out->len - start;
}

wb_status wb_opt_put_usage(const wb_opt_program *program, wb_buf *out)
{
    put_synopsis(program, out);
    for (unsigned g = 0; program->groups[g].title; g++) {
        if (program->groups[g].only_long) {
            continue;
        }
        wb_buf_printf(out, wb_message("\n%s:\n"), wb_message(program->groups[g].title));
        for (const wb_opt *o = program->options; o->name; o++) {
            if (o->group != g) {
                continue;
            }
            size_t used = put_names(o, out);
            if (used + 2 > BRIEF_COLUMN) {
                wb_buf_putc(out, '\n');
                used = 0;
            }
            wb_buf_printf(out, "%*s%s\n", (int)(BRIEF_COLUMN - used), "", wb_message(o->brief));
        }
    }
    return wb_buf_puts(out, wb_message("\n--help says more.\n"));
}

static void put_option(const wb_opt *option, wb_buf *out)
{
    put_names(option, out);
    wb_buf_putc(out, '\n');
    wb_opt_put_wrapped(wb_message(option->more ? option->more : option->brief), MORE_COLUMN, WIDTH,
                       out);
    if (option->opposite) {
        wb_buf_printf(out, "%*s", MORE_COLUMN, "");
        wb_buf_printf(out, wb_message("--%s takes it back.\n"), option->opposite);
    }
}

wb_status wb_opt_put_help(const wb_opt_program *program, wb_buf *out)
{
    put_synopsis(program, out);
    wb_buf_putc(out, '\n');
    wb_opt_put_wrapped(wb_message(program->description), 0, WIDTH, out);
    for (unsigned g = 0; program->groups[g].title; g++) {
        wb_buf_printf(out, wb_message("\n%s:\n"), wb_message(program->groups[g].title));
        for (const wb_opt *o = program->options; o->name; o++) {
            if (o->group == g) {
                put_option(o, out);
            }
        }
    }
    for (const wb_opt_section *s = program->sections; s->title; s++) {
        if (!s->only_man) {
            wb_buf_printf(out, "\n%s\n", wb_message(s->title));
            wb_opt_put_wrapped(wb_message(s->text), 0, WIDTH, out);
        }
    }
    return out->status;
}
