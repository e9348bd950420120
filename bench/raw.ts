import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { PackManifest } from '../src/core/packs/manifest.js';

export interface RawRuntime {
  /** Milliseconds of one pass over prepared pixels. */
  pass(pixels: Uint8Array, width: number, height: number): Promise<number>;
}

/** onnxruntime alone, in this process, with the options that the encoder's process uses. */
export async function rawRuntime(packFolder: string, manifest: PackManifest, threads: number): Promise<RawRuntime> {
  const session = await InferenceSession.create(join(packFolder, manifest.image.graph), {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return {
    async pass(pixels, width, height) {
      const start = performance.now();
      await session.run({ [manifest.image.input]: new Tensor('uint8', pixels, [1, height, width, 3]) });
      return performance.now() - start;
    },
  };
}
