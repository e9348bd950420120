import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ArraysFile } from './arrays-file.js';
import { ARRAYS_FD, WITH_FILE } from './protocol.js';

const fromSource = import.meta.url.endsWith('.ts');

const files = new WeakMap<ChildProcess, ArraysFile>();

/**
 * Starts the encoder's process: compiled as it is, from sources through tsx, wherever the working directory is.
 * @param file for its arrays, closed when it ends; null: they go over the pipe
 */
export function forkChild(file: ArraysFile | null = ArraysFile.create()): ChildProcess {
  const entry = fileURLToPath(new URL(`./child/main.${fromSource ? 'ts' : 'js'}`, import.meta.url));
  const loader = fromSource ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];
  const child = fork(entry, file === null ? [] : [WITH_FILE], {
    serialization: 'advanced',
    execArgv: loader,
    // In the order of their descriptors: see ARRAYS_FD.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe', file?.fd ?? 'ignore'],
  });
  if (file !== null) {
    files.set(child, file);
    child.once('exit', () => file.close());
    child.once('error', () => file.close());
  }
  return child;
}

/** The parent's end of the pipe for arrays; see Transport. */
export const arraysOf = (child: ChildProcess): Duplex => child.stdio[ARRAYS_FD] as Duplex;

/** The file in memory for arrays, open as long as the process lives; null where there is none. */
export const arraysFileOf = (child: ChildProcess): ArraysFile | null => files.get(child) ?? null;
