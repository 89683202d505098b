#!/bin/sh
# Installs the Debian packages that are missing; does nothing, quickly, when none is.
#
# usage: sh tests/packages.sh build|test|check
#   build  what building and using the programs takes
#   test   and what the tests take
#   check  and what the checks of .ci/run take
set -eu

build="gcc g++ meson ninja-build pkg-config
    libxapian-dev libicu-dev libcmark-dev libzstd-dev libxxhash-dev libmimalloc-dev
    libmicrohttpd-dev zlib1g-dev gettext"
test="libcmocka-dev python3 python3-jsonschema"
check="clang libclang-rt-14-dev lld clang-format clang-tidy cppcheck valgrind
    vim emacs-nox fzf chromium chromium-driver fonts-noto-cjk"

case "${1-}" in
build) wanted=$build ;;
test) wanted="$build $test" ;;
check) wanted="$build $test $check" ;;
*)
    echo "usage: sh tests/packages.sh build|test|check" >&2
    exit 2
    ;;
esac

missing=
for package in $wanted; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    sudo=
elif command -v sudo >/dev/null; then
    sudo=sudo
else
    echo "packages.sh: these packages are missing, and neither root nor sudo is at hand:$missing" >&2
    exit 1
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A machine that has just started often holds the package lock for a moment.
apt="apt-get -q -o DPkg::Lock::Timeout=300"
# shellcheck disable=SC2086 # lists of words
if ! { $sudo $apt update && $sudo $apt install -y --no-install-recommends $missing; } \
    >"$log" 2>&1; then
    cat "$log" >&2
    echo "packages.sh: the packages could not be installed; the reason stands above" >&2
    exit 1
fi
