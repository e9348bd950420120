import { stat } from 'node:fs/promises';
import { basename, extname, join, posix } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { wrongUse } from '../wrong-use.js';
import { missingPicture } from './missing-picture.js';

/** What a command reads from standard input. */
export const STDIN = '-';

export interface FoundPicture {
  /** Path of the file, or `-`. */
  readonly path: string;
  /** What its output files are named after: the path below the folder or pattern that it was found by, without extension. */
  readonly name: string;
}

export interface FoundPictures {
  readonly pictures: readonly FoundPicture[];
  /** Whether many were asked for: several, a folder or a pattern. */
  readonly many: boolean;
}

const EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'avif', 'gif', 'tif', 'tiff'];

const withoutExtension = (path: string): string => path.slice(0, path.length - extname(path).length);

/** The part of a pattern before anything in it that stands for many names. */
function fixedFolder(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => isDynamicPattern(part));
  return parts.slice(0, first).join('/');
}

/** Pictures below a folder, or that a pattern fits, in the order of their names. */
async function matching(pattern: string, folder: string): Promise<FoundPicture[]> {
  const paths = await glob(pattern, { cwd: folder === '' ? '.' : folder, caseSensitiveMatch: false, expandDirectories: false });
  return paths.sort().map((path) => ({ path: join(folder, path), name: withoutExtension(path) }));
}

async function below(folder: string): Promise<FoundPicture[]> {
  const found = await matching(`**/*.{${EXTENSIONS.join(',')}}`, folder);
  if (found.length > 0) return found;
  throw wrongUse('picture', `${folder} is a folder without pictures: none of its files ends with ${EXTENSIONS.join(', ')}.`);
}

async function fitting(pattern: string): Promise<FoundPicture[]> {
  const folder = fixedFolder(pattern);
  const found = await matching(folder === '' ? pattern : posix.relative(folder, pattern), folder);
  if (found.length > 0) return found;
  throw wrongUse('picture', `no file fits the pattern ${pattern}. Check it, and from which folder it is looked up.`);
}

async function find(given: string): Promise<{ readonly found: readonly FoundPicture[]; readonly many: boolean }> {
  if (given === STDIN) return { found: [{ path: STDIN, name: 'stdin' }], many: false };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(given))
    throw wrongUse('picture', `${given} is an address, and only files are read. Pipe it in: curl -fsSL ${given} | denseql ... -`);
  const there = await stat(given).catch(() => null);
  if (there?.isDirectory()) return { found: await below(given), many: true };
  if (there !== null) return { found: [{ path: given, name: withoutExtension(basename(given)) }], many: false };
  if (isDynamicPattern(given)) return { found: await fitting(given), many: true };
  throw await missingPicture(given);
}

/**
 * The files behind what was written: paths, folders (all pictures below them), patterns that no shell has expanded, and `-`.
 * @throws WrongUse for what is not there, for addresses, and for two that the same output would be named after
 */
export async function findPictures(given: readonly string[]): Promise<FoundPictures> {
  const pictures = new Map<string, FoundPicture>();
  const names = new Map<string, string>();
  let many = given.length > 1;
  for (const text of given) {
    const result = await find(text);
    many ||= result.many;
    for (const picture of result.found) {
      if (pictures.has(picture.path)) continue;
      const other = names.get(picture.name);
      if (other !== undefined)
        throw wrongUse(
          'picture',
          `${other} and ${picture.path} would both give files named ${picture.name}. Rename one, or ask them apart.`,
        );
      pictures.set(picture.path, picture);
      names.set(picture.name, picture.path);
    }
  }
  return { pictures: [...pictures.values()], many };
}
