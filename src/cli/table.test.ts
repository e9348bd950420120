import stringWidth from 'string-width';
import { describe, expect, it, vi } from 'vitest';
import { table } from './table.js';

describe('table', () => {
  const rows = [
    ['NAME', 'STATE', 'FOLDER'],
    ['pocket', 'complete', '/home/somebody/with/a/long/way/to/models/pocket'],
    ['猫', 'image.onnx is missing', '/models'],
  ];

  it('pads columns to their widest cell, by the width that a terminal gives them', () => {
    expect(
      table(
        [
          ['a', 'b'],
          ['猫犬', 'c'],
        ],
        [],
      ),
    ).toBe('a     b\n猫犬  c');
  });

  it('fits the terminal, cutting the columns that may be cut in their middle', () => {
    const lines = table(rows, [2, 1], { available: 50 }).split('\n');
    expect(lines.every((line) => stringWidth(line) <= 50)).toBe(true);
    expect(lines[1]).toMatch(/^pocket {2}complete +\/home\/so\S*…\S*pocket$/);
    expect(lines[2]).toContain('image.onnx is missing');
    expect(table(rows, [2, 1], { available: 30 })).toMatch(/pocket {2}complete +\S{8}\n猫 {6}image\S*…/);
  });

  it('keeps the ends where they tell cells apart', () => {
    const pictures = ['one', 'two'].map((name) => [`/home/somebody/photos/of/a/long/journey/${name}.jpg`, 'cat', '0.30']);
    expect(table(pictures, [0], { available: 24, position: 'start' })).toMatch(
      /^…\S*one\.jpg {2}cat {2}0\.30\n…\S*two\.jpg {2}cat {2}0\.30$/,
    );
  });

  it('fits COLUMNS where there is no terminal', () => {
    vi.stubEnv('COLUMNS', '50');
    expect(table(rows, [2, 1])).toBe(table(rows, [2, 1], { available: 50 }));
    vi.stubEnv('COLUMNS', 'wide');
    expect(table(rows, [2, 1])).toBe(table(rows, [2, 1], { available: Infinity }));
    vi.unstubAllEnvs();
  });

  it('is whole where there is no terminal, and keeps names where nothing fits any more', () => {
    expect(table(rows, [2])).toContain('/home/somebody/with/a/long/way/to/models/pocket');
    expect(table(rows, [2, 1], { available: 10 })).toContain('pocket');
  });
});
