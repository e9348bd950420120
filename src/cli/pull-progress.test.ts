import { describe, expect, it } from 'vitest';
import { PlainProgress } from './pull-progress.js';
import { TransferRate } from './transfer-rate.js';

describe('TransferRate', () => {
  it('tells rate and remaining time of what came lately, not of what was here before', () => {
    let now = 0;
    const rate = new TransferRate(100e6, () => now);
    rate.add(40e6);
    expect(rate.toString()).toBe('');
    now = 2000;
    rate.add(60e6);
    expect([rate.perSecond, rate.secondsLeft]).toEqual([10e6, 4]);
    expect(rate.toString()).toBe('10.0 MB/s, 0:04 left');
  });

  it('follows a change, and begins anew with the file', () => {
    let now = 0;
    const rate = new TransferRate(1000e6, () => now);
    for (; now <= 20_000; now += 1000) rate.add(now < 10_000 ? now * 1e4 : 100e6 + (now - 10_000) * 1e3);
    expect(rate.perSecond).toBeCloseTo(1e6);
    rate.add(0);
    expect(rate.perSecond).toBeNull();
  });
});

describe('PlainProgress', () => {
  it('says a line at every tenth of a large file, or every ten seconds, and one at the end', () => {
    let now = 0;
    const lines: string[] = [];
    const shown = new PlainProgress(
      (line) => lines.push(line),
      () => now,
    );
    const total = 100e6;
    for (let percent = 5; percent <= 100; percent++, now += 100)
      shown.show({ kind: 'bytes', name: 'model.safetensors', bytes: (total * percent) / 100, total });
    now += 10_000;
    shown.show({ kind: 'done', name: 'model.safetensors', bytes: total, cached: false });
    expect(lines[0]).toBe('model.safetensors: resumes at 5.0 MB of 100.0 MB');
    expect(lines).toHaveLength(1 + 9 + 1);
    expect(lines[2]).toBe('model.safetensors: 20.0 MB of 100.0 MB 10.0 MB/s, 0:08 left');
    expect(lines.at(-1)).toBe('model.safetensors: 100.0 MB, fetched, checksum right');
  });

  it('says a line when ten seconds brought less than a tenth', () => {
    let now = 0;
    const lines: string[] = [];
    const shown = new PlainProgress(
      (line) => lines.push(line),
      () => now,
    );
    for (; now <= 30_000; now += 5000) shown.show({ kind: 'bytes', name: 'a', bytes: now, total: 1e9 });
    expect(lines).toHaveLength(3);
  });
});
