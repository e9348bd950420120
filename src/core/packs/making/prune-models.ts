import { readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { compilingProcess } from './compiling-folder.js';
import { bytesOf, isRunning } from '../disk-use.js';
import { listPacks } from '../list-packs.js';
import { modelFolders } from '../load-pack.js';

export interface Prunable {
  readonly kind: 'incomplete download' | 'broken compile' | 'compiled checkpoint';
  /** For people: a repository, a pack's name. */
  readonly what: string;
  readonly bytes: number;
  /** Files, links and folders that go. */
  readonly paths: readonly string[];
  /** Why it is left alone for now; null when it may go. */
  readonly kept: string | null;
}

export interface PruneCall {
  /** Setting MODELS_DIR. */
  readonly modelsDir: string;
  /** The hub's cache: folders `models--org--name`. */
  readonly hubCache: string;
}

/** A download that was written to a moment ago may be under way in a program that takes no lock of ours. */
const QUIET_MS = 10_000;
/** A live holder touches its lock more often than that (hub/lock.ts). */
const LOCK_MS = 60_000;

const sum = async (paths: readonly string[]): Promise<number> =>
  (await Promise.all(paths.map(bytesOf))).reduce((all, bytes) => all + bytes, 0);

const isUnder = (path: string, folder: string): boolean => path.startsWith(folder + sep);

/** Is a pull of this repository under way? */
async function isPulling(hubCache: string, folder: string): Promise<boolean> {
  const lock = join(hubCache, '.locks', folder, 'denseql.lock');
  const touched = await stat(lock).catch(() => null);
  if (touched === null || Date.now() - touched.mtimeMs > LOCK_MS) return false;
  const holder = JSON.parse(await readFile(lock, 'utf8').catch(() => '{}')) as { pid?: number; host?: string };
  return holder.pid === undefined || holder.host !== hostname() || isRunning(holder.pid);
}

async function incompleteDownloads(hubCache: string): Promise<readonly Prunable[]> {
  const found: Prunable[] = [];
  for (const folder of await readdir(hubCache).catch(() => [])) {
    if (!folder.startsWith('models--')) continue;
    const blobs = join(hubCache, folder, 'blobs');
    const paths = (await readdir(blobs).catch(() => [])).filter((name) => name.endsWith('.incomplete')).map((name) => join(blobs, name));
    if (paths.length === 0) continue;
    const touched = await Promise.all(
      paths.map((path) =>
        stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      ),
    );
    const fresh = Date.now() - Math.max(...touched) < QUIET_MS;
    const kept = (await isPulling(hubCache, folder)) ? 'is being pulled' : fresh ? 'was written to a moment ago' : null;
    found.push({ kind: 'incomplete download', what: folder.split('--').slice(1).join('/'), bytes: await sum(paths), paths, kept });
  }
  return found;
}

async function brokenCompiles(roots: readonly string[]): Promise<readonly Prunable[]> {
  const found: Prunable[] = [];
  for (const root of roots)
    for (const name of await readdir(root).catch(() => [])) {
      const pid = compilingProcess(name);
      if (pid === null) continue;
      const path = join(root, name);
      const kept = isRunning(pid) ? `process ${pid} is at work on it` : null;
      found.push({
        kind: 'broken compile',
        what: name.replace(/^\.(.+)\.compiling-.*$/, '$1'),
        bytes: await bytesOf(path),
        paths: [path],
        kept,
      });
    }
  return found;
}

/** The snapshot of one commit, the refs that name it, and the blobs that no other snapshot shows. */
async function snapshotPaths(repository: string, commit: string): Promise<readonly string[]> {
  const snapshots = join(repository, 'snapshots');
  const blobs = await realpath(join(repository, 'blobs')).catch(() => null);
  const shown = async (snapshot: string): Promise<ReadonlySet<string>> => {
    const entries = await readdir(join(snapshots, snapshot), { recursive: true, withFileTypes: true }).catch(() => []);
    const targets = await Promise.all(
      entries.filter((entry) => entry.isSymbolicLink()).map((entry) => realpath(join(entry.parentPath, entry.name)).catch(() => '')),
    );
    // A link to anywhere else is none of ours to empty.
    return new Set(targets.filter((target) => blobs !== null && isUnder(target, blobs)));
  };
  const others = (await readdir(snapshots).catch(() => [])).filter((name) => name !== commit);
  const needed = new Set((await Promise.all(others.map(shown))).flatMap((set) => [...set]));
  const refs = await readdir(join(repository, 'refs'), { recursive: true, withFileTypes: true }).catch(() => []);
  const named: string[] = [];
  for (const ref of refs.filter((entry) => entry.isFile())) {
    const file = join(ref.parentPath, ref.name);
    if ((await readFile(file, 'utf8')).trim() === commit) named.push(file);
  }
  return [join(snapshots, commit), ...named, ...[...(await shown(commit))].filter((blob) => !needed.has(blob))];
}

/** Checkpoints in the hub's cache whose pack is here, whole: the pack does not need them. */
async function compiledCheckpoints({ modelsDir, hubCache }: PruneCall): Promise<readonly Prunable[]> {
  const found = new Map<string, Prunable>();
  for (const { source, problems, name } of await listPacks(modelsDir)) {
    // Both become parts of a path.
    if (source === null || problems.length > 0 || !/^[0-9a-f]{40}$/.test(source.commit) || !/^[\w.-]+(\/[\w.-]+)?$/.test(source.repository))
      continue;
    const folder = ['models', ...source.repository.split('/')].join('--');
    const snapshot = join(hubCache, folder, 'snapshots', source.commit);
    if (found.has(snapshot) || (await stat(snapshot).catch(() => null)) === null) continue;
    const paths = await snapshotPaths(join(hubCache, folder), source.commit);
    const kept = (await isPulling(hubCache, folder)) ? 'is being pulled' : null;
    found.set(snapshot, { kind: 'compiled checkpoint', what: `${source.repository} (pack ${name})`, bytes: await sum(paths), paths, kept });
  }
  return [...found.values()];
}

/** What could go: nothing that a pack or a running pull or compile needs. Deletes nothing. */
export async function findPrunable(call: PruneCall): Promise<readonly Prunable[]> {
  const roots = modelFolders(call.modelsDir);
  return [...(await incompleteDownloads(call.hubCache)), ...(await brokenCompiles(roots)), ...(await compiledCheckpoints(call))];
}

/** Deletes what {@link findPrunable} found and may go; links go, not what they show. */
export async function prune(items: readonly Prunable[]): Promise<void> {
  for (const { paths, kept, kind } of items) {
    if (kept !== null) continue;
    for (const path of paths) await rm(path, { recursive: true, force: true });
    if (kind === 'compiled checkpoint') await dropEmptyRepository(dirname(dirname(paths[0]!)));
  }
}

/** A repository's folder in which no snapshot and no blob is left. */
async function dropEmptyRepository(repository: string): Promise<void> {
  const left = await Promise.all(['snapshots', 'blobs'].map((part) => readdir(join(repository, part)).catch(() => [])));
  if (left.every((entries) => entries.length === 0)) await rm(repository, { recursive: true, force: true });
}
