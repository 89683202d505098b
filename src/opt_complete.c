/* Completions for shells. */
#include <wbsearch/message.h>
#include <wbsearch/opt.h>

/* Appends `text` with a backslash before each of `special`. */
static void put_escaped(const char *text, const char *special, wb_buf *out)
{
    for (const char *p = text; *p; p++) {
        if (strchr(special, *p)) {
            wb_buf_putc(out, '\\');
        }
        wb_buf_putc(out, *p);
    }
}

/* Appends `text` as it stands between single quotes in a shell. */
static void put_quoted(const char *text, wb_buf *out)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\'') {
            wb_buf_puts(out, "'\\''");
        } else {
            wb_buf_putc(out, *p);
        }
    }
}

/* What bash offers for an argument or operand. */
static void put_bash_values(wb_opt_kind kind, const char *choices, wb_buf *out)
{
    if (kind == WB_OPT_CHOICE) {
        wb_buf_printf(out, "COMPREPLY=($(compgen -W '%s' -- \"$cur\"))", choices);
    } else if (kind == WB_OPT_FILE) {
        wb_buf_puts(out, "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"))");
    } else if (kind == WB_OPT_FOLDER) {
        wb_buf_puts(out, "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$cur\"))");
    } else {
        wb_buf_puts(out, "COMPREPLY=()");
    }
}

wb_status wb_opt_put_bash(const wb_opt_program *program, wb_buf *out)
{
    wb_buf_printf(out,
                  "# bash completion for %s\n"
                  "_%s() {\n"
                  "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                  "    # bash cuts --name=value at the equals sign\n"
                  "    if [[ $cur == '=' ]]; then\n"
                  "        cur=\n"
                  "    elif [[ $prev == '=' ]]; then\n"
                  "        prev=${COMP_WORDS[COMP_CWORD-2]}\n"
                  "    fi\n"
                  "    case $prev in\n",
                  program->name, program->name);
    for (const wb_opt *o = program->options; o->name; o++) {
        if (o->kind == WB_OPT_FLAG) {
            continue;
        }
        wb_buf_puts(out, "    ");
        if (o->letter) {
            wb_buf_printf(out, "-%c|", o->letter);
        }
        wb_buf_printf(out, "--%s) ", o->name);
        put_bash_values(o->kind, o->choices, out);
        wb_buf_puts(out, "; return ;;\n");
    }
    wb_buf_puts(out, "    esac\n"
                     "    if [[ $cur == -* ]]; then\n"
                     "        COMPREPLY=($(compgen -W '");
    for (const wb_opt *o = program->options; o->name; o++) {
        if (o->letter) {
            wb_buf_printf(out, "-%c ", o->letter);
        }
        wb_buf_printf(out, "--%s ", o->name);
        if (o->opposite) {
            wb_buf_printf(out, "--%s ", o->opposite);
        }
    }
    wb_buf_puts(out, "' -- \"$cur\"))\n"
                     "    else\n"
                     "        ");
    put_bash_values(program->operands, NULL, out);
    return wb_buf_printf(out,
                         "\n    fi\n"
                         "}\n"
                         "complete -F _%s %s\n",
                         program->name, program->name);
}

/* ":PATH:_files" */
static void put_zsh_argument(const wb_opt *option, wb_buf *out)
{
    if (option->kind == WB_OPT_FLAG) {
        return;
    }
    wb_buf_printf(out, ":%s:", option->argument);
    if (option->kind == WB_OPT_CHOICE) {
        wb_buf_printf(out, "(%s)", option->choices);
    } else if (option->kind == WB_OPT_FILE) {
        wb_buf_puts(out, "_files");
    } else if (option->kind == WB_OPT_FOLDER) {
        wb_buf_puts(out, "_files -/");
    }
}

/* '--name=[what it does]:PATH:_files' */
static void put_zsh_name(const wb_opt *option, const char *dashes, const char *name,
                         const char *assign, wb_buf *out)
{
    wb_buf brief;
    wb_buf_init(&brief, 0);
    put_escaped(wb_message(option->brief), "[]:\\", &brief);
    wb_buf_printf(out, "        '%s%s%s[", dashes, name, assign);
    put_quoted(brief.status == WB_OK ? brief.data : "", out);
    wb_buf_puts(out, "]");
    put_zsh_argument(option, out);
    wb_buf_puts(out, "' \\\n");
    wb_buf_free(&brief);
}

wb_status wb_opt_put_zsh(const wb_opt_program *program, wb_buf *out)
{
    wb_buf_printf(out, "#compdef %s\n_%s() {\n    _arguments -s -S \\\n", program->name,
                  program->name);
    for (const wb_opt *o = program->options; o->name; o++) {
        bool takes = o->kind != WB_OPT_FLAG;
        if (o->letter) {
            const char letter[2] = {o->letter, '\0'};
            put_zsh_name(o, "-", letter, takes ? "+" : "", out);
        }
        put_zsh_name(o, "--", o->name, takes ? "=" : "", out);
        if (o->opposite) {
            wb_buf_printf(out, "        '--%s[take back --%s]' \\\n", o->opposite, o->name);
        }
    }
    const char *operands = program->operands == WB_OPT_FOLDER ? "_files -/"
                           : program->operands == WB_OPT_FILE ? "_files"
                                                              : "";
    return wb_buf_printf(out, "        '*: :%s'\n}\n_%s \"$@\"\n", operands, program->name);
}

static void put_fish_argument(const wb_opt *option, wb_buf *out)
{
    if (option->kind == WB_OPT_CHOICE) {
        wb_buf_printf(out, " -x -a '%s'", option->choices);
    } else if (option->kind == WB_OPT_FILE) {
        wb_buf_puts(out, " -r -F");
    } else if (option->kind == WB_OPT_FOLDER) {
        wb_buf_puts(out, " -x -a '(__fish_complete_directories)'");
    } else if (option->kind != WB_OPT_FLAG) {
        wb_buf_puts(out, " -x");
    }
}

wb_status wb_opt_put_fish(const wb_opt_program *program, wb_buf *out)
{
    bool files = program->operands == WB_OPT_FILE || program->operands == WB_OPT_FOLDER;
    wb_buf_printf(out, "# fish completion for %s\n", program->name);
    if (!files) {
        wb_buf_printf(out, "complete -c %s -f\n", program->name);
    }
    for (const wb_opt *o = program->options; o->name; o++) {
        wb_buf_printf(out, "complete -c %s", program->name);
        if (o->letter) {
            wb_buf_printf(out, " -s %c", o->letter);
        }
        wb_buf_printf(out, " -l %s", o->name);
        put_fish_argument(o, out);
        wb_buf_puts(out, " -d '");
        put_escaped(wb_message(o->brief), "\\'", out);
        wb_buf_puts(out, "'\n");
        if (o->opposite) {
            wb_buf_printf(out, "complete -c %s -l %s -d 'take back --%s'\n", program->name,
                          o->opposite, o->name);
        }
    }
    return out->status;
}

wb_status wb_opt_generate(const wb_opt_program *program, size_t choice, wb_buf *out)
{
    static wb_status (*const makers[])(const wb_opt_program *, wb_buf *) = {
        wb_opt_put_man, wb_opt_put_bash, wb_opt_put_zsh, wb_opt_put_fish};
    return choice < sizeof makers / sizeof *makers ? makers[choice](program, out) : WB_INVALID;
}
