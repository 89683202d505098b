/*
 * Writes embedded.c (embedded.h) to standard output: the files named, as arrays.
 *
 * usage: gen_embed FILE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *path)
{
    fprintf(stderr, "gen_embed: cannot read %s\n", path);
    exit(EXIT_FAILURE);
}

static void write_array(int number, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail(path);
    }
    printf("static const unsigned char file_%d[] = {", number);
    for (int c = getc(file), column = 0; c != EOF; c = getc(file), column++) {
        printf("%s%d,", column % 24 == 0 ? "\n" : "", c);
    }
    if (ferror(file)) {
        fail(path);
    }
    fclose(file);
    puts("\n    0};"); /* no array may be empty */
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
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
