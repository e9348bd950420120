import { describe, expect, it } from 'vitest';
import type { Observation } from './fit-calibration.js';
import { familyCalibration, fitCalibration } from './fit-calibration.js';

/** Evenly spread values, so that quantiles are known. */
const spread = (from: number, to: number, count: number, present: boolean): Observation[] =>
  Array.from({ length: count }, (_, index) => ({ statistic: from + ((to - from) * index) / (count - 1), present }));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('fitCalibration', () => {
  it('puts the midpoint where nine tenths of the absent labels stay below, and present ones above it', () => {
    const labels = [...spread(0.26, 0.32, 11, true), ...spread(0.15, 0.25, 101, false)];
    const fitted = fitCalibration({ labels, absentPatches: [0.1] }, 100)!;
    expect(fitted.presence.midpoint).toBeCloseTo(0.24, 6);
    const presence = (value: number): number => sigmoid(fitted.presence.slope * (value - fitted.presence.midpoint));
    expect(presence(0.3)).toBeGreaterThan(0.9);
    expect(presence(0.18)).toBeLessThan(0.1);
  });

  it('finds the slope that generated the labels', () => {
    // Labels drawn by their own probability under a slope of 40 around .2; expectations stand in for draws.
    const labels: Observation[] = [];
    for (let step = -50; step <= 50; step += 1) {
      const statistic = 0.2 + step * 0.002;
      const present = Math.round(100 * sigmoid(40 * (statistic - 0.2)));
      labels.push(...Array.from({ length: 100 }, (_, index) => ({ statistic, present: index < present })));
    }
    // Midpoint is a rule of its own (90 % of the absent), so that only the order of the slope can agree.
    const { slope } = fitCalibration({ labels, absentPatches: [] }, 100)!.presence;
    expect(slope).toBeGreaterThan(15);
    expect(slope).toBeLessThan(60);
  });

  it('stays finite with a positive slope where nothing tells present from absent', () => {
    for (const labels of [
      [...spread(-0.1, 0.1, 20, true), ...spread(-0.1, 0.1, 20, false)],
      [...spread(0.2, 0.2, 5, true), ...spread(0.2, 0.2, 5, false)],
      [...spread(-0.3, -0.2, 20, true), ...spread(0.2, 0.3, 20, false)],
    ]) {
      const { presence, pixelThreshold } = fitCalibration({ labels, absentPatches: labels.map((label) => label.statistic) }, 100)!;
      expect(Number.isFinite(presence.midpoint)).toBe(true);
      expect(presence.slope).toBeGreaterThan(0);
      expect(Number.isFinite(presence.slope)).toBe(true);
      expect(pixelThreshold).toBeGreaterThanOrEqual(0.02);
      expect(pixelThreshold).toBeLessThanOrEqual(0.5);
    }
  });

  it('sets the pixel threshold where nineteen of twenty patches of absent labels lose against the floor', () => {
    const labels = [...spread(0.3, 0.3, 2, true), ...spread(0.25, 0.25, 2, false)];
    const absentPatches = Array.from({ length: 101 }, (_, index) => 0.14 + index * 0.001);
    const { pixelThreshold } = fitCalibration({ labels, absentPatches }, 100)!;
    expect(pixelThreshold).toBeCloseTo(sigmoid(100 * (0.235 - 0.25)), 3);
  });

  it('gives nothing without labels of both kinds', () => {
    expect(fitCalibration({ labels: spread(0.1, 0.2, 3, true), absentPatches: [] }, 100)).toBeNull();
    expect(familyCalibration(null).fittedOn).toContain('nothing');
  });
});
