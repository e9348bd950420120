import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { badInput } from '../../errors.js';
import { exists } from '../../exists.js';

const NAME = /^\.(.+)\.compiling-(\d+)-[0-9a-f]{8}$/;

/** Makes an empty folder beside `out`, so that the finished pack takes its place in one step. */
export async function makeCompilingFolder(out: string): Promise<string> {
  const folder = join(dirname(out), `.${basename(out)}.compiling-${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** The process that makes (or made) a pack in a folder of this name; null for other names. */
export function compilingProcess(name: string): number | null {
  const pid = NAME.exec(name)?.[2];
  return pid === undefined ? null : Number(pid);
}

/** What stands where the pack shall be. */
async function occupant(out: string): Promise<'nothing' | 'empty' | 'pack' | 'other'> {
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : ['']));
  if (entries === null) return 'nothing';
  if (entries.length === 0) return 'empty';
  return (await exists(join(out, 'pack.json'))) ? 'pack' : 'other';
}

/** @throws BAD_INPUT when something is there that may not be replaced; anything but a pack never is */
export async function checkPlace(out: string, replace: boolean): Promise<void> {
  const found = await occupant(out);
  if (found === 'other') throw badInput('out', `${out} exists and is no pack. Name a folder that does not exist.`);
  if (found === 'pack' && !replace) throw badInput('out', `${out} holds a pack already. Name another folder, or replace it.`);
}

/** Puts the finished folder in its place; readers see the old pack or the new one, whole. */
export async function putInPlace(folder: string, out: string, replace: boolean): Promise<void> {
  await checkPlace(out, replace);
  const found = await occupant(out);
  if (found === 'empty') await rmdir(out);
  if (found !== 'pack') return rename(folder, out);
  const old = await makeCompilingFolder(out);
  await rename(out, join(old, 'old'));
  try {
    await rename(folder, out);
  } catch (error) {
    await rename(join(old, 'old'), out);
    throw error;
  } finally {
    await rm(old, { recursive: true, force: true });
  }
}
