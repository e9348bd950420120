#!/usr/bin/env bash
# Trains a head for proposals and puts it into a pack: bash training/heads/proposals.sh [PACK FOLDER]
# VOC_FROM: a folder that has the repositories of ground/voc.py, each as OWNER+NAME; else they are cloned.
# After training/real/train.sh, whose photographs it takes, and training/train.sh, whose features pack and composed pictures it takes. Every step goes on from what is there already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" training="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$training/../.cache/pocket}"
cache="$POCKET_CACHE" out="$POCKET_CACHE/work/proposals" python="$POCKET_CACHE/venv/bin/python"
pack="$(realpath "${1:-$training/../models/pocket}")"
step() { printf '== %s (%ss)\n' "$1" "$SECONDS"; }
denseql() { (cd "$training/.." && node --import tsx src/cli/main.ts "$@"); }

step 'photographs of VOC'
"$python" "$training/ground/voc.py" ${VOC_FROM:+--from "$VOC_FROM"}

step 'photographs seen otherwise'
"$python" "$here/views.py" --out "$out/views"

step 'features'
mkdir -p "$out/lists"
find "$cache/eval/scenes" -name '*.png' ! -name '*.truth.png' | sort | head -n "${POCKET_FEW:-1000000}" >"$out/lists/yardstick.txt"
encode() {
  denseql encode --pack "$cache/features-pack" --detail "$3" --half --outputs structure,layers.7 --list "$2" --out-dir "$out/features/$1"
}
encode coco "$cache/real/coco.txt" MEDIUM
encode coco "$cache/real/coco-boxes.txt" MEDIUM
encode instances "$cache/real/instances.txt" MEDIUM
encode coco-views "$out/views/coco.txt" MEDIUM
encode voc "$cache/voc/voc.txt" MEDIUM
encode instances-views "$out/views/instances.txt" MEDIUM
# They are 448 px: more shows nothing more of them.
encode imagenet "$cache/real/imagenet.txt" LOW
encode scenes "$cache/train/scenes.txt" MEDIUM
encode yardstick "$out/lists/yardstick.txt" MEDIUM
"$python" "$here/proposals_prepare.py" --features "$out/features" --views "$out/views" --composed "$cache/train" --yardstick "$cache/eval" --out "$out/prepared"

step 'training: a head that has not seen it for each fifth'
# Large arrays are kept by the process instead of given back after each step: a quarter less time.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000
for fold in 0 1 2 3 4; do
  [ -f "$out/fold-$fold/proposals.onnx" ] || "$python" "$here/proposals.py" --prepared "$out/prepared" --out "$out/fold-$fold" --leave-out "$fold"
done
"$python" "$here/proposals_judge.py" --prepared "$out/prepared" --heads "$out/fold-{}"

step 'the pack, and those that npm run quality answers the other fifths with'
"$python" "$here/put_heads.py" "$pack" "$out/fold-0"
for fold in 1 2 3 4; do
  if [ -d "$cache/work/fold-packs/pocket-$fold" ]; then "$python" "$here/put_heads.py" "$cache/work/fold-packs/pocket-$fold" "$out/fold-$fold"; fi
done
step "done: $pack"
