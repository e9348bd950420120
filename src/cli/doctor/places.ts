import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HubEnvironment } from '../../core/packs/hub/environment.js';

export interface PlaceReport {
  readonly what: string;
  readonly folder: string;
  /** Whether it is there; one that is not is made when it is needed. */
  readonly there: boolean;
  /** Whether this user may write into it, or into the nearest folder above it that is there. */
  readonly writable: boolean;
  readonly freeBytes: number | null;
}

const may = (folder: string, how: number): Promise<boolean> =>
  access(folder, how).then(
    () => true,
    () => false,
  );

async function nearest(folder: string): Promise<string> {
  if (await may(folder, constants.F_OK)) return folder;
  return dirname(folder) === folder ? folder : nearest(dirname(folder));
}

export async function placeReport(what: string, folder: string): Promise<PlaceReport> {
  const base = await nearest(folder);
  const disk = await statfs(base).catch(() => null);
  return {
    what,
    folder,
    there: base === folder,
    writable: await may(base, constants.W_OK),
    freeBytes: disk === null || disk.blocks === 0 ? null : disk.bavail * disk.bsize,
  };
}

export interface HubReport {
  readonly endpoint: string;
  /** Whether it answers; null where it is not asked, by a setting. */
  readonly answers: boolean | null;
  readonly milliseconds: number | null;
  /** Why it does not; null where it does. */
  readonly problem: string | null;
}

const LIMIT_MS = 5_000;

/** Asks for no model: any answer shows that one can be fetched. */
export async function hubReport({ endpoint, offline }: HubEnvironment): Promise<HubReport> {
  if (offline) return { endpoint, answers: null, milliseconds: null, problem: 'the network is off, by DENSEQL_OFFLINE or HF_HUB_OFFLINE' };
  const from = performance.now();
  try {
    const response = await fetch(endpoint, { method: 'HEAD', signal: AbortSignal.timeout(LIMIT_MS) });
    await response.body?.cancel();
    return { endpoint, answers: true, milliseconds: performance.now() - from, problem: null };
  } catch (error) {
    const { cause, message } = error as Error;
    const why = cause instanceof Error && cause.message !== '' ? cause.message : message;
    return {
      endpoint,
      answers: false,
      milliseconds: null,
      problem: `${why}. Behind a proxy or a mirror, set HF_ENDPOINT; to ask nobody, DENSEQL_OFFLINE=true`,
    };
  }
}
