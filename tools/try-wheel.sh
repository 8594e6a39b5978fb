#!/bin/sh
# Builds the wheel and tries it as its user will have it: in an environment of its own, from a folder
# that is not the clone, with an empty home. The heavy packages are lent by .venv, so it takes seconds.
set -eu
cd "$(dirname "$0")/.."
python=$PWD/.venv/bin/python
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT

site_packages='import sysconfig; print(sysconfig.get_path("purelib"))'
"$python" -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir "$trial/dist" .
"$python" -m venv --without-pip "$trial/venv"
"$python" -m pip --python "$trial/venv/bin/python" install --quiet --no-deps --no-index "$trial"/dist/*.whl
"$python" -c "$site_packages" >"$("$trial/venv/bin/python" -c "$site_packages")/lent.pth"

mkdir "$trial/home" "$trial/elsewhere"
cd "$trial/elsewhere"
export HOME="$trial/home" PATH="$trial/venv/bin:$PATH"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
fail() {
    echo "The wheel does not work: $1" >&2
    exit 1
}
case $(python -c 'import rehearse; print(rehearse.__file__)') in
    "$trial"/venv/*) ;;
    *) fail "the program does not come from it." ;;
esac
rehearse --help >/dev/null || fail "rehearse --help"
rehearse decks list | grep machine-learning >/dev/null || fail "its decks are not inside."
rehearse decks check machine-learning || fail "its deck is not sound."
echo "The wheel works on its own."
