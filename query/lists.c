#include "lists.h"

#include <fcntl.h>
#include <stdlib.h>

#include <wbsearch/file.h>

/* Files that may hold words. */
#define WORDS_MAX 3

wb_status wb_lists_config_folder(wb_buf *ret)
{
    const char *config = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    if (config && config[0] == '/') { /* relative ones are to be ignored */
        wb_buf_puts(ret, config);
        return wb_buf_puts(ret, "/wbsearch");
    }
    if (home && *home) {
        wb_buf_puts(ret, home);
        return wb_buf_puts(ret, "/.config/wbsearch");
    }
    return ret->status;
}

/* Reads a file whole. One that is not there and was not named leaves `*ret_there` false; one that
 * was not named and cannot be read is reported. */
static wb_status read_file(const wb_lists_options *options, const char *path, bool named,
                           wb_buf *text, bool *ret_there, wb_error *err)
{
    wb_file_stamp stamp;
    wb_error error;
    wb_status status = wb_file_read(AT_FDCWD, path, WB_LISTFILE_MAX, text, &stamp, &error);
    *ret_there = status == WB_OK;
    if (status == WB_OK) {
        return WB_OK;
    }
    if (status == WB_NOMEM || named) {
        return wb_error_set(err, status, "%s: %s", path,
                            status == WB_NOTFOUND ? "there is no such file" : error.text);
    }
    if (status != WB_NOTFOUND && options->report) {
        wb_error named_error;
        (void)wb_error_set(&named_error, status, "%s: %s", path, error.text);
        options->report(options->context, &named_error);
    }
    return WB_OK;
}

static wb_status add_synonyms(const wb_lists_options *options, wb_slice text, const char *name,
                              wb_lists *lists, wb_error *err)
{
    wb_listfile list = wb_listfile_make(text, name, options->report, options->context);
    wb_status status = wb_synonyms_read(&list, &lists->owned[lists->count], err);
    if (status == WB_OK) {
        lists->synonyms[lists->count] = lists->owned[lists->count];
        lists->count++;
    }
    return status;
}

static wb_status load_synonyms(const wb_lists_options *options, const char *path, bool named,
                               wb_lists *lists, wb_error *err)
{
    wb_buf text;
    bool there = false;
    wb_buf_init(&text, 0);
    wb_status status = read_file(options, path, named, &text, &there, err);
    if (there) {
        status = add_synonyms(options, wb_buf_slice(&text), path, lists, err);
    }
    wb_buf_free(&text);
    return status;
}

static wb_status load_builtin(const wb_lists_options *options, wb_lists *lists, wb_error *err)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    wb_status status = wb_synonyms_builtin(&text);
    status = status == WB_OK
                 ? add_synonyms(options, wb_buf_slice(&text), "built-in synonyms", lists, err)
                 : wb_error_nomem(err);
    wb_buf_free(&text);
    return status;
}

/* FOLDER/NAME, in `path`; false when there is no such folder. */
static bool join(const char *folder, const char *name, wb_buf *path)
{
    wb_buf_clear(path);
    if (!folder || !*folder) {
        return false;
    }
    wb_buf_puts(path, folder);
    return wb_buf_puts(path, name) == WB_OK;
}

static wb_status load_all_synonyms(const wb_lists_options *options, wb_lists *lists, wb_error *err)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = WB_OK;
    if (options->synonyms && options->synonyms_file) {
        status = load_synonyms(options, options->synonyms_file, true, lists, err);
    }
    if (status == WB_OK && options->synonyms &&
        join(options->index_path, "/../.wbsynonyms", &path)) {
        status = load_synonyms(options, path.data, false, lists, err);
    }
    if (status == WB_OK && options->synonyms &&
        join(options->config_folder, "/synonyms.txt", &path)) {
        status = load_synonyms(options, path.data, false, lists, err);
    }
    if (status == WB_OK && options->builtin_synonyms) {
        status = load_builtin(options, lists, err);
    }
    wb_buf_free(&path);
    return status;
}

static wb_status load_words(const wb_lists_options *options, wb_lists *lists, wb_error *err)
{
    wb_buf texts[WORDS_MAX];
    wb_buf paths[WORDS_MAX];
    wb_listfile files[WORDS_MAX];
    size_t count = 0;
    wb_status status = WB_OK;
    for (size_t i = 0; i < WORDS_MAX; i++) {
        wb_buf_init(&texts[i], 0);
        wb_buf_init(&paths[i], 0);
    }
    join(options->words_file, "", &paths[0]);
    join(options->index_path, "/../.wbwords", &paths[1]);
    join(options->config_folder, "/words.txt", &paths[2]);
    for (size_t i = 0; i < WORDS_MAX && status == WB_OK; i++) {
        bool there = false;
        if (paths[i].len) {
            status = read_file(options, paths[i].data, i == 0, &texts[i], &there, err);
        }
        if (there) {
            files[count++] = wb_listfile_make(wb_buf_slice(&texts[i]), paths[i].data,
                                              options->report, options->context);
        }
    }
    if (status == WB_OK && count) {
        status = wb_words_read(files, count, &lists->words, err);
    }
    for (size_t i = 0; i < WORDS_MAX; i++) {
        wb_buf_free(&texts[i]);
        wb_buf_free(&paths[i]);
    }
    return status;
}

wb_status wb_lists_load(const wb_lists_options *options, wb_lists *lists, wb_error *err)
{
    wb_lists_clear(lists);
    wb_status status = load_all_synonyms(options, lists, err);
    if (status == WB_OK) {
        status = load_words(options, lists, err);
    }
    if (status != WB_OK) {
        wb_lists_clear(lists);
        return status;
    }
    lists->equivalents = (wb_equivalents){
        .numbers = options->numbers, .synonyms = lists->synonyms, .synonyms_count = lists->count};
    return WB_OK;
}

void wb_lists_clear(wb_lists *lists)
{
    for (size_t i = 0; i < lists->count; i++) {
        wb_synonyms_free(lists->owned[i]);
    }
    wb_words_free(lists->words);
    memset(lists, 0, sizeof *lists);
}
