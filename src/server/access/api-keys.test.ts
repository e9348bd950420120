import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readApiKeys } from './api-keys.js';
import { findKey, shownKeys } from './find-key.js';

const A = 'a-key-of-someone-0123456789';
const B = 'QUJDREVGR0hJSktMTU5PUA==';

describe('the setting API_KEYS', () => {
  it('names keys, with limits or without, and keeps none of them', () => {
    const keys = readApiKeys(`web=${A};requests=600;passes=300, batch = ${B} ; passes = 5`);
    const digest = (key: string) => createHash('sha256').update(key).digest();
    expect(keys).toEqual([
      { name: 'web', digest: digest(A), requests: 600, passes: 300 },
      { name: 'batch', digest: digest(B), requests: null, passes: 5 },
    ]);
    expect(JSON.stringify(keys)).not.toContain(A);
  });

  it.each(['', '  '])('leaves everybody in where it is empty (%j)', (setting) => expect(readApiKeys(setting)).toEqual([]));

  it.each([
    ['a key without a name', A, 'entry 1 has no name'],
    ['a padded key without a name', B, 'entry 1 has no key'],
    ['a short key', 'web=0123456789abcdefghi', 'entry 1 has a key of 19 characters; 20 are the least'],
    ['no key', `web=${A},batch=`, 'entry 2 has no key'],
    ['an empty entry', `web=${A},`, 'entry 2 has no name'],
    ['a key with a space', `web=${A} ${B}`, 'entry 1 has no key, or one with other characters'],
    ['a key that no header holds', `web=${A}é`, 'entry 1 has no key, or one with other characters'],
    ['an unknown option', `web=${A};pictures=3`, 'neither requests=N nor passes=N'],
    ['a limit of 0', `web=${A};passes=0`, 'neither requests=N nor passes=N'],
    ['a limit that is no number', `web=${A};passes=many`, 'neither requests=N nor passes=N'],
    ['a limit twice', `web=${A};passes=1;passes=2`, 'says passes twice'],
    ['a name twice', `web=${A},web=${B}`, 'entry 2 has the name of an entry before it'],
    ['a key twice', `web=${A},batch=${A}`, 'entry 2 has the key of an entry before it'],
  ])('refuses %s, and shows nothing of it', (_name, setting, message) => {
    let error: Error | null = null;
    try {
      readApiKeys(setting);
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error?.message).toContain('DENSEQL_API_KEYS: ');
    expect(error?.message).toContain(message);
    for (const secret of [A, B, B.slice(0, -2), 'QUJDREVG', '0123456789']) expect(error?.message).not.toContain(secret);
  });
});

describe('the keys that a request shows', () => {
  it.each([
    [{ authorization: `Bearer ${A}` }, [A]],
    [{ authorization: `bEARER   ${A} ` }, [A]],
    [{ 'x-api-key': ` ${A} ` }, [A]],
    [{ authorization: `Bearer ${B}`, 'x-api-key': A }, [B, A]],
    [{ authorization: 'Basic dXNlcjpwYXNz', 'x-api-key': A }, [A]],
    [{ authorization: A }, []],
    [{ authorization: 'Bearer ' }, []],
    [{ authorization: 'Bearer' }, []],
    [{ 'x-api-key': '' }, []],
    [{}, []],
  ])('%j', (headers, shown) => expect(shownKeys(headers)).toEqual(shown));

  it('are found whole, or not at all', () => {
    const keys = readApiKeys(`web=${A},batch=${B}`);
    expect(findKey(keys, A)?.name).toBe('web');
    expect(findKey(keys, B)?.name).toBe('batch');
    for (const other of [A.slice(0, -1), `${A}x`, A.toUpperCase(), '', 'web', `web=${A}`, `${A},${B}`])
      expect(findKey(keys, other)).toBeNull();
  });
});
