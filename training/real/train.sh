#!/usr/bin/env bash
# Goes on with pocket's head on real photographs and writes the pack: bash training/real/train.sh clone|PHOTOS [PACK FOLDER]   (training/README.md, "Real photographs")
# After training/train.sh, whose packages, features pack and head it goes on from. Every step goes on from what is there already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" training="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$training/../.cache/pocket}"
cache="$POCKET_CACHE" work="$POCKET_CACHE/work" python="$POCKET_CACHE/venv/bin/python"
photos="${1:?clone, or the folder of the photographs}" pack="${2:-$work/trained}" from="${HEAD_BEFORE:-$work/head.pt}"
step() { printf '== %s (%ss)\n' "$1" "$SECONDS"; }

step 'photographs'
"$python" "$training/ground/fetch.py" --photos "$photos"
"$python" "$here/lists.py" --out "$cache/real"

# Caltech's pictures are 300 px wide: more than LOW shows nothing more of them. COCO's are learned from at two sizes, and mirrored.
encode() {
  node --import tsx src/cli/main.ts encode --pack "$cache/features-pack" --detail "$2" --half --outputs structure,layers.9,classifier \
    --list "$cache/real/$1.txt" --out-dir "$cache/features/real/${3:-$1}"
}
step 'features'
(
  cd "$training/.."
  encode coco MEDIUM && encode coco LOW coco-low && encode coco-mirrored MEDIUM
  encode instances MEDIUM && encode imagenet MEDIUM && encode caltech LOW
)

step 'training: a head that has not seen it for each fifth'
"$python" "$here/table.py" --work "$work" --out "$work/real.npz"
"$python" "$here/fit.py" --table "$work/real.npz" --work "$work" --from "$from" --out "$work/real-{}.pt" --leave-out 0 1 2 3 4 --composed "$work/table.npz"
"$python" "$here/judge.py" --work "$work" --heads "$from" "$work/real-{}.pt" --sources coco imagenet caltech --most 120 \
  --rules .276,.276,0,20,.3 .302,.17,.5,20,.3,.3
"$python" "$here/calibrate.py" --work "$work" --heads "$work/real-{}.pt" --sources coco imagenet

step 'the pack, and those that npm run quality answers the other fifths with'
build() {
  "$python" "$training/build_pocket.py" --wheels "$cache/wheels" --work "$work" --pack "$2" --head "$work/real-$1.pt" ${heads:+--heads "$heads"}
}
# The heads for counting and segmentation go on as they are: heads/train.sh makes them.
heads="$([ -d "$work/heads" ] && echo "$work/heads" || true)"
build 0 "$pack"
"$python" "$training/learn/check.py" --pack "$pack" --features-pack "$cache/features-pack" --head "$work/real-0.pt" --picture "$training/../samples/cat.jpg"
for fold in 1 2 3 4; do build "$fold" "$work/fold-packs/pocket-$fold"; done
step "done: $pack"
