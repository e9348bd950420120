import { badInput } from '../../errors.js';
import { invalidPack } from '../invalid-pack.js';

/** A repository's revision: a branch, a tag or a commit. */
export interface RepositoryName {
  /** `org/name` or `name`. */
  readonly repository: string;
  readonly revision: string;
}

const COMMIT = /^[0-9a-f]{40}$/;

/** A full commit hash, which names one state for ever. */
export const isCommit = (revision: string): boolean => COMMIT.test(revision);

/** SHA-256 of a file in large-file storage, or git's SHA-1 of any other: the names of blobs. */
export const isContentHash = (etag: string): boolean => /^(?:[0-9a-f]{64}|[0-9a-f]{40})$/.test(etag);

/** What an address of the hub's page of a repository names; empty where it is none. */
function meantBy(text: string): string {
  const [, owner, name] = URL.canParse(text) && /^https?:/i.test(text) ? new URL(text).pathname.split('/') : [];
  return owner && name ? ` Did you mean ${owner}/${name}?` : '';
}

/** The hub's own rules, so that a name is one folder in the cache and one path in an address. @throws BAD_INPUT */
function checkRepository(repository: string): void {
  const parts = repository.split('/');
  const wrong =
    parts.length > 2 ||
    repository.length > 96 ||
    /--|\.\./.test(repository) ||
    repository.endsWith('.git') ||
    parts.some((part) => !/^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(part));
  if (wrong)
    throw badInput(
      'repository',
      `${JSON.stringify(repository)} is no name on the hub: org/name of letters, digits, "-", "_" and ".".${meantBy(repository)}`,
    );
}

/** As git allows names of branches and tags, and shorter: becomes a path under refs/. @throws BAD_INPUT */
function checkRevision(revision: string): void {
  const parts = revision.split('/');
  const wrong = revision.length > 200 || parts.some((part) => !/^[a-z0-9_][a-z0-9_.+-]*$/i.test(part) || /\.\.|\.lock$/.test(part));
  if (wrong) throw badInput('revision', `${JSON.stringify(revision)} is no branch, tag or commit.`);
}

/** Takes `org/name` or `org/name@revision` apart; without a revision it is `main`. @throws BAD_INPUT */
export function parseRepository(text: string): RepositoryName {
  const at = text.indexOf('@');
  const name = { repository: at < 0 ? text : text.slice(0, at), revision: at < 0 ? 'main' : text.slice(at + 1) };
  checkRepositoryName(name);
  return name;
}

/** @throws BAD_INPUT naming the part that is wrong */
export function checkRepositoryName({ repository, revision }: RepositoryName): void {
  checkRepository(repository);
  checkRevision(revision);
}

/**
 * A path of a listing is joined to a folder sooner or later. A repository that holds one such name is not taken at all: it was made to
 * do harm.
 *
 * @throws PACK_INVALID for `..`, absolute paths, drives, backslashes and control characters
 */
export function checkFileName(repository: string, path: string): void {
  const parts = path.split('/');
  const control = [...path].some((character) => character < ' ' || character === '\u007f');
  const wrong = control || path.includes('\\') || parts.some((part) => ['', '.', '..'].includes(part) || /^[a-z]:/i.test(part));
  if (wrong)
    throw invalidPack(repository, `holds a file called ${JSON.stringify(path)}, which could leave its folder. Nothing of it is taken.`);
}
