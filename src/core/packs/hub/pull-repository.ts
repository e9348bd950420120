import { badInput } from '../../errors.js';
import { RepositoryCache } from './cache.js';
import type { HubEnvironment } from './environment.js';
import type { PullEvent } from './events.js';
import { stopped } from './hub-error.js';
import { listRepository, type HubFile, type Listing } from './listing.js';
import { withLock } from './lock.js';
import { checkRepositoryName } from './names.js';
import { listCached } from './offline.js';
import { sleepUnlessStopped, type Connection } from './retrying.js';
import { FileTaker } from './take-files.js';
import { checkSizes, CONFIG, findLayout, settleLayout, shardFiles, smallFiles, weightsOrIndex } from './wanted-files.js';

export interface PullRequest {
  /** `org/name` or `name`. */
  readonly repository: string;
  /** A branch, tag or commit. */
  readonly revision: string;
  readonly environment: HubEnvironment;
  readonly onProgress?: (event: PullEvent) => void;
  readonly signal?: AbortSignal;
  /** Pause between tries; for tests. */
  readonly wait?: Connection['wait'];
  /** Milliseconds without a byte after which a request is tried again; default 60 s. */
  readonly stallMs?: number;
  /** Tries in a row that bring nothing; default 6. */
  readonly tries?: number;
}

export interface Pulled {
  /** `snapshots/<commit>` in the cache: the checkpoint's folder. */
  readonly folder: string;
  readonly commit: string;
  /** As the model card says; null where it says nothing, or offline. */
  readonly licence: string | null;
  /** `sha256` for files of large-file storage; git names the others by SHA-1. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256?: string }[];
}

/** Takes config.json or the index of shards first where only their content says what else is wanted. */
async function takeWanted(taker: FileTaker, repository: string, files: Listing['files']): Promise<void> {
  const takeNew = (wanted: readonly HubFile[]): Promise<void> => {
    const known = new Set(taker.taken.map((file) => file.name));
    checkSizes(repository, wanted);
    return taker.take(wanted.filter((file) => !known.has(file.name)));
  };
  const read = async (file: HubFile): Promise<unknown> => {
    await takeNew([file]);
    return taker.json(file);
  };
  const found = findLayout(repository, files);
  const layout = found === 'both' ? settleLayout(await read(files.get(CONFIG) as HubFile)) : found;
  const { file, isIndex } = weightsOrIndex(files, layout);
  const weights = isIndex ? shardFiles(`${repository}/${file.name}`, files, await read(file)) : [file];
  await takeNew([...smallFiles(files, layout), ...weights]);
}

/**
 * Brings the files of one checkpoint into the hub's cache: configs, tokenizer and one set of safetensors, nothing that can run code.
 * What is there already is used; what was begun is resumed; every file equals its checksum before its name appears, and the ref comes last.
 *
 * @returns the snapshot's folder, pinned to a commit
 * @throws BAD_INPUT (names; not on the hub; not in the cache while offline), UNAUTHENTICATED (private or gated), HUB_FAILED, PACK_INVALID
 * (unreachable, wrong content, no safetensors, no room), CANCELLED
 */
export async function pullRepository(request: PullRequest): Promise<Pulled> {
  checkRepositoryName(request);
  const { environment, repository, revision } = request;
  const say = request.onProgress ?? (() => undefined);
  const connection: Connection = {
    environment,
    signal: request.signal ?? new AbortController().signal,
    stallMs: request.stallMs ?? 60_000,
    tries: request.tries ?? 6,
    wait: request.wait ?? sleepUnlessStopped,
    onRetry: (what, why, milliseconds) => say({ kind: 'retry', what, why, milliseconds }),
  };
  const cache = new RepositoryCache(environment.cache, repository);

  const pull = async ({ commit, licence, files }: Listing): Promise<Pulled> => {
    say({ kind: 'listed', commit, licence });
    const taker = new FileTaker(repository, commit, cache, connection, say);
    await takeWanted(taker, repository, files);
    if (!environment.offline) await cache.writeRef(revision, commit);
    const taken = taker.taken.map(({ name, bytes, etag }) => ({ name, bytes, ...(etag.length === 64 ? { sha256: etag } : {}) }));
    return { folder: cache.snapshot(commit), commit, licence, files: taken };
  };

  try {
    if (environment.offline) return await pull(await listCached(cache, request));
    // Listed before anything is written, so that a wrong name leaves no trace.
    const listing = await listRepository(connection, request);
    return await withLock(cache.lock, connection.signal, { onWait: () => say({ kind: 'waiting' }) }, () => pull(listing));
  } catch (error) {
    if (connection.signal.aborted) throw stopped();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EROFS')
      throw badInput('HF_HUB_CACHE', `${environment.cache} cannot be written to. Name another folder.`);
    throw error;
  }
}
