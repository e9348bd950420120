import { describe, expect, it } from 'vitest';
import { sampleChannel } from './bilinear.js';
import { compete } from './competition.js';
import type { Competition } from './enlarger.js';

let state = 11;
const random = (): number => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;

/** Random maps of 20 channels, more than are worked on at a time, over a box that is neither the frame nor a multiple of a cell. */
function randomCall(guide: boolean): Competition {
  const [channels, rows, columns] = [20, 5, 7];
  const data = Float32Array.from({ length: channels * rows * columns }, random);
  const size = { width: 93, height: 61 };
  return {
    maps: { channels, rows, columns, data, frame: { x: 0, y: 0, width: 140, height: 100 } },
    box: { x: 7.5, y: 3.25, width: 124, height: 81 },
    size,
    labels: 15,
    competes: Array.from({ length: 15 }, (_, i) => i !== 4),
    threshold: 0.6,
    guide: guide ? new Uint8Array(size.width * size.height).fill(128) : null,
  };
}

/** Every channel at every pixel. */
function plainly({ maps, box, size, labels, competes, threshold }: Competition): Uint16Array {
  const planes = Array.from({ length: maps.channels }, (_, channel) => sampleChannel(maps, channel, box, size));
  return Uint16Array.from({ length: size.width * size.height }, (_, i) => {
    let [best, winner] = [threshold, 0];
    planes.forEach((plane, channel) => {
      if (channel < labels && !competes[channel]) return;
      if (plane[i]! > best) [best, winner] = [plane[i]!, channel < labels ? channel + 1 : 0];
    });
    return winner;
  });
}

function inBands(call: Competition, cuts: readonly number[]): Uint16Array {
  const data = new Uint16Array(call.size.width * call.size.height);
  for (let i = 1; i < cuts.length; i++) compete(call, { first: cuts[i - 1]!, end: cuts[i]! }, data, () => undefined);
  return data;
}

describe('channels compete', () => {
  it('bilinear: the same as every channel at every pixel, though most are never enlarged', () => {
    const call = randomCall(false);
    expect(inBands(call, [0, 61])).toEqual(plainly(call));
  });

  it.each([false, true])('the same in bands as in one piece (guided: %s)', (guided) => {
    const call = randomCall(guided);
    if (call.guide) for (let i = 0; i < call.guide.length; i++) call.guide[i] = random() * 256;
    expect(inBands(call, [0, 7, 30, 61])).toEqual(inBands(call, [0, 61]));
  });

  it('guided by a flat picture: smooth maps keep their borders to within a few pixels', () => {
    const call = { ...randomCall(true), labels: 2, competes: [true, true], threshold: 0 };
    const { rows, columns } = call.maps;
    const data = Float32Array.from({ length: 2 * rows * columns }, (_, i) => {
      const share = (i % columns) / (columns - 1);
      return i < rows * columns ? 1 - share : share;
    });
    const smooth = { ...call, maps: { ...call.maps, channels: 2, data } };
    const [guided, bilinear] = [inBands(smooth, [0, 61]), plainly(smooth)];
    expect(guided.filter((label, i) => label !== bilinear[i]).length).toBeLessThan(0.02 * guided.length);
  });

  it('stops when told', () => {
    const stop = () => {
      throw new Error('stopped');
    };
    const call = randomCall(true);
    expect(() => compete(call, { first: 0, end: 61 }, new Uint16Array(93 * 61), stop)).toThrow('stopped');
  });
});
