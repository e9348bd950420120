#!/usr/bin/env bash
# Makes the pack that ships, from sources to pack: bash training/pocket.sh clone|PHOTOS [PACK FOLDER]   (training/README.md)
# clone takes the photographs' repositories at fixed commits; a folder's name takes what is in it. What each step needs is said in its script; each goes on from what is there.
# POCKET_FEW=12 makes a pack of no use from a dozen pictures of each kind and a dozen steps of each training, in minutes: whether everything runs.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export POCKET_CACHE="${POCKET_CACHE:-$here/../.cache/pocket}"
photos="${1:?clone, or the folder of the photographs}" pack="${2:-$POCKET_CACHE/work/trained}"
bash "$here/train.sh" "$pack"
bash "$here/heads/train.sh" "$pack"
bash "$here/real/train.sh" "$photos" "$pack"
bash "$here/heads/train_real.sh" "$pack"
bash "$here/eval/prepare.sh"
bash "$here/heads/proposals.sh" "$pack"
bash "$here/heads/counts.sh" "$pack"
bash "$here/heads/anomaly.sh" "$pack"
printf '== %s: all of it took %ss\n' "$pack" "$SECONDS"
