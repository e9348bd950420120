import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCommit } from './names.js';

/**
 * One repository's folder in the hub's cache, laid out as the Python client does it, so that either uses what the other has fetched:
 *
 *     models--org--name/blobs/<etag>                    the bytes, named by their hash; <etag>.incomplete while they arrive
 *                       snapshots/<commit>/<file>       -> ../../blobs/<etag>
 *                       refs/<branch or tag>            the commit it stood for
 *
 * Names must have been checked (names.ts): they become paths here.
 */
export class RepositoryCache {
  readonly folder: string;

  constructor(
    /** HF_HUB_CACHE */
    readonly root: string,
    repository: string,
  ) {
    this.folder = join(root, this.folderName(repository));
    this.lock = join(root, '.locks', this.folderName(repository), 'denseql.lock');
  }

  /** Where pulls of this repository wait for each other. */
  readonly lock: string;

  private folderName(repository: string): string {
    return ['models', ...repository.split('/')].join('--');
  }

  blob(etag: string): string {
    return join(this.folder, 'blobs', etag);
  }

  incomplete(etag: string): string {
    return `${this.blob(etag)}.incomplete`;
  }

  snapshot(commit: string): string {
    return join(this.folder, 'snapshots', commit);
  }

  /** Makes `snapshots/<commit>/<name>` show the blob; a copy where the file system has no links. */
  async point(commit: string, name: string, etag: string): Promise<void> {
    const pointer = join(this.snapshot(commit), name);
    const target = join('..', '..', 'blobs', etag);
    if ((await readlink(pointer).catch(() => null)) === target) return;
    await mkdir(dirname(pointer), { recursive: true });
    const fresh = `${pointer}.${randomUUID().slice(0, 8)}.tmp`;
    await symlink(target, fresh)
      .catch(() => link(this.blob(etag), fresh))
      .catch(() => copyFile(this.blob(etag), fresh));
    await rename(fresh, pointer);
  }

  /** The commit that a revision stood for when it was last pulled; the revision itself where it is a commit. */
  async resolve(revision: string): Promise<string | null> {
    if (isCommit(revision)) return revision;
    const commit = await readFile(join(this.folder, 'refs', revision), 'utf8').catch(() => '');
    return isCommit(commit.trim()) ? commit.trim() : null;
  }

  /** Written last: a ref never names a snapshot that is not complete. */
  async writeRef(revision: string, commit: string): Promise<void> {
    if (revision === commit) return;
    const file = join(this.folder, 'refs', revision);
    await mkdir(dirname(file), { recursive: true });
    const fresh = `${file}.${randomUUID().slice(0, 8)}.tmp`;
    await writeFile(fresh, commit);
    await rename(fresh, file);
  }

  async remove(...paths: readonly string[]): Promise<void> {
    for (const path of paths) await rm(path, { force: true });
  }
}
