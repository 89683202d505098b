#!/bin/sh
# Builds the fuzz targets with clang, AddressSanitizer and UBSan, and runs each for a while, two at
# a time. Fails when one crashes, leaks, hangs or eats memory; the input that did it is named.
#
# usage: run.sh [-b FOLDER] SECONDS [TARGET...]
#   -b FOLDER  where to build (default: build-fuzz beside the sources); what the fuzzers learn stays
#              there, in corpus/TARGET
#   TARGET     markdown, html, token, record, query, encoding, metadata, http
#              (default: all)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
build=$source/build-fuzz
if [ "${1:-}" = -b ]; then
    build=$2
    shift 2
fi
if [ $# -lt 1 ]; then
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
seconds=$1
shift
[ $# -gt 0 ] || set -- markdown html token record query encoding metadata http

if [ ! -f "$build/build.ninja" ]; then
    CC=${CC:-clang} CXX=${CXX:-clang++} meson setup "$build" "$source" -Dfuzz=true \
        -Db_sanitize=address,undefined -Db_lundef=false
fi
programs=
for target in "$@"; do
    programs="$programs tests/fuzz/fuzz_$target"
done
# shellcheck disable=SC2086 # a list of words
ninja -C "$build" $programs

# Limits. A piece of policy text is short, and cmark 0.30.2 takes quadratic time on some inputs:
# long ones would only find that again.
max_len() {
    case $1 in
    markdown | html) echo 4096 ;;
    query) echo 5000 ;; # WB_QUERY_CHARS_MAX and a little more
    *) echo 2048 ;;
    esac
}

run_one() {
    mkdir -p "$build/corpus/$1" "$build/crashes"
    if "$build/tests/fuzz/fuzz_$1" -max_total_time="$seconds" -max_len="$(max_len "$1")" \
        -timeout=10 -rss_limit_mb=1500 -malloc_limit_mb=1000 -print_final_stats=1 \
        -artifact_prefix="$build/crashes/$1-" "$build/corpus/$1" "$here/seeds/$1" \
        >"$build/$1.log" 2>&1; then
        printf '%s: %s\n' "$1" "$(grep -h '^Done' "$build/$1.log")"
        grep -h ' cov: ' "$build/$1.log" | tail -n 1
    else
        printf '%s: FAILED, see %s\n' "$1" "$build/$1.log"
        grep -h -e 'broken promise' -e 'ERROR:' -e 'runtime error' -e 'SUMMARY' -e 'Test unit' \
            "$build/$1.log" || tail -n 5 "$build/$1.log"
        return 1
    fi
}

failed=0
while [ $# -gt 0 ]; do
    run_one "$1" &
    first=$!
    shift
    second=
    if [ $# -gt 0 ]; then
        run_one "$1" &
        second=$!
        shift
    fi
    wait "$first" || failed=1
    [ -z "$second" ] || wait "$second" || failed=1
done
exit "$failed"
