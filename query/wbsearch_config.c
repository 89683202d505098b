#include "wbsearch_config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include <wbsearch/file.h>

#include "lists.h"

/* Finds the file; `*ret_named` tells that it must be there. */
static wb_status find(struct config *config, bool *ret_named, wb_error *err)
{
    const char *named = getenv("WBSEARCH_CONFIG");
    *ret_named = named != NULL;
    if (named) {
        wb_buf_puts(&config->path, named);
    } else if (wb_lists_config_folder(&config->path) == WB_OK && config->path.len) {
        wb_buf_puts(&config->path, "/config");
    }
    return config->path.status == WB_OK ? WB_OK : wb_error_nomem(err);
}

wb_status config_load(struct config *config, wb_error *err)
{
    bool named = false;
    wb_file_stamp stamp;
    *config = (struct config){.at = 0};
    wb_buf_init(&config->path, 0);
    wb_buf_init(&config->text, 0);
    wb_status status = find(config, &named, err);
    if (status != WB_OK || config->path.len == 0) {
        return status;
    }
    status = wb_file_read(AT_FDCWD, config->path.data, CONFIG_MAX, &config->text, &stamp, err);
    if (status == WB_NOTFOUND && !named) {
        return WB_OK;
    }
    if (status == WB_OK &&
        memchr(config->text.data ? config->text.data : "", '\0', config->text.len)) {
        return wb_error_set(err, WB_INVALID, "%s: this is no configuration file",
                            config->path.data);
    }
    if (status != WB_OK) {
        wb_error cause = *err;
        return wb_error_set(err, status, "%s: %s", config->path.data, cause.text);
    }
    return WB_OK;
}

void config_clear(struct config *config)
{
    wb_buf_free(&config->path);
    wb_buf_free(&config->text);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Takes white space off both ends of a string. */
static char *trim(char *text)
{
    size_t len = strlen(text);
    while (len && is_blank(text[len - 1])) {
        text[--len] = '\0';
    }
    while (is_blank(*text)) {
        text++;
    }
    return text;
}

size_t config_next(struct config *config, char *ret_words[2])
{
    while (config->at < config->text.len) {
        char *line = config->text.data + config->at;
        size_t len = strcspn(line, "\n");
        config->at += len + 1;
        config->line++;
        line[len] = '\0'; /* the buffer ends with a NUL, which stands for the last line's end */
        line = trim(line);
        if (*line == '\0' || *line == '#') {
            continue;
        }
        ret_words[0] = line;
        size_t name = strcspn(line, "= \t");
        if (line[name] == '\0' || line[name] == '=') {
            return 1;
        }
        line[name] = '\0';
        ret_words[1] = trim(line + name + 1);
        return 2;
    }
    return 0;
}

wb_status config_error(const struct config *config, wb_error *err)
{
    wb_error cause = *err;
    wb_error_set(err, cause.status, "%s:%zu: %s", config->path.data, config->line, cause.text);
    if (cause.hint[0]) {
        wb_error_hint(err, "%s", cause.hint);
    }
    return cause.status;
}

const char *config_expand(const char *path, wb_arena *arena)
{
    const char *home = getenv("HOME");
    if (strncmp(path, "~/", 2) != 0 || !home || !*home) {
        return path;
    }
    size_t size = strlen(home) + strlen(path + 1) + 1;
    char *whole = wb_arena_alloc(arena, size, 1);
    if (whole) {
        (void)snprintf(whole, size, "%s%s", home, path + 1);
    }
    return whole;
}
