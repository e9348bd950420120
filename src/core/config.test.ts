import { describe, expect, it } from 'vitest';
import { readConfig, SETTINGS } from './config.js';
import { DenseqlError } from './errors.js';

function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    expect(DenseqlError.is(error) && error.code).toBe('BAD_INPUT');
    return (error as Error).message;
  }
  return '';
}

/** The two last letters change places. */
const mistyped = (name: string): string => name.replace(/(.)(.)$/, '$2$1');

describe('readConfig', () => {
  it.each(Object.keys(SETTINGS))('knows what is meant by a mistyped DENSEQL_%s', (name) => {
    const typed = `DENSEQL_${mistyped(name)}`;
    if (typed === `DENSEQL_${name}`) return;
    expect(refusal({ [typed]: '1' })).toBe(
      `${typed}: is no setting. Did you mean DENSEQL_${name}? docs/configuration.md lists all settings.`,
    );
  });

  it.each(Object.entries(SETTINGS).filter(([, type]) => typeof type.parse(undefined) !== 'string'))(
    'says what DENSEQL_%s takes when it is no such value',
    (name) => {
      expect(refusal({ [`DENSEQL_${name}`]: 'abc' })).toMatch(
        new RegExp(
          `^DENSEQL_${name}: is "abc", and must be (a whole number (above 0|of at least 0|from \\d+ to \\d+)|true or false)\\. docs/configuration\\.md`,
        ),
      );
    },
  );

  it('names the values of a choice, and the one that comes near', () => {
    expect(refusal({ DENSEQL_LOG_LEVEL: 'wran' })).toBe(
      'DENSEQL_LOG_LEVEL: is "wran", and must be one of fatal, error, warn, info, debug, trace, silent. Did you mean warn? docs/configuration.md lists all settings.',
    );
    expect(refusal({ DENSEQL_DEVICE: 'gpu' })).toContain(`"gpu", and must be one of auto, cuda, webgpu`);
  });

  it('names bounds that are left', () => {
    expect(refusal({ DENSEQL_PORT: '65536' })).toContain('must be a whole number from 0 to 65535');
    expect(refusal({ DENSEQL_MAX_LABELS: '0' })).toContain('must be a whole number above 0');
    expect(refusal({ DENSEQL_THREADS: '1.5' })).toContain('must be a whole number above 0');
  });

  it.each(['0x10', '4e3', '1_000', '1.0', '+5', '0b11', '4000n'])('takes no number but a whole decimal one: %s', (text) => {
    for (const [name, type] of Object.entries(SETTINGS))
      if (typeof type.parse(undefined) === 'number')
        expect(refusal({ [`DENSEQL_${name}`]: ` ${text} ` })).toContain(`DENSEQL_${name}: is "${text}", and must be a whole number`);
  });

  it('says that a server cannot listen longer than it may drain', () => {
    expect(refusal({ DENSEQL_DRAIN_MS: '1000', DENSEQL_DRAIN_LEAST_MS: '2000' })).toBe(
      'DENSEQL_DRAIN_LEAST_MS: is 2000, and must be at most DENSEQL_DRAIN_MS, which is 1000. docs/configuration.md lists all settings.',
    );
    expect(readConfig({ DENSEQL_DRAIN_MS: '1000', DENSEQL_DRAIN_LEAST_MS: '1000' })).toMatchObject({ DRAIN_LEAST_MS: 1000 });
  });

  it('says all that is wrong at once, a line each', () => {
    const lines = refusal({ DENSEQL_PROT: '1', DENSEQL_PORT: 'x', DENSEQL_DEVICE: 'y' }).split('\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual(['DENSEQL_PROT', 'DENSEQL_PORT', 'DENSEQL_DEVICE']);
  });

  it('takes values with blanks around them, names in any case, and blanks alone for nothing', () => {
    expect(
      readConfig({
        DENSEQL_PORT: ' 8080 ',
        DENSEQL_DEVICE: 'CPU',
        DENSEQL_LOG_LEVEL: ' Warn\n',
        DENSEQL_PACK: ' pocket ',
        DENSEQL_HOST: '  ',
      }),
    ).toMatchObject({ PORT: 8080, DEVICE: 'cpu', LOG_LEVEL: 'warn', PACK: 'pocket', HOST: '127.0.0.1' });
  });

  it('takes no name of an object for a setting', () => {
    expect(refusal({ DENSEQL_constructor: '1' })).toContain('is no setting');
  });
});
