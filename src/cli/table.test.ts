import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { table } from './table.js';

describe('table', () => {
  const rows = [
    ['NAME', 'STATE', 'FOLDER'],
    ['pocket', 'complete', '/home/somebody/with/a/long/way/to/models/pocket'],
    ['猫', 'image.onnx is missing', '/models'],
  ];

  it('pads columns to their widest cell, by the width that a terminal gives them', () => {
    expect(
      table([
        ['a', 'b'],
        ['猫犬', 'c'],
      ]),
    ).toBe('a     b\n猫犬  c');
  });

  it('fits the terminal, taking from the widest columns', () => {
    const lines = table(rows, 50).split('\n');
    expect(lines.every((line) => stringWidth(line) <= 50)).toBe(true);
    expect(lines[1]).toMatch(/^pocket {2}complete +\/home\/som.*…$/);
    expect(lines[2]).toContain('/models');
  });

  it('is whole where there is no terminal, and where nothing could be read any more', () => {
    expect(table(rows)).toContain('/home/somebody/with/a/long/way/to/models/pocket');
    expect(table(rows, 10).split('\n')).toHaveLength(3);
  });
});
