import type { PackManifest } from '../src/core/packs/manifest.js';
import type { Latency } from './latency.js';
import type { LoadReport } from './load.js';

interface Conditions {
  readonly rounds: number;
  readonly clients: number;
  readonly pictures: number;
  readonly pack: PackManifest;
  readonly device: string;
  readonly threads: number;
  /** As describeMachine says. */
  readonly machine: string;
}

/** The page docs/benchmarks.md: what was measured, how, and against what. */
export function report(rows: readonly Latency[], load: LoadReport, conditions: Conditions): string {
  const repeat = rows.find((row) => row.name === 'repeat, masks as RLE')?.median ?? NaN;
  const scores = rows.find((row) => row.name === 'repeat, scores only')?.median ?? NaN;
  const beside = ({ ratio }: Latency): string =>
    ratio === null
      ? ''
      : ratio.low === ratio.high
        ? '1'
        : `${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`;
  const lines = rows.map((row) => `| ${row.name} | ${row.median.toFixed(0)} | ${beside(row)} |`);
  const errors = Object.entries(load.errors).map(([message, times]) => `${times} x ${message}`);
  return `# Benchmarks

Written by \`npm run bench\`. Absolute times are of one machine on one day; ratios are what carries over, to
processors of the same kind: the faster the pass, the more weighs what is beside it.

- Machine: ${conditions.machine}, Node ${process.versions.node}, encoder on ${conditions.device} with ${conditions.threads} threads
- Pack: ${conditions.pack.name} ${conditions.pack.revision}, detail MEDIUM
- Query: an uploaded 1-megapixel JPEG (1152 x 864), 5 labels, default options, over HTTP on localhost; uploading is not counted, decoding is

## One picture

Medians of ${conditions.rounds}, alternated in one process with the raw runtime's time for the same pass; garbage is collected as \`denseql serve\` does it. "Cold" is
a new picture on a warm server with known texts; "repeat" is the same query on the same upload, recomputed from cached features (there is no result cache).
What each task costs beside the pass is in [benchmarks-methods.md](benchmarks-methods.md), what was tried to make it less in [benchmarks-beside.md](benchmarks-beside.md).

| what | median ms | ratio to the raw pass (95 %) |
|---|---|---|
${lines.join('\n')}

Per-pixel work of a repeat (masks up to 1024 px, guided edges, RLE): ${(repeat - scores).toFixed(0)} ms.

## ${conditions.clients} clients

${conditions.pictures} distinct pictures, half asking for RLE and polygons, half for overlays; uploads counted. The delay is the time between turns of
the server's event loop (1 ms when idle).

| answered | seconds | loop p50 ms | loop p99 ms | loop max ms |
|---|---|---|---|---|
| ${load.answered} of ${conditions.pictures} | ${load.seconds.toFixed(0)} | ${load.p50.toFixed(1)} | ${load.p99.toFixed(1)} | ${load.max.toFixed(0)} |
${errors.length > 0 ? `\nErrors: ${errors.join('; ')}\n` : ''}`;
}
