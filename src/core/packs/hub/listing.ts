import { z } from 'zod';
import { DenseqlError } from '../../errors.js';
import { invalidPack } from '../invalid-pack.js';
import { refusal } from './hub-error.js';
import { checkFileName, isCommit, type RepositoryName } from './names.js';
import { get, Watchdog } from './request.js';
import { Passing, passing, retrying, type Connection } from './retrying.js';

/** One file in the root of a repository. */
export interface HubFile {
  readonly name: string;
  readonly bytes: number;
  /** Name of its blob: SHA-256 where it is in large-file storage, git's SHA-1 of a blob otherwise. */
  readonly etag: string;
}

export interface Listing {
  readonly commit: string;
  /** As the model card says; null where it says nothing. */
  readonly licence: string | null;
  readonly files: ReadonlyMap<string, HubFile>;
}

const Entry = z.object({
  type: z.string(),
  path: z.string(),
  size: z.int().nonnegative().default(0),
  oid: z.string().optional(),
  lfs: z.object({ oid: z.string(), size: z.int().nonnegative() }).optional(),
});

/** More files than any repository of one model has in its root. */
const MAX_FILES = 10_000;

/** A fetch for the hub's client: with our time-outs, retries, errors, and the token for the endpoint's own host. */
const fetchFor =
  (connection: Connection, what: string): typeof fetch =>
  (input) =>
    retrying(connection, what, async () => {
      const watchdog = new Watchdog(connection.stallMs, connection.signal);
      try {
        const response = await get(
          input instanceof Request ? input.url : input.toString(),
          { accept: 'application/json' },
          connection.environment,
          watchdog.signal,
        );
        const failure = passing(response);
        if (failure !== null) throw failure;
        if (!response.ok) throw refusal(response, what, connection.environment);
        const body = await response.text().catch((error: unknown) => {
          throw new Passing(error);
        });
        try {
          JSON.parse(body);
        } catch (cause) {
          throw new DenseqlError(
            'HUB_FAILED',
            `${connection.environment.endpoint}: does not answer as a hub does (no JSON). Is HF_ENDPOINT right?`,
            {},
            { cause },
          );
        }
        return new Response(body, { status: response.status, headers: response.headers });
      } finally {
        watchdog.close();
      }
    });

function licenceOf(card: unknown, tags: readonly string[]): string | null {
  const { license, license_name: name } = (card ?? {}) as { license?: unknown; license_name?: unknown };
  const said = Array.isArray(license) ? license.join(', ') : license;
  if (said === 'other' && typeof name === 'string' && name !== '') return name;
  if (typeof said === 'string' && said !== '') return said;
  return tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null;
}

/**
 * Asks the hub which commit a revision is, what is in its root, and under which licence.
 *
 * This is what `@huggingface/hub` is used for: its addresses, its paging, its fields. Its downloads (`snapshotDownload`,
 * `downloadFileToCacheDir`, 2.17.5) are not used: they begin a cut file anew, compare neither size nor checksum, try nothing twice, take
 * every file of a repository, write refs before files, name blobs in xet storage otherwise than the Python client, and know neither
 * HF_TOKEN nor HF_ENDPOINT nor HF_HUB_OFFLINE. It also takes no token that does not begin with "hf_", so the token is added by our fetch.
 *
 * @throws UNAUTHENTICATED, BAD_INPUT (no such repository or revision), HUB_FAILED (unreachable, or a listing that is none), PACK_INVALID (names and numbers of files)
 */
export async function listRepository(connection: Connection, { repository, revision }: RepositoryName): Promise<Listing> {
  // Loaded here: nothing but a pull needs it.
  const { listFiles, modelInfo } = await import('@huggingface/hub');
  const common = { hubUrl: connection.environment.endpoint, fetch: fetchFor(connection, `${repository}@${revision}`) };
  const info = await modelInfo({ ...common, name: repository, revision, additionalFields: ['sha', 'cardData', 'tags'] });
  const commit: unknown = info.sha;
  if (typeof commit !== 'string' || !isCommit(commit))
    throw new DenseqlError('HUB_FAILED', `${repository}@${revision}: the hub names no commit for it.`);
  const files = new Map<string, HubFile>();
  for await (const item of listFiles({ ...common, repo: { type: 'model', name: repository }, revision: commit })) {
    const { data: entry } = Entry.safeParse(item);
    if (entry === undefined) throw new DenseqlError('HUB_FAILED', `${repository}@${commit}: the hub lists something that is no file.`);
    checkFileName(repository, entry.path);
    if (entry.type !== 'file') continue;
    files.set(entry.path, { name: entry.path, bytes: entry.lfs?.size ?? entry.size, etag: entry.lfs?.oid ?? entry.oid ?? '' });
    if (files.size > MAX_FILES) throw invalidPack(repository, `has more than ${MAX_FILES} files`);
  }
  return { commit, licence: licenceOf(info.cardData, info.tags ?? []), files };
}
