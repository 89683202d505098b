#!/bin/sh
# Installs libwbsearch below a scratch folder and builds a program against it, as a user would.
#
# usage: sh tests/lint/installed_library.sh BUILD_DIR SCRATCH_DIR
#   BUILD_DIR    set up with -Dlibrary=true
#   SCRATCH_DIR  is emptied
set -eu
cd "$(dirname "$0")/../.."
build=$1
scratch=$(pwd)/$2

rm -rf "$scratch"
mkdir -p "$scratch"
meson install -C "$build" --quiet --destdir "$scratch/root"
prefix=$scratch/root$(meson introspect "$build" --buildoptions |
    python3 -c 'import json, sys
print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))')

cat >"$scratch/program.c" <<'C'
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
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name wbsearch.pc)")
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR="$scratch/root"
flags=$(pkg-config --cflags --libs --static wbsearch)
# shellcheck disable=SC2086 # a list of options
cc -std=c11 -Wall -Werror "$scratch/program.c" $flags -o "$scratch/program"
"$prefix/bin/wbindex" --index "$scratch/index" tests/data/examples
[ "$("$scratch/program" "$scratch/index" 碳金融)" = 5 ]
