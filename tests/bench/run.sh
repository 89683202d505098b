#!/bin/sh
# All benchmarks on one folder of documents, with an optimised build in build-bench.
#
# usage: sh tests/bench/run.sh CORPUS
set -eu
corpus=$(realpath "${1:?usage: sh tests/bench/run.sh CORPUS}")
cd "$(dirname "$0")/../.."
build="build-bench"
bench=tests/bench

[ -f "$build/build.ninja" ] ||
    meson setup "$build" --buildtype=release -Db_lto=true >/dev/null
ninja -C "$build" >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "== build"
python3 "$bench/build.py" "$corpus"
echo "== update"
python3 "$bench/update.py" "$corpus"
"$build/indexer/wbindex" -q --index "$work/index" "$corpus" || [ $? = 1 ]
"$build/tests/bench/dump_paragraphs" "$corpus" >"$work/paragraphs"
echo "== query, warm"
"$build/tests/bench/query_bench" "$work/index" "$work/paragraphs"
echo "== order of the ladder"
python3 "$bench/ladder.py" "$build/query/wbsearch" "$work/index" "$work/paragraphs"
echo "== query, cold"
python3 "$bench/cold.py" "$work/index" "$work/paragraphs"
echo "== the server under load"
python3 "$bench/load.py" "$build/indexer/wbindex" "$build/query/wbsearchd" "$work/paragraphs" "$corpus"
echo "== quality, on judged sets"
python3 "$bench/quality.py"
echo "== many questions in one process"
python3 "$bench/batch.py" "$build/quality/stard/index" ../shared/corpora/judged/stard/queries.tsv
