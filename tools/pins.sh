#!/bin/sh
# Writes the second part of constraints.txt anew: what pip resolves to in an empty environment, given
# the first part, which is kept by hand.
set -eu
cd "$(dirname "$0")/.."
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT

sed '/^# Found by/,$d' constraints.txt >"$trial/by-hand.txt"
"${PYTHON:-python3}" -m venv "$trial/venv"
"$trial/venv/bin/python" -m pip install --upgrade pip
"$trial/venv/bin/python" -m pip install -c "$trial/by-hand.txt" ".[offline,fast]" --group dev
by_hand=$(sed -n 's/^\([A-Za-z0-9_-]*\)==.*/\1/p' "$trial/by-hand.txt" | paste -s -d '|' -)
{
    cat "$trial/by-hand.txt"
    echo "# Found by make pins:"
    # CUDA's own packages come at the exact versions that torch asks for, and only beside a CUDA build of it.
    "$trial/venv/bin/python" -m pip freeze --all --exclude rehearse |
        grep -v -i -E "^($by_hand|nvidia-.*|cuda-.*)=="
} >"$trial/constraints.txt"
cp "$trial/constraints.txt" constraints.txt
