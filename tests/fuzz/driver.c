/*
 * Runs a fuzz target over files and folders of seeds (not below them), and over every beginning of
 * the short ones: what makes the targets ordinary tests, with any compiler.
 *
 * usage: fuzz_TARGET FILE|FOLDER...
 */
#include <dirent.h>
#include <sys/stat.h>

#include <wbsearch/buf.h>

#include "fuzz.h"

/* Seeds up to this size are also run cut off at every byte. */
#define CUT_MAX 512

static size_t runs;

static void run_one(const char *data, size_t size)
{
    /* A copy of exactly this size, so that a sanitizer sees reads behind its end. */
    uint8_t *copy = malloc(size ? size : 1);
    PROMISE(copy != NULL);
    if (size) {
        memcpy(copy, data, size);
    }
    (void)LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    runs++;
}

static bool run_file(const char *path)
{
    wb_buf bytes;
    wb_buf_init(&bytes, 0);
    FILE *file = fopen(path, "rb");
    char piece[4096];
    for (size_t n = 1; file && n > 0;) {
        n = fread(piece, 1, sizeof piece, file);
        wb_buf_append(&bytes, piece, n);
    }
    bool read = file && !ferror(file) && bytes.status == WB_OK;
    if (file) {
        fclose(file);
    }
    if (read) {
        run_one(bytes.data, bytes.len);
        for (size_t size = 0; bytes.len <= CUT_MAX && size < bytes.len; size++) {
            run_one(bytes.data, size);
        }
    } else {
        fprintf(stderr, "%s cannot be read\n", path);
    }
    wb_buf_free(&bytes);
    return read;
}

static bool run_folder(const char *path)
{
    DIR *folder = opendir(path);
    bool good = folder != NULL;
    for (const struct dirent *entry = folder ? readdir(folder) : NULL; entry;
         entry = readdir(folder)) {
        wb_buf name;
        wb_buf_init(&name, 0);
        if (entry->d_name[0] != '.') {
            wb_buf_printf(&name, "%s/%s", path, entry->d_name);
            good = name.status == WB_OK && run_file(name.data) && good;
        }
        wb_buf_free(&name);
    }
    if (folder) {
        closedir(folder);
    }
    return good;
}

int main(int argc, char **argv)
{
    bool good = true;
    for (int i = 1; i < argc; i++) {
        struct stat info;
        bool is_folder = stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode);
        good = (is_folder ? run_folder(argv[i]) : run_file(argv[i])) && good;
    }
    printf("%zu runs\n", runs);
    return good && runs ? EXIT_SUCCESS : EXIT_FAILURE;
}
