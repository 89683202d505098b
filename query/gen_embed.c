/*
 * Writes embedded.c (embedded.h) to standard output: the files named, as arrays, with their tags.
 *
 * usage: gen_embed FILE...
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *path)
{
    fprintf(stderr, "gen_embed: cannot read %s\n", path);
    exit(EXIT_FAILURE);
}

/* Writes the content of a file; its tag is a hash of it (FNV-1a, 64 bits). */
static void write_array(int number, const char *path)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail(path);
    }
    printf("static const unsigned char file_%d[] = {", number);
    for (int c = getc(file), column = 0; c != EOF; c = getc(file), column++) {
        printf("%s%d,", column % 24 == 0 ? "\n" : "", c);
        hash = (hash ^ (uint64_t)c) * UINT64_C(0x100000001B3);
    }
    if (ferror(file)) {
        fail(path);
    }
    fclose(file);
    puts("\n    0};"); /* no array may be empty */
    printf("static const char tag_%d[] = \"%016" PRIx64 "\";\n", number, hash);
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
    puts("#include \"embedded.h\"\n");
    for (int i = 1; i < argc; i++) {
        write_array(i, argv[i]);
    }
    puts("\nwb_slice wb_embedded(const char *name)\n{");
    for (int i = 1; i < argc; i++) {
        printf("    if (strcmp(name, \"%s\") == 0) {\n"
               "        return wb_slice_make((const char *)file_%d, sizeof file_%d - 1);\n"
               "    }\n",
               name_of(argv[i]), i, i);
    }
    puts("    return wb_slice_make(\"\", 0);\n}");
    puts("\nconst char *wb_embedded_tag(const char *name)\n{");
    for (int i = 1; i < argc; i++) {
        printf("    if (strcmp(name, \"%s\") == 0) {\n        return tag_%d;\n    }\n",
               name_of(argv[i]), i);
    }
    puts("    return \"\";\n}");
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
