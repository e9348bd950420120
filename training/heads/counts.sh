#!/usr/bin/env bash
# Trains the head for counting that pocket carries and puts it into packs: bash training/heads/counts.sh PACK FOLDER
# After training/train.sh and training/real/train.sh, whose photographs, features pack and heads of fifths it goes on from. PACK has not seen fifth 0; the packs of the other
# fifths, which `npm run quality` answers by, get the heads that have not seen theirs. Every step goes on from what is there already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" training="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$training/../.cache/pocket}"
cache="$POCKET_CACHE" work="$POCKET_CACHE/work" python="$POCKET_CACHE/venv/bin/python"
pack="$(realpath "${1:?the folder of the pack}")" out="$POCKET_CACHE/work/counting"
step() { printf '== %s (%ss)\n' "$1" "$SECONDS"; }
denseql() { (cd "$training/.." && node --import tsx src/cli/main.ts "$@"); }

step 'pictures to count in'
"$python" "$training/ground/train_pictures.py" --out "$cache/train"
"$python" "$here/counted.py" --out "$out/lists"
for kind in coco instances cells crowd counts; do
  if [ -s "$out/lists/$kind.txt" ]; then
    denseql encode --pack "$cache/features-pack" --detail MEDIUM --half --outputs structure,layers.7,layers.9,classifier \
      --list "$out/lists/$kind.txt" --out-dir "$out/features/$kind"
  fi
done

step 'maps of heads that have not seen the picture'
"$python" "$here/prepare_counts.py" --features "$out/features" --work "$work" --heads "$work/real-{}.pt" --out "$out/prepared"

step 'composed pictures alone: what all go on from'
[ -f "$out/composed/count.pt" ] || "$python" "$here/count.py" --prepared "$out/prepared" --out "$out/composed" --composed --steps "${POCKET_FEW:-150}"
for fold in 0 1 2 3 4; do
  step "photographs, and a fifth that is not seen: $fold"
  [ -f "$out/$fold/count.pt" ] || "$python" "$here/count.py" --prepared "$out/prepared" --out "$out/$fold" --leave-out "$fold" --from "$out/composed/count.pt"
done

step 'packs'
"$python" "$here/put_heads.py" "$pack" "$out/0"
for fold in 1 2 3 4; do
  if [ -d "$work/fold-packs/pocket-$fold" ]; then "$python" "$here/put_heads.py" "$work/fold-packs/pocket-$fold" "$out/$fold"; fi
done
step "done: $pack"
