import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PackManifest } from '../../src/core/packs/manifest.js';

export interface RawProcess {
  /** Milliseconds of one run over side x side decoded pixels. */
  pass(pixels: Uint8Array, side: number): Promise<number>;
  close(): Promise<void>;
}

/** The pack's image graph in onnxruntime alone: see raw-child.ts. @throws Error when the process ends instead of answering */
export async function rawProcess(packFolder: string, { image }: PackManifest, threads: number): Promise<RawProcess> {
  const child = fork(new URL('./raw-child.ts', import.meta.url), [join(packFolder, image.graph), image.input, String(threads)], {
    serialization: 'advanced',
    execArgv: ['--import', 'tsx'],
  });
  const exited = once(child, 'exit');
  const answer = (): Promise<unknown> =>
    Promise.race([
      once(child, 'message').then(([message]) => message as unknown),
      exited.then(([code]) => {
        throw new Error(`The process of the raw runtime ended with ${code}.`);
      }),
    ]);
  await answer();
  return {
    pass(pixels, side) {
      const milliseconds = answer() as Promise<number>;
      child.send({ pixels, side });
      return milliseconds;
    },
    async close() {
      child.disconnect();
      await exited;
    },
  };
}
