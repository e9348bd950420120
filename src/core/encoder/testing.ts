import { fileURLToPath } from 'node:url';
import { readConfig } from '../config.js';
import { Operation } from '../operation.js';
import { loadPack } from '../packs/load-pack.js';
import type { EncodeImageRequest, Encoder } from './encoder.js';
import type { Log } from './log.js';
import { createLocalEncoder } from './local-encoder.js';

/** Parts that several tests of the encoder need. */
export const tinyFolder = fileURLToPath(new URL('../../../test/fixtures/packs/tiny', import.meta.url));

export const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export function operation(options: { signal?: AbortSignal; deadlineMs?: number; maxPasses?: number; maxTexts?: number } = {}): Operation {
  const { signal = new AbortController().signal, deadlineMs = 60_000, maxPasses = 1000, maxTexts = 5000 } = options;
  return new Operation('test', signal, performance.now() + deadlineMs, { maxPasses, maxTexts, maxMaskPixels: 1 });
}

/** An encoder of the tiny pack, on the CPU. */
export async function tinyEncoder(environment: Record<string, string> = {}, hangFloorMs?: number): Promise<Encoder> {
  const pack = await loadPack(tinyFolder);
  const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', ...environment });
  return createLocalEncoder({ packFolder: pack.folder, manifest: pack.manifest, config, log: silent, hangFloorMs });
}

/** A picture of one colour. */
export function plain(color: readonly [number, number, number], width = 112, height = 56): EncodeImageRequest {
  return {
    key: `${color.join()}-${width}x${height}`,
    width,
    height,
    frame: { x: 0, y: 0, width, height },
    pixels: () => Promise.resolve(Uint8Array.from({ length: width * height * 3 }, (_, index) => color[index % 3] ?? 0)),
  };
}
