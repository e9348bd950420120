#!/usr/bin/env bash
# Proves the encoder on this machine's GPU, in less than eight minutes: golden vectors, batches against singles, pictures a second at 1, 4 and 16 a pass,
# for pocket and a CLIP of ViT-B/16's size, in fp32 and computed in halves, on CUDA, WebGPU and the CPU. Needs `npm ci`, no network.
#   scripts/gpu-proof.sh [PAGE] [DEVICE...]      PAGE: where the table goes; default docs/benchmarks-gpu.md
# Devices that are named must be right, or it ends with 1; without names it writes down what each one does.
set -euo pipefail
cd "$(dirname "$0")/.."

page=${1:-docs/benchmarks-gpu.md}
shift || true
code=0
timeout 480 node --import tsx bench/gpu/run.ts "$page" 240 "$@" || code=$?
if [ "$code" = 124 ]; then echo "Ended after eight minutes: $page has what was measured until then." >&2; fi
exit "$code"
