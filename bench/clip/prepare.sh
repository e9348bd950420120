#!/usr/bin/env bash
# Makes what `npm run bench:clip` needs, where it is missing: a virtual environment with torch and transformers, and a checkpoint.
# Needs Python 3.11 or later and about 2 GB of disk; everything stays under .cache/ (git ignores it).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cache="$here/../../.cache/bench-clip"
mkdir -p "$cache"
python="$cache/venv/bin/python"
[ -x "$python" ] || python3 -m venv "$cache/venv"
if ! cmp -s "$here/requirements.txt" "$cache/venv/requirements.txt"; then
  "$python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
  cp "$here/requirements.txt" "$cache/venv/requirements.txt"
fi
if ! cmp -s "$here/make_checkpoint.py" "$cache/checkpoint/made-by.py"; then
  rm -rf "$cache/checkpoint"
  "$python" "$here/make_checkpoint.py" "$here/../../test/fixtures/clip/clip-tiny-b16" "$cache/checkpoint.part"
  cp "$here/make_checkpoint.py" "$cache/checkpoint.part/made-by.py"
  mv "$cache/checkpoint.part" "$cache/checkpoint"
fi
