#!/usr/bin/env bash
# Goes on with the segmentation head on real photographs and puts it into the pack: bash training/heads/train_real.sh [PACK FOLDER]   (training/README.md, "Heads")
# After training/real/train.sh, whose heads and features it takes: those of each fifth have not seen it. Every step goes on from what is there already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" training="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$training/../.cache/pocket}"
work="$POCKET_CACHE/work" python="$POCKET_CACHE/venv/bin/python" prepared="$POCKET_CACHE/prepared-real"
pack="${1:-$work/trained}" before="${DENSECLIP_BEFORE:-$work/heads/denseclip.onnx}"

"$python" "$here/prepare_real.py" --work "$work" --heads "$work/real-{}.pt" --out "$prepared"
for fold in 0 1 2 3 4; do
  [ -f "$work/denseclip-$fold/denseclip.json" ] ||
    "$python" "$here/denseclip_real.py" --prepared "$prepared" --from "$before" --out "$work/denseclip-{}" --leave-out "$fold"
done
"$python" "$here/denseclip_judge.py" --prepared "$prepared" --heads "$before" "$work/denseclip-{}/denseclip.onnx" --rules .4,.3 .5,.3
"$python" "$here/put_heads.py" "$pack" "$work/denseclip-0"
for fold in 1 2 3 4; do "$python" "$here/put_heads.py" "$work/fold-packs/pocket-$fold" "$work/denseclip-$fold"; done
