import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a program of the system says; null where it is not there, fails, or takes longer than five seconds. */
export async function said(program: string, ...args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await run(program, args, { timeout: 5_000, maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  } catch {
    return null;
  }
}

export const lines = (text: string | null): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
