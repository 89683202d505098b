#!/bin/sh
# Installs what is missing, builds the programs in build/, indexes the example documents and
# searches them.
#
# usage: sh tests/demo.sh [WORD...]    (default: 碳金融)
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 碳金融

sh tests/packages.sh build
[ -f build/build.ninja ] ||
    meson setup build --buildtype=release -Db_lto=true -Dtests=false >build-demo.log 2>&1 ||
    { cat build-demo.log >&2; exit 1; }
ninja -C build >build-demo.log 2>&1 || { cat build-demo.log >&2; exit 1; }
rm -f build-demo.log

echo '$ wbindex --index build/examples.wbsearch tests/data/examples'
build/indexer/wbindex --index build/examples.wbsearch tests/data/examples
echo "\$ wbsearch --index build/examples.wbsearch $*"
exec build/query/wbsearch --index build/examples.wbsearch --heading "$@"
