import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import type { EncodeImageRequest } from '../../src/core/encoder/contract/encoder.js';
import { createPooledEncoder, type LocalEncoder } from '../../src/core/encoder/pool/pooled-encoder.js';
import { loadPack } from '../../src/core/packs/load-pack.js';
import { projectRoot } from '../../src/core/project-root.js';
import { operation, silent } from '../fixtures/packs/tiny-encoder.js';

const SIDE = 112;
const folder = join(projectRoot(), 'models/pocket');

/** Crops of a photograph, each another part of it. */
async function crops(count: number): Promise<EncodeImageRequest[]> {
  const { data, info } = await sharp(join(folder, 'golden.png')).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return Array.from({ length: count }, (_, index) => {
    const [left, top] = [index % (info.width - SIDE), (index * 3) % (info.height - SIDE)];
    const pixels = async (): Promise<Uint8Array> => {
      const raw = { width: info.width, height: info.height, channels: 3 } as const;
      return new Uint8Array(await sharp(data, { raw }).extract({ left, top, width: SIDE, height: SIDE }).raw().toBuffer());
    };
    return { key: `crop ${index}`, width: SIDE, height: SIDE, frame: { x: left, y: top, width: SIDE, height: SIDE }, pixels };
  });
}

/** What encoders said at their start, in turn. */
const said: string[] = [];

async function start(batch: number): Promise<LocalEncoder> {
  const log = { ...silent, info: (_: unknown, line: string) => void said.push(line) };
  const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_BATCH: String(batch), DENSEQL_THREADS: '2' });
  const encoder = createPooledEncoder({ pack: await loadPack(folder), pinned: true, config, log });
  await encoder.ready();
  return encoder;
}

let [single, batched]: [LocalEncoder | null, LocalEncoder | null] = [null, null];
beforeAll(async () => {
  // 0: as the device gains by it.
  [single, batched] = [await start(0), await start(8)];
});
afterAll(async () => {
  await single?.close();
  await batched?.close();
});

it('a CPU takes one picture a pass, unless it is told otherwise', () => {
  expect(said).toEqual(['The encoder process is ready on cpu.', 'The encoder process is ready on cpu, up to 8 pictures a pass.']);
});

it('64 crops in batches of 8 have the features that each has alone', async () => {
  const all = await crops(64);
  const [alone, together] = [operation(), operation()];
  const expected = await Promise.all(all.map((crop) => single!.encodeImage(crop, alone)));
  const found = await Promise.all(all.map((crop) => batched!.encodeImage(crop, together)));
  let furthest = 0;
  for (const [index, { features }] of found.entries())
    for (const [name, { data, dims }] of Object.entries(expected[index]!.features.outputs)) {
      const other = features.outputs[name]!;
      expect(other.dims).toEqual(dims);
      const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [at, value] of data.entries()) furthest = Math.max(furthest, Math.abs(value - other.data[at]!) / largest);
    }
  // The order of sums differs with the number of rows.
  expect(furthest).toBeLessThan(1e-5);
  expect(together.tally.encoderRuns).toBe(64);
  expect(batched!.status().imagePasses).toBe(64);
});
