#!/bin/sh
# cppcheck over the C sources; any finding fails.
set -eu
cd "$(dirname "$0")/../.."
exec cppcheck --enable=warning,style,performance,portability --std=c11 --language=c \
    --inline-suppr --error-exitcode=1 --quiet -j "$(nproc)" --suppress=missingIncludeSystem \
    -Iinclude -Isrc -Iindexer -Iquery -D_GNU_SOURCE src/*.c indexer/*.c query/*.c
