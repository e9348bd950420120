import { breather, sampleChannel, Segmenter, type ScoreMaps, type SegmentCall, type SegmentResult } from '../../core/index.js';
import { findProposals, formOf, headFor } from './find-proposals.js';
import type { Head } from './head.js';
import type { WholesOptions } from './options.generated.js';
import { suppress } from './overlap.js';
import type { Proposal } from './proposal.js';

type Call = SegmentCall<WholesOptions, Head>;

/** Proposals that vote. */
const MOST = 60;
/** Of those that overlap by more, the best votes. */
const SAME = 0.6;

/** Cells of a grid that a proposal's mask covers. */
function cellsOf({ mask }: Proposal, { frame, rows, columns }: Omit<ScoreMaps, 'data' | 'channels'>): number[] {
  const shares = sampleChannel(mask, 0, frame, { width: columns, height: rows });
  return [...shares.keys()].filter((cell) => shares[cell]! >= 0.5);
}

/** The labels' maps on a finer grid over the same frame. */
function finer(maps: ScoreMaps, times: number): ScoreMaps {
  const [rows, columns] = [maps.rows * times, maps.columns * times];
  const data = new Float32Array(maps.channels * rows * columns);
  for (let channel = 0; channel < maps.channels; channel += 1)
    data.set(sampleChannel(maps, channel, maps.frame, { width: columns, height: rows }), channel * rows * columns);
  return { ...maps, rows, columns, data };
}

/** The label with the best value of each cell, -1 where none reaches the threshold. Background may win. */
function winners({ channels, rows, columns, data }: ScoreMaps, threshold: number, competes: readonly boolean[]): Int16Array {
  const cells = rows * columns;
  return Int16Array.from({ length: cells }, (_, cell) => {
    let [best, value] = [-1, threshold];
    for (let channel = 0; channel < channels; channel += 1) {
      const own = data[channel * cells + cell]!;
      if ((competes[channel] ?? true) && own >= value && own > 0) [best, value] = [channel, own];
    }
    return best;
  });
}

/**
 * Label maps give parts of things: a cat's face. Here each thing that a proposal shows is won whole by the label that most of it has already, so that what is there and
 * what it is called stay the label map's. Smaller things are decided after larger ones, and keep their own place in them. Not published under this name; mask voting of this
 * kind is in many two-stage segmenters.
 */
export class Wholes implements Segmenter<WholesOptions, Head> {
  /** @throws PLUGIN_UNAVAILABLE for a pack without a head for proposals; what `maskclip` fails with */
  async segment(call: Call): Promise<SegmentResult> {
    const { labels, prompts, background, maxSize, options, signal } = call;
    const head = headFor({ pack: call.pack, options: { form: 'HEAD' } }, 'by.wholes')!;
    const { result, meta } = await call.ask(Segmenter, { labels, prompts, background, maxSize, by: { maskclip: {} } });
    const how = { proposals: MOST, leastQuality: options.minQuality, free: null };
    const found = await findProposals({ ...call, options: { form: 'HEAD' } }, head, how);
    const places = suppress(
      found.map(({ box }) => box),
      SAME,
    );
    const sure = places.map((place) => found[place]!);

    const fine = finer(result.maps, head.fine);
    const cells = fine.rows * fine.columns;
    const before = winners(fine, result.threshold, result.competes);
    const shown = sure.map((proposal) => cellsOf(proposal, fine)).filter((mask) => mask.length > 0);
    const breathe = breather(signal);
    for (const mask of shown.sort((a, b) => b.length - a.length)) {
      const votes = new Float64Array(labels.length);
      for (const cell of mask) if (before[cell]! >= 0 && before[cell]! < labels.length) votes[before[cell]!]! += 1;
      const label = votes.indexOf(Math.max(...votes));
      if (votes[label]! < options.share * mask.length) continue;
      for (const cell of mask) {
        let best = result.threshold;
        for (let channel = 0; channel < fine.channels; channel += 1) {
          best = Math.max(best, fine.data[channel * cells + cell]!);
          if (channel !== label) fine.data[channel * cells + cell] = 0;
        }
        fine.data[label * cells + cell] = Math.min(1, Math.max(best, 1e-6));
      }
      await breathe();
    }
    return { ...result, form: `${meta.form}, ${formOf(head)}`, maps: fine };
  }
}
