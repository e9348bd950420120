import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { invalidPack } from '../invalid-pack.js';
import type { RepositoryCache } from './cache.js';
import { matchesEtag } from './checksum.js';
import { checkDiskSpace } from './disk-space.js';
import { download } from './download.js';
import type { PullEvent } from './events.js';
import type { HubFile } from './listing.js';
import { isContentHash } from './names.js';
import type { Connection } from './retrying.js';

/** Brings files of one commit into the cache: what is there is used, what is fetched is checked before it gets its name. */
export class FileTaker {
  private readonly all: HubFile[] = [];

  constructor(
    private readonly repository: string,
    private readonly commit: string,
    private readonly cache: RepositoryCache,
    private readonly connection: Connection,
    private readonly say: (event: PullEvent) => void,
  ) {}

  /** Everything that was asked for until now. */
  get taken(): readonly HubFile[] {
    return this.all;
  }

  /**
   * Afterwards every file lies in the snapshot and equals its checksum.
   * @throws PACK_INVALID, HUB_FAILED, UNAUTHENTICATED, BAD_INPUT, CANCELLED
   */
  async take(files: readonly HubFile[]): Promise<void> {
    const { offline } = this.connection.environment;
    const wrong = files.find((file) => !isContentHash(file.etag) && !offline);
    if (wrong !== undefined) throw invalidPack(`${this.repository}/${wrong.name}`, 'is listed without a checksum');
    const missing: HubFile[] = [];
    for (const file of files) {
      if (await this.isCached(file)) this.say({ kind: 'done', name: file.name, bytes: file.bytes, cached: true });
      else missing.push(file);
    }
    if (missing.length > 0 && !offline) {
      await mkdir(dirname(this.cache.blob('any')), { recursive: true });
      await checkDiskSpace(this.cache.folder, await this.bytesToCome(missing));
    }
    for (const file of missing) {
      await this.fetch(file);
      this.say({ kind: 'done', name: file.name, bytes: file.bytes, cached: false });
    }
    this.all.push(...files);
  }

  /** Content of a file that was taken. @throws PACK_INVALID when it is not JSON */
  async json(file: HubFile): Promise<unknown> {
    const text = await readFile(this.pointer(file), 'utf8');
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw invalidPack(`${this.repository}/${file.name}`, 'is not JSON', { cause: error });
    }
  }

  private pointer(file: HubFile): string {
    return join(this.cache.snapshot(this.commit), file.name);
  }

  /** Is it here, put by whomever, and whole? */
  private async isCached(file: HubFile): Promise<boolean> {
    const { signal, environment } = this.connection;
    // A copy in a cache without links, and no hub to ask for its checksum.
    if (environment.offline && file.etag === '') return true;
    if (await matchesEtag(this.pointer(file), file.etag, signal)) return true;
    if (!(await matchesEtag(this.cache.blob(file.etag), file.etag, signal))) return false;
    await this.cache.point(this.commit, file.name, file.etag);
    return true;
  }

  private async fetch(file: HubFile): Promise<void> {
    const { environment, signal } = this.connection;
    const what = `${this.repository}/${file.name}`;
    if (environment.offline)
      throw invalidPack(
        what,
        'is damaged in the cache, and the network is off. Unset HF_HUB_OFFLINE and DENSEQL_OFFLINE once to fetch it.',
      );
    const path = this.cache.incomplete(file.etag);
    const address = `${environment.endpoint}/${this.repository}/resolve/${this.commit}/${encodeURIComponent(file.name)}`;
    const begun = await stat(path).catch(() => null);
    await download(this.connection, { what, address, bytes: file.bytes }, path, (bytes) =>
      this.say({ kind: 'bytes', name: file.name, bytes, total: file.bytes }),
    );
    this.say({ kind: 'checking', name: file.name });
    if (!(await matchesEtag(path, file.etag, signal))) {
      await this.cache.remove(path);
      // What an earlier run or another client left behind may have been wrong: once more, from the start.
      if (begun !== null && begun.size > 0) return this.fetch(file);
      throw invalidPack(
        what,
        `does not have the checksum ${file.etag} that ${environment.endpoint} lists. What came was thrown away; try again later.`,
      );
    }
    await rename(path, this.cache.blob(file.etag));
    await this.cache.point(this.commit, file.name, file.etag);
  }

  private async bytesToCome(files: readonly HubFile[]): Promise<number> {
    let sum = 0;
    for (const file of files) {
      const begun = await stat(this.cache.incomplete(file.etag)).catch(() => null);
      sum += Math.max(0, file.bytes - (begun?.size ?? 0));
    }
    return sum;
  }
}
