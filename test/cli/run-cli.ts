import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The command line as a process of its own, on the tiny pack unless the environment says otherwise.
 * @param input what is piped in
 */
export function runCli(args: readonly string[], environment: Record<string, string> = {}, input?: Buffer): Promise<Ended> {
  const env = { ...process.env, DENSEQL_PACK: tinyFolder, DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', ...environment };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--import', 'tsx', main, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    if (input !== undefined) child.stdin?.end(input);
  });
}
