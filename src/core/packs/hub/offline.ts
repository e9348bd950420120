import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badInput } from '../../errors.js';
import type { RepositoryCache } from './cache.js';
import type { Listing, HubFile } from './listing.js';
import { isContentHash, type RepositoryName } from './names.js';

/** Model cards begin with `license: ...` between lines of dashes; only the Python client puts them here. */
async function licenceInCard(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text.slice(0, 100_000))?.[1] ?? '';
  return /^license:[ \t]*["']?([\w.+-]+)["']?[ \t]*$/m.exec(front)?.[1] ?? null;
}

/**
 * What the cache has of a revision, as if the hub had listed it. Blobs are named by their hashes, so that content is checked as strictly
 * as when it is fetched; a copy (a file system without links) has no name to check against, and its etag is empty.
 *
 * @throws BAD_INPUT when the revision was never fetched
 */
export async function listCached(cache: RepositoryCache, { repository, revision }: RepositoryName): Promise<Listing> {
  const commit = await cache.resolve(revision);
  const folder = commit === null ? null : cache.snapshot(commit);
  const names = folder === null ? [] : await readdir(folder).catch(() => []);
  const named = repository.includes('/')
    ? ''
    : ' It is no name of the catalog (`denseql models list --catalog`); others are written org/name.';
  if (commit === null || folder === null || names.length === 0)
    throw badInput(
      'repository',
      `${repository}@${revision} is not in the cache (${cache.folder}), and the network is off.${named} Unset HF_HUB_OFFLINE and DENSEQL_OFFLINE once to fetch it.`,
    );
  const files = new Map<string, HubFile>();
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found === null || !found.isFile()) continue;
    const etag = basename(await readlink(join(folder, name)).catch(() => ''));
    files.set(name, { name, bytes: found.size, etag: isContentHash(etag) ? etag : '' });
  }
  return { commit, licence: await licenceInCard(join(folder, 'README.md')), files };
}
