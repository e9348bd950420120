import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { openSession } from '../src/core/encoder/process/child/sessions.js';
import type { PackManifest } from '../src/core/packs/manifest.js';

export interface RawRuntime {
  /** Milliseconds of one pass over prepared pixels. */
  pass(pixels: Uint8Array, width: number, height: number): Promise<number>;
}

/** onnxruntime alone, in this process, with the options that the encoder's process uses. */
export async function rawRuntime(packFolder: string, manifest: PackManifest, threads: number): Promise<RawRuntime> {
  const session = await openSession(join(packFolder, manifest.image.graph), { device: 'cpu' }, threads);
  return {
    async pass(pixels, width, height) {
      const start = performance.now();
      await session.run({ [manifest.image.input]: new Tensor('uint8', pixels, [1, height, width, 3]) });
      return performance.now() - start;
    },
  };
}
