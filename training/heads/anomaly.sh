#!/usr/bin/env bash
# Trains the head of zeroShot and puts it into a pack: bash training/heads/anomaly.sh [PACK FOLDER]   (training/README.md, "The head for anomalies")
# After training/train.sh, whose packages it draws on. Magnetic tiles (real defects) are taken from POCKET_CACHE/photos/magnetic-tile where they are: truth.json with pictures and
# masks beside it; without, composed parts alone. Every step goes on from what is there already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" training="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$training/../.cache/pocket}"
cache="$POCKET_CACHE" work="$POCKET_CACHE/work/anomaly" python="$POCKET_CACHE/venv/bin/python"
pack="$(realpath "${1:-$training/../models/pocket}")" photos="$POCKET_CACHE/photos/magnetic-tile"
step() { printf '== %s (%ss)\n' "$1" "$SECONDS"; }
denseql() { (cd "$training/.." && node --import tsx src/cli/main.ts "$@"); }

step 'parts with defects: to train on, and the yardstick'
[ -f "$cache/train/anomalies/anomalies.json" ] || "$python" "$training/eval/anomalies/build_anomalies.py" --train --out "$cache/train/anomalies"
bash "$training/eval/prepare_anomalies.sh"

step 'features, and texts of states'
mkdir -p "$work/lists"
few() { if [ -n "${POCKET_FEW:-}" ]; then head -n "$POCKET_FEW"; else cat; fi; }
find "$cache/train/anomalies/pictures" -name '*.jpg' | sort | few >"$work/lists/parts.txt"
find "$cache/eval/anomalies/pictures" -name '*.jpg' ! -name '*-r?.jpg' | sort | few >"$work/lists/yardstick.txt"
find -L "$photos" -name '*.jpg' 2>/dev/null | sort | few >"$work/lists/tiles.txt" || true
for kind in parts yardstick tiles; do
  if [ -s "$work/lists/$kind.txt" ]; then
    denseql encode --pack "$pack" --detail MEDIUM --half --outputs layers.5,layers.7,structure --list "$work/lists/$kind.txt" --out-dir "$work/features/$kind"
  fi
done
[ -f "$work/states.npz" ] || "$python" "$here/anomaly_states.py" --pack "$pack" --out "$work/states.npz"

fit=("$python" "$here/anomaly.py" --parts "$cache/train/anomalies" --features "$work/features" --states "$work/states.npz" --prepared "$work/prepared")
step 'composed parts: what all go on from, and its figures on validation labels'
[ -f "$work/validated/anomaly.pt" ] || "${fit[@]}" --out "$work/validated" --validate --steps "${POCKET_FEW:-500}"
for fold in 0 1 2 3 4; do
  step "all parts and tiles, and a fifth of the tiles that is not seen: $fold"
  [ -f "$work/fold-$fold/anomaly.onnx" ] ||
    "${fit[@]}" --tiles "$photos" --leave-out "$fold" --from "$work/validated/anomaly.pt" --out "$work/fold-$fold" --steps "${POCKET_FEW:-150}" --rate 0.0008
done
"$python" "$here/anomaly_judge.py" --features "$work/features" --prepared "$work/prepared" --states "$work/states.npz" --yardstick "$cache/eval/anomalies" \
  --head "$work/fold-0/anomaly.pt" --tiles "$photos" --folds "$work/fold-{}/anomaly.pt"

step 'the pack, and those that npm run quality answers the other fifths with'
"$python" "$here/put_heads.py" "$pack" "$work/fold-0"
for fold in 1 2 3 4; do
  if [ -d "$cache/work/fold-packs/pocket-$fold" ]; then "$python" "$here/put_heads.py" "$cache/work/fold-packs/pocket-$fold" "$work/fold-$fold"; fi
done
step "done: $pack"
