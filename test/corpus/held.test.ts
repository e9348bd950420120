import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { inspectPicture } from '../../src/core/images/inspect.js';
import { pictureLimits } from '../../src/core/images/limits.js';
import { sharp } from '../../src/core/sharp.js';
import { measureHeld } from './held.js';
import { WORST } from './worst.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'denseql-held-'))));
afterAll(() => rm(folder, { recursive: true }));

const SIDE = 3600;
/** MiB of rows on their way, of what a process grows by when it decodes anything, and of what the allocator keeps from one decode to the next. */
const BESIDE = 130;

it.each(Object.entries(WORST))('decoding holds no more than its estimate: %s', async (_kind, make) => {
  const { estimate, held } = await measureHeld(await make(SIDE), folder);
  expect(held).toBeLessThanOrEqual(estimate + BESIDE);
});

it("a phone's 48 megapixels are within the default limits, and take a few rows", async () => {
  const phone = sharp({ create: { width: 8064, height: 6048, channels: 3, background: '#c8a05a' } });
  const bytes = await phone.jpeg({ quality: 90 }).toBuffer();
  expect(await inspectPicture(bytes, pictureLimits(readConfig({})))).toMatchObject({ width: 8064, height: 6048 });
  const { held } = await measureHeld(bytes, folder);
  expect(held).toBeLessThan(100);
});
