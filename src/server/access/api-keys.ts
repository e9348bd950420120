import { createHash } from 'node:crypto';
import { badInput, type DenseqlError } from '../../core/errors.js';

/** A key that may ask. The key itself is not kept. */
export interface ApiKey {
  /** What the operator calls its holder; no secret. */
  readonly name: string;
  /** SHA-256 of the key. */
  readonly digest: Buffer;
  /** Requests a minute; null: no limit. */
  readonly requests: number | null;
  /** Encoder passes a minute; null: no limit. */
  readonly passes: number | null;
}

/** Shorter ones can be guessed. 20 characters of base64 are 120 bits. */
const LEAST_LENGTH = 20;
const NAME = /^[\w.-]{1,64}$/;
/** What a bearer token may be made of (RFC 6750, section 2.1). */
const KEY = /^[A-Za-z0-9._~+/-]+=*$/;
const OPTION = /^(requests|passes) *= *([1-9]\d{0,8})$/;

export const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/** What is wrong with an entry, by its place: a wrong one may have its key where its name belongs, so that nothing of it is shown. */
const wrong = (place: number, problem: string): DenseqlError =>
  badInput('DENSEQL_API_KEYS', `entry ${place} ${problem} An entry is name=key, or name=key;requests=600;passes=300 with limits a minute.`);

function readEntry(entry: string, place: number): ApiKey {
  const [first = '', ...options] = entry.split(';').map((part) => part.trim());
  const at = first.indexOf('=');
  const [name, key] = [first.slice(0, Math.max(0, at)).trim(), first.slice(at + 1).trim()];
  if (!NAME.test(name)) throw wrong(place, 'has no name of 1 to 64 letters, digits, dots, hyphens and underscores before its key.');
  if (!KEY.test(key))
    throw wrong(place, 'has no key, or one with other characters than letters, digits and - . _ ~ + /, and = at its end.');
  if (key.length < LEAST_LENGTH)
    throw wrong(
      place,
      `has a key of ${key.length} ${key.length === 1 ? 'character' : 'characters'}; ${LEAST_LENGTH} are the least. openssl rand -hex 24 makes one.`,
    );
  const limits: { requests: number | null; passes: number | null } = { requests: null, passes: null };
  for (const option of options) {
    const [, limit, value] = OPTION.exec(option) ?? [];
    if (limit === undefined) throw wrong(place, 'has an option that is neither requests=N nor passes=N with a whole number above 0.');
    if (limits[limit as keyof typeof limits] !== null) throw wrong(place, `says ${limit} twice.`);
    limits[limit as keyof typeof limits] = Number(value);
  }
  return { name, digest: digestOf(key), ...limits };
}

/**
 * The keys of the setting API_KEYS; none: everybody may ask.
 * @throws BAD_INPUT that says which entry is wrong and shows nothing of it
 */
export function readApiKeys(setting: string): readonly ApiKey[] {
  if (setting.trim() === '') return [];
  const keys = setting.split(',').map((entry, index) => readEntry(entry, index + 1));
  keys.forEach(({ name, digest }, index) => {
    const before = keys.slice(0, index);
    if (before.some((other) => other.name === name)) throw wrong(index + 1, 'has the name of an entry before it.');
    if (before.some((other) => other.digest.equals(digest))) throw wrong(index + 1, 'has the key of an entry before it.');
  });
  return keys;
}
