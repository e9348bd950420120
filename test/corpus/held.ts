import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** In MiB: by the header's estimate, and as measured. */
export interface Held {
  readonly estimate: number;
  readonly held: number;
}

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const SCRIPT = fileURLToPath(new URL('measure-decode.ts', import.meta.url));

/** What decoding a picture takes, in a process that does nothing else. */
export async function measureHeld(bytes: Buffer, folder: string): Promise<Held> {
  const file = join(folder, 'picture');
  await writeFile(file, bytes);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', TSX, SCRIPT, file]);
  return JSON.parse(stdout) as Held;
}
