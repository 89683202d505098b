#!/bin/sh
# Installs libwbsearch into a scratch folder and builds a program against it, as a user would.
#
# usage: sh tests/lint/installed_library.sh BUILD_DIR
set -eu
cd "$(dirname "$0")/../.."
build=$1
prefix=$(pwd)/$build/prefix

[ -f "$build/build.ninja" ] ||
    meson setup "$build" --prefix "$prefix" --libdir lib -Dlibrary=true -Dtests=false
meson install -C "$build" --quiet

cat >"$build/program.c" <<'C'
#include <stdio.h>
#include <wbsearch/query/search.h>

int main(int argc, char **argv)
{
    wb_searcher *searcher;
    wb_query query = {0};
    wb_result result = {0};
    wb_search_options options = {.limit = 5};
    wb_error error;
    if (argc != 3 || wb_searcher_new(argv[1], &searcher, &error) != WB_OK) {
        return 2;
    }
    if (wb_query_parse(wb_slice_from(argv[2]), &query, &error) != WB_OK ||
        wb_search(searcher, &query, &options, &result, &error) != WB_OK) {
        fprintf(stderr, "%s\n", error.text);
        return 2;
    }
    printf("%zu\n", result.hit_count);
    wb_result_clear(&result);
    wb_query_clear(&query);
    wb_searcher_free(searcher);
    return 0;
}
C
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
# shellcheck disable=SC2046 # a list of options
cc -std=c11 -Wall -Werror "$build/program.c" $(pkg-config --cflags --libs --static wbsearch) \
    -o "$build/program"
"$prefix/bin/wbindex" --index "$build/index" tests/data/examples
[ "$("$build/program" "$build/index" 碳金融)" = 5 ]
