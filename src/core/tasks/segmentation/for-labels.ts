import type { SegmentResult } from './contract.js';

/**
 * A result for labels that read differently as one for all that were asked: each has the channel and the score of the one that it reads as. That one alone
 * competes for pixels, which are the others', too.
 * @param places of each label among those of the result
 */
export function resultForLabels(result: SegmentResult, places: readonly number[]): SegmentResult {
  const { maps, scores, competes } = result;
  const cells = maps.rows * maps.columns;
  const distinct = new Set(places).size;
  const background = Array.from({ length: maps.channels - distinct }, (_, index) => distinct + index);
  const channels = [...places, ...background];
  const data = new Float32Array(channels.length * cells);
  channels.forEach((channel, index) => data.set(maps.data.subarray(channel * cells, (channel + 1) * cells), index * cells));
  const pixelsOf = places.map((place) => places.indexOf(place));
  return {
    ...result,
    maps: { ...maps, channels: channels.length, data },
    scores: places.map((place) => scores[place]!),
    competes: places.map((place, label) => pixelsOf[label] === label && competes[place]!),
    pixelsOf,
  };
}
