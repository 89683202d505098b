#!/bin/sh
# clang-tidy (.clang-tidy) over the sources of the library and the programs; any finding fails.
#
# usage: sh tests/lint/clang_tidy.sh BUILD_DIR    (one that clang has built)
set -eu
build=$(realpath "$1")
cd "$(dirname "$0")/../.."
printf '%s\0' src/*.c src/*.cc indexer/*.c query/*.c |
    xargs -0 -n 4 -P "$(nproc)" clang-tidy -p "$build" --quiet --warnings-as-errors='*'
