import { describe, expect, it } from 'vitest';
import { PassTimes } from './pass-times.js';
import type { Work } from '../contract/work.js';

const image = (side: number): Work => ({ type: 'image', pixels: new Uint8Array(0), width: side, height: side });

describe('PassTimes', () => {
  it('leaves a kind of work that was never seen a long time', () => {
    expect(new PassTimes().limit(image(448))).toBe(120_000);
  });

  it('allows 20 times what the size should take, and never less than the floor', () => {
    const times = new PassTimes(10_000);
    for (const milliseconds of [900, 1000, 5000]) times.record(image(100), milliseconds);
    expect(times.limit(image(200))).toBe(80_000);
    expect(times.limit(image(10))).toBe(10_000);
    expect(times.typical()).toBe(1000);
  });
});
