import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { array, furthest, json, open, run, type Texts } from '../../../../test/onnx/released.js';
import { CheckpointError, encodeTexts } from '../../../core/graphs/index.js';
import { convertDenseclip, type ConvertDenseclip } from './convert-denseclip.js';

const out = mkdtempSync(join(tmpdir(), 'denseclip-'));
afterAll(() => rmSync(out, { recursive: true }));

describe('convertDenseclip', () => {
  const { ids, headWidth } = json<Texts>('denseclip.json');
  const options: ConvertDenseclip = {
    classes: ['wall', 'building', 'sky', 'floor', 'tree'],
    tokenize: () => Promise.resolve(ids),
    headWidth,
  };

  it.each(['vit', 'resnet'])('computes the texts of a closed set as torch does, %s', async (name) => {
    const tower = { tensors: await open(`denseclip-${name}.pth`), prefix: 'text_encoder.', headWidth, contexts: 'contexts' };
    expect(furthest(await encodeTexts(tower, ids), array(`denseclip-${name}.texts`).data)).toBeLessThan(1e-5);
  });

  it.each([
    ['vit', 64, 42],
    ['resnet', 96, 64],
  ])('gives the logits that torch gives, %s', async (name, side, stride) => {
    const folder = join(out, name);
    const { manifest, files } = await convertDenseclip(await open(`denseclip-${name}.pth`), folder, options);
    for (const index of [0, 1]) {
      const expected = array(`denseclip-${name}.${index}.logits`);
      const { dims, data } = await run(folder, manifest.graph, `denseclip-${name}.${index}.pixels`);
      expect(dims).toEqual(expected.shape);
      expect(furthest(data, expected.data)).toBeLessThan(1e-4);
    }
    expect(manifest).toMatchObject({
      kind: 'denseclip',
      backbone: name,
      classes: options.classes,
      window: { side, stride },
      outputStride: 4,
    });
    expect(JSON.parse(readFileSync(join(folder, files[2]), 'utf8'))).toEqual(manifest);
  });

  it('names what does not fit: the classes, a name that is too long, a tensor', async () => {
    const tensors = await open('denseclip-vit.pth');
    const convert = (more: Partial<ConvertDenseclip>) => convertDenseclip(tensors, join(out, 'refused'), { ...options, ...more });
    await expect(convert({ classes: ['wall'] })).rejects.toThrow(/classes: are 1 names, the checkpoint has 5/);
    const long = ids.map((row, index) => (index === 2 ? [38, 1, 2, 3, 4, 39] : row));
    await expect(convert({ tokenize: () => Promise.resolve(long) })).rejects.toThrow(/class "sky": .*6 tokens.* takes 5/);
    await expect(convert({ tokenize: () => Promise.resolve(ids.map(() => [38, 99, 100])) })).rejects.toBeInstanceOf(CheckpointError);
    await expect(convertDenseclip(await open('clip-ebc-vit.pth'), join(out, 'refused'), options)).rejects.toThrow(/decode_head/);
    await expect(convert({ headWidth: 7 })).rejects.toThrow(/no multiple of the 7/);
  });
});
