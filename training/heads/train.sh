#!/usr/bin/env bash
# Trains the head for DenseCLIP that pocket carries, and writes the pack with it (counts.sh trains the one for counting, on photographs, too): bash training/heads/train.sh [PACK FOLDER]
# After training/train.sh, whose pictures, features and encoder head it goes on from. Every step goes on from what is there already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" training="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$training/../.cache/pocket}"
cache="$POCKET_CACHE" work="$POCKET_CACHE/work" python="$POCKET_CACHE/venv/bin/python"
pack="${1:-$work/trained}"
step() { printf '== %s (%ss)\n' "$1" "$SECONDS"; }

step 'pictures to count in'
"$python" "$training/ground/train_pictures.py" --out "$cache/train"
(cd "$training/.." && node --import tsx src/cli/main.ts encode --pack "$cache/features-pack" --detail MEDIUM --half --outputs structure,layers.9,classifier \
  --list "$cache/train/counts.txt" --out-dir "$cache/features/train/counts")

step 'maps of encoder heads that have not seen the scene'
"$python" "$here/folds.py" --table "$work/table.npz" --work "$work" --out "$work/folds"
"$python" "$here/prepare.py" --pictures "$cache/train" --features "$cache/features/train" --work "$work" --folds "$work"/folds/*.pt --out "$cache/prepared"

# First without the validation labels, to see what each is worth; then on everything.
train() { "$python" "$here/$1.py" --pictures "$cache/train" --prepared "$cache/prepared" --out "$work/$2" "${@:3}"; }
for head in denseclip; do
  step "$head, validated"
  train "$head" heads-validated
  step "$head"
  train "$head" heads --all
done

step 'the pack'
"$python" "$training/build_pocket.py" --wheels "$cache/wheels" --work "$work" --pack "$pack" --head "$work/head.pt" --heads "$work/heads"
"$python" "$training/learn/check.py" --pack "$pack" --features-pack "$cache/features-pack" --head "$work/head.pt" --picture "$training/../samples/cat.jpg"
step "done: $pack"
