/* The manual page: roff with the macros of man(7). */
#include <wbsearch/message.h>
#include <wbsearch/opt.h>

/* Appends text as roff: what roff would take for an escape, and the hyphens of options, which must
 * stay ASCII so that they can be copied. */
static void put_roff(wb_slice text, wb_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        switch (c) {
        case '\\':
            wb_buf_puts(out, "\\e");
            break;
        case '-':
            wb_buf_puts(out, "\\-");
            break;
        case '\'':
            wb_buf_puts(out, "\\(aq");
            break;
        case '`':
            wb_buf_puts(out, "\\(ga");
            break;
        case '^':
            wb_buf_puts(out, "\\(ha");
            break;
        case '~':
            wb_buf_puts(out, "\\(ti");
            break;
        default:
            wb_buf_putc(out, c);
            break;
        }
    }
}

static void put_roff_word(const char *text, wb_buf *out)
{
    put_roff(wb_slice_from(text), out);
}

/* A line of text: one that begins with '.' is no request. */
static void put_roff_line(wb_slice line, wb_buf *out)
{
    wb_buf_puts(out, line.len && line.ptr[0] == '.' ? "\\&" : "");
    put_roff(line, out);
    wb_buf_putc(out, '\n');
}

/* Text in the form of wb_opt_section.text; `paragraph` is the request that begins one. */
static void put_body(const char *text, const char *paragraph, wb_buf *out)
{
    bool as_is = false;
    while (*text) {
        size_t len = strcspn(text, "\n");
        bool now = strncmp(text, "  ", 2) == 0;
        if (now != as_is) {
            wb_buf_puts(out, now ? ".PP\n.RS 4\n.nf\n" : ".fi\n.RE\n");
            wb_buf_puts(out, now || len == 0 ? "" : paragraph);
        }
        if (len == 0) {
            const char *next = text + 1;
            wb_buf_puts(out, *next && strncmp(next, "  ", 2) != 0 ? paragraph : "");
        } else {
            put_roff_line(now ? wb_slice_make(text + 2, len - 2) : wb_slice_make(text, len), out);
        }
        as_is = now;
        text += len + (text[len] == '\n');
    }
    wb_buf_puts(out, as_is ? ".fi\n.RE\n" : "");
}

static void put_option(const wb_opt *option, wb_buf *out)
{
    wb_buf_puts(out, ".TP\n");
    if (option->letter) {
        wb_buf_printf(out, "\\fB\\-%c\\fR, ", option->letter);
    }
    wb_buf_puts(out, "\\fB\\-\\-");
    put_roff_word(option->name, out);
    wb_buf_puts(out, "\\fR");
    if (option->argument) {
        wb_buf_printf(out, "=\\fI%s\\fR", option->argument);
    }
    wb_buf_putc(out, '\n');
    put_body(wb_message(option->more ? option->more : option->brief), ".IP\n", out);
    if (option->opposite) {
        wb_buf_puts(out, ".br\n\\fB\\-\\-");
        put_roff_word(option->opposite, out);
        wb_buf_printf(out, "\\fR%s\n", wb_message(" takes it back."));
    }
}

static void put_heading(const char *title, wb_buf *out)
{
    const char *text = wb_message(title);
    wb_buf_printf(out, strchr(text, ' ') ? ".SH \"%s\"\n" : ".SH %s\n", text);
}

static void put_options(const wb_opt_program *program, wb_buf *out)
{
    put_heading(WB_N("OPTIONS"), out);
    for (unsigned g = 0; program->groups[g].title; g++) {
        wb_buf_puts(out, ".SS \"");
        put_roff_word(wb_message(program->groups[g].title), out);
        wb_buf_puts(out, "\"\n");
        for (const wb_opt *o = program->options; o->name; o++) {
            if (o->group == g) {
                put_option(o, out);
            }
        }
    }
}

/* The title in capitals, as man(7) wants it. */
static void put_title(const wb_opt_program *program, wb_buf *out)
{
    wb_buf_puts(out, "'\\\" -*- coding: UTF-8 -*-\n.TH ");
    for (const char *p = program->name; *p; p++) {
        wb_buf_putc(out, *p >= 'a' && *p <= 'z' ? (char)(*p - 0x20) : *p);
    }
    wb_buf_printf(out, " 1 \"\" \"wbsearch %s\" \"User Commands\"\n.ad l\n", program->version);
}

static void put_synopsis(const wb_opt_program *program, wb_buf *out)
{
    put_heading(WB_N("SYNOPSIS"), out);
    for (size_t i = 0; program->synopsis[i]; i++) {
        wb_buf_puts(out, i ? ".br\n" : "");
        wb_buf_printf(out, "\\fB%s\\fR ", program->name);
        put_roff_word(wb_message(program->synopsis[i]), out);
        wb_buf_putc(out, '\n');
    }
}

wb_status wb_opt_put_man(const wb_opt_program *program, wb_buf *out)
{
    put_title(program, out);
    wb_buf_printf(out, ".SH NAME\n%s \\- %s\n", program->name, wb_message(program->purpose));
    put_synopsis(program, out);
    put_heading(WB_N("DESCRIPTION"), out);
    put_body(wb_message(program->description), ".PP\n", out);
    put_options(program, out);
    for (const wb_opt_section *s = program->sections; s->title; s++) {
        put_heading(s->title, out);
        put_body(wb_message(s->text), ".PP\n", out);
    }
    put_heading(WB_N("SEE ALSO"), out);
    put_roff_line(wb_slice_from(program->see_also), out);
    return out->status;
}
