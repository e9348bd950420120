import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOTICE_CODES } from '../../src/core/call/notices.js';
import { SETTINGS } from '../../src/core/config.js';
import { ERROR_CODES } from '../../src/core/errors.js';
import { projectRoot } from '../../src/core/project-root.js';
import { tableAfter } from './markdown-table.js';

const read = (name: string): string => readFileSync(join(projectRoot(), 'docs', name), 'utf8');
const code = (cell = ''): string => cell.replaceAll('`', '');

describe('docs/errors.md', () => {
  it('has every error code with its meaning, and no other', () => {
    const rows = tableAfter(read('errors.md'), '## Codes of DenseQL').map(([name, meaning]) => [code(name), meaning]);
    expect(Object.fromEntries(rows)).toEqual(ERROR_CODES);
    expect(rows).toHaveLength(Object.keys(ERROR_CODES).length);
  });

  it('has every notice code with its meaning, and no other', () => {
    const rows = tableAfter(read('errors.md'), '## Notices').map(([name, meaning]) => [code(name), meaning]);
    expect(Object.fromEntries(rows)).toEqual(NOTICE_CODES);
    expect(rows).toHaveLength(Object.keys(NOTICE_CODES).length);
  });
});

describe('docs/configuration.md', () => {
  const rows = tableAfter(read('configuration.md'), '# Configuration');
  // What depends on the machine is described in words.
  const ofTheMachine = new Set(['THREADS', 'PIXEL_THREADS', 'ENCODER_BYTES']);

  it('has every setting with its meaning, and no other', () => {
    const written = Object.fromEntries(rows.map(([name, , meaning]) => [code(name), meaning]));
    const real = Object.fromEntries(Object.entries(SETTINGS).map(([name, type]) => [`DENSEQL_${name}`, type.description]));
    expect(written).toEqual(real);
  });

  it('has the defaults that are in force', () => {
    const written = Object.fromEntries(rows.map(([name, value]) => [code(name).replace('DENSEQL_', ''), code(value)]));
    for (const [name, type] of Object.entries(SETTINGS)) {
      if (ofTheMachine.has(name)) continue;
      const value = String(type.parse(undefined));
      expect(written[name], name).toBe(value === '' ? 'empty' : value);
    }
  });
});
