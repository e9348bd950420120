import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ARRAYS_FD } from './protocol.js';

const fromSource = import.meta.url.endsWith('.ts');

/** Starts the encoder's process: compiled as it is, from sources through tsx, wherever the working directory is. */
export function forkChild(): ChildProcess {
  const entry = fileURLToPath(new URL(`./child/main.${fromSource ? 'ts' : 'js'}`, import.meta.url));
  const loader = fromSource ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];
  return fork(entry, [], { serialization: 'advanced', execArgv: loader, stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'] });
}

/** The parent's end of the pipe for arrays; see Transport. */
export const arraysOf = (child: ChildProcess): Duplex => child.stdio[ARRAYS_FD] as Duplex;
