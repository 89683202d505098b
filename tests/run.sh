#!/bin/sh
# Installs what is missing, builds with warnings as errors and runs the tests.
#
# usage: sh tests/run.sh [TEST_OPTION...]
#   options of `meson test`, e.g. --suite unit; the last line is "N passed, M failed"
#   BUILD=DIR            the build directory (default: build-test)
#   SETUP='OPTION...'    further options of `meson setup`, when DIR is not there yet
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build-test}

sh tests/packages.sh test
if [ ! -f "$build/build.ninja" ]; then
    # shellcheck disable=SC2086 # a list of options
    meson setup "$build" --werror ${SETUP-} >/dev/null || {
        cat "$build/meson-logs/meson-log.txt" >&2
        exit 1
    }
fi
# Debian's ninja has no quiet mode that would still show what went wrong.
ninja -C "$build" >"$build/build.log" 2>&1 || {
    cat "$build/build.log" >&2
    exit 1
}
# Slow tests have their own limits; a busy or small machine gets twice the time.
status=0
rm -f "$build"/meson-logs/testlog*.json # with --wrap, the log has another name
# One more at a time than there are processors: some mostly wait, for a browser or a socket.
meson test -C "$build" --no-rebuild --print-errorlogs --timeout-multiplier 2 \
    --num-processes $(($(nproc) + 1)) "$@" || status=$?
python3 tests/count.py "$build"/meson-logs/testlog*.json || status=1
exit "$status"
