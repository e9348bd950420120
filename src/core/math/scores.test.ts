import { describe, expect, it } from 'vitest';
import { breather } from './breathe.js';
import { cellSpan } from './cell-span.js';
import { cosines, inverseNorms } from './cosines.js';
import { presence, topMean } from './presence.js';
import { breathingSoftmax, softmaxOverChannels } from './softmax.js';

describe('cosines', () => {
  const patches = { data: Float32Array.of(3, 4, 0, 0, -2, 0), dims: [3, 2] };

  it('normalises patches, compares nothing with a patch of zeros', () => {
    expect([...cosines(patches, inverseNorms(patches), [Float32Array.of(1, 0)])].map((value) => +value.toFixed(6))).toEqual([0.6, 0, -1]);
  });

  it('takes the best of several names', () => {
    const best = cosines(patches, inverseNorms(patches), [Float32Array.of(1, 0), Float32Array.of(0, 1)]);
    expect([...best].map((value) => +value.toFixed(6))).toEqual([0.8, 0, 0]);
  });

  it('refuses other widths and labels without a vector', () => {
    expect(() => cosines(patches, inverseNorms(patches), [Float32Array.of(1)])).toThrow('2 dimensions, the text has 1');
    expect(() => cosines(patches, inverseNorms(patches), [])).toThrow();
  });
});

describe('cellSpan', () => {
  it('gives the cells that a part of an axis meets, and none that it only touches', () => {
    expect(cellSpan(10, 20, 0, 10, 8)).toEqual({ start: 1, end: 3 });
    expect(cellSpan(0.1 * 3, 0.1, 0, 0.1, 8)).toEqual({ start: 3, end: 4 });
  });

  it('gives the nearest where it meets none', () => {
    expect(cellSpan(-30, 10, 0, 10, 8)).toEqual({ start: 0, end: 1 });
    expect(cellSpan(95, 10, 0, 10, 8)).toEqual({ start: 7, end: 8 });
  });
});

describe('softmaxOverChannels', () => {
  const data = Float32Array.of(0.2, 0.3, 0.2, 0.1); // two channels, two cells

  it('is the same in place and in turns', async () => {
    const request = { data: data.slice(), channels: 2, scale: 10, competes: [true, false], floor: 0.25 };
    const expected = softmaxOverChannels(request);
    let turns = 0;
    await breathingSoftmax(request, async () => void (turns += 1));
    expect(request.data).toEqual(expected);
    expect(turns).toBe(6);
  });

  it('shares each cell', () => {
    const shares = softmaxOverChannels({ data, channels: 2, scale: 10 });
    expect(shares[0]).toBeCloseTo(0.5, 6);
    expect(shares[1]).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    expect(shares[1]! + shares[3]!).toBeCloseTo(1, 6);
  });

  it('shows where an absent channel would be without taking from the others', () => {
    const shares = softmaxOverChannels({ data, channels: 2, scale: 10, competes: [true, false] });
    expect(shares[1]).toBe(1);
    expect(shares[3]).toBeCloseTo(1 / (1 + Math.exp(2)), 6);
  });

  it('makes a sigmoid of one channel beside a floor', () => {
    const shares = softmaxOverChannels({ data: Float32Array.of(0.4), channels: 1, scale: 20, floor: 0.3 });
    expect(shares[0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  });

  it('stays finite at any scale', () => {
    expect([...softmaxOverChannels({ data: Float32Array.of(1, -1), channels: 2, scale: 1e6 })]).toEqual([1, 0]);
  });
});

describe('presence', () => {
  it('looks at the top 2 %, at least one patch', () => {
    const values = Float32Array.from({ length: 100 }, (_, index) => index);
    expect(topMean(values)).toBe(98.5);
    expect(topMean(Float32Array.of(7))).toBe(7);
    expect(topMean(Float32Array.of(1, 3, 2), 1)).toBe(2);
  });

  it('is a half at the midpoint and absolute', () => {
    const calibration = { midpoint: 0.25, slope: 40 };
    expect(presence(Float32Array.of(0.25, -1), calibration)).toBeCloseTo(0.5, 6);
    expect(presence(Float32Array.of(0.3), calibration)).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  });
});

const compute = (milliseconds: number): void => {
  for (const until = performance.now() + milliseconds; performance.now() < until;);
};

describe('breather', () => {
  it('shares its slice among all who compute, so that a hundred at once hold the loop no longer than one', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const breathe = breather(new AbortController().signal);
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        await breathe();
        compute(3);
      }),
    );
    clearImmediate(counting);
    // 120 ms of work, at most 8 + 3 of it in a turn.
    expect(turns).toBeGreaterThanOrEqual(9);
  });

  it('lets the event loop turn between pieces and stops at an abort', async () => {
    const controller = new AbortController();
    const breathe = breather(controller.signal);
    // In a turn that nobody has computed in yet.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    let turned = false;
    setImmediate(() => (turned = true));
    await breathe();
    expect(turned).toBe(false);
    compute(9);
    await breathe();
    expect(turned).toBe(true);
    controller.abort(new Error('left'));
    await expect(breathe()).rejects.toThrow('left');
  });
});
