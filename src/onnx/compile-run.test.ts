import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeFolders, temporaryFolder, TINY } from '../../test/onnx/checkpoint-files.js';
import { compileCheckpoint } from './index.js';

afterAll(removeFolders);

describe('a run', () => {
  it('tells how many bytes of weights are written, up to all', async () => {
    const out = temporaryFolder();
    const seen: [number, number][] = [];
    const { files } = await compileCheckpoint(TINY, out, { onProgress: (done, total) => seen.push([done, total]) });
    const weights = files.filter((file) => file.endsWith('.bin')).reduce((sum, file) => sum + readFileSync(join(out, file)).length, 0);
    expect(seen.at(-1)).toEqual([weights, weights]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
    for (const file of files) expect(existsSync(join(out, file))).toBe(true);
  });

  it('stops with the reason it is given', async () => {
    const controller = new AbortController();
    const running = compileCheckpoint(TINY, temporaryFolder(), {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    await expect(compileCheckpoint(TINY, temporaryFolder(), { signal: controller.signal })).rejects.toThrow('enough');
  });
});
