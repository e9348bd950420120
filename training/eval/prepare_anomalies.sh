#!/usr/bin/env bash
# Makes the parts with composed defects once: bash training/eval/prepare_anomalies.sh
# After training/eval/prepare.sh, whose packages it draws on; everything stays under .cache/pocket (POCKET_CACHE moves it).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cache="${POCKET_CACHE:-$here/../../.cache/pocket}"
out="$cache/eval/anomalies"
made_from="$(cat "$here"/anomalies/*.py | sha256sum | cut -d ' ' -f 1)"
if [ "$(cat "$out/done" 2>/dev/null || true)" = "$made_from" ]; then
  echo "parts with defects: up to date"
  exit 0
fi
rm -rf "$out"
POCKET_CACHE="$cache" "$cache/venv/bin/python" "$here/anomalies/build_anomalies.py" --out "$out"
echo "$made_from" >"$out/done"
