#!/usr/bin/env bash
# Trains a head for proposals and puts it into a pack: bash training/heads/proposals.sh [PACK FOLDER]
# After training/real/train.sh, whose photographs, features and heads of fifths it goes on from, and training/train.sh, whose composed pictures it takes. Every step goes on from
# what is there already.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" training="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$training/../.cache/pocket}"
cache="$POCKET_CACHE" work="$POCKET_CACHE/work" python="$POCKET_CACHE/venv/bin/python"
pack="${1:-$training/../models/pocket}"
step() { printf '== %s (%ss)\n' "$1" "$SECONDS"; }

step 'what it is trained on'
"$python" "$here/proposals_prepare.py" --work "$work" --heads "$work/real-{}.pt" --out "$work/proposals" \
  --composed "$cache/train" --features "$cache/features/train" --yardstick "$cache/eval" --yardstick-features "$cache/features/eval"

step 'training: a head that has not seen it for each fifth'
for fold in 0 1 2 3 4; do
  [ -f "$work/proposals/fold-$fold/proposals.pt" ] || "$python" "$here/proposals.py" --prepared "$work/proposals" --out "$work/proposals/fold-$fold" --leave-out "$fold"
done
"$python" "$here/proposals_judge.py" --prepared "$work/proposals" --heads "$work/proposals/fold-{}"
"$python" "$here/detections_judge.py" --prepared "$work/proposals" --work "$work" --encoders "$work/real-{}.pt" --heads "$work/proposals/fold-{}"

step 'the pack, and those that npm run quality answers the other fifths with'
add() { (cd "$training/.." && node --import tsx src/cli/main.ts models add-head "$1" ovdet "$2"); }
add "$pack" "$work/proposals/fold-0"
for fold in 1 2 3 4; do add "$work/fold-packs/pocket-$fold" "$work/proposals/fold-$fold"; done
step "done: $pack"
