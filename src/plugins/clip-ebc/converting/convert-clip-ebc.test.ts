import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { array, furthest, json, open, run, type Texts } from '../../../../test/onnx/released.js';
import type { Bin } from './bins.js';
import { convertClipEbc, type ConvertClipEbc } from './convert-clip-ebc.js';

const out = mkdtempSync(join(tmpdir(), 'clip-ebc-'));
afterAll(() => rmSync(out, { recursive: true }));

describe('convertClipEbc', () => {
  const { ids, headWidth, bins, anchors } = json<Texts & { bins: Bin[]; anchors: number[] }>('clip-ebc.json');
  const asked: string[] = [];
  const options: ConvertClipEbc = {
    block: 8,
    bins,
    anchors,
    prompts: 'word',
    tokenize: (texts) => {
      asked.push(...texts);
      return Promise.resolve(ids);
    },
    headWidth,
  };

  it.each([
    ['vit', 'clip-ebc-vit.pth', 8, [0, 1], ['vit', 'vit']],
    ['resnet', 'clip-ebc-resnet.safetensors', 8, [0], ['resnet']],
    ['resnet32', 'clip-ebc-resnet.safetensors', 32, [0], ['resnet']],
  ] as const)('gives the logits that torch gives, %s', async (name, file, block, indices, pictures) => {
    const folder = join(out, name);
    const { manifest } = await convertClipEbc(await open(file), folder, { ...options, block });
    for (const index of indices) {
      const expected = array(`clip-ebc-${name}.${index}.logits`);
      const { dims, data } = await run(folder, manifest.graph, `clip-ebc-${pictures[index]}.${index}.pixels`);
      expect(dims).toEqual(expected.shape);
      expect(furthest(data, expected.data)).toBeLessThan(1e-4);
    }
    const window = name === 'vit' ? { side: 64, stride: 64 } : null;
    expect(manifest).toMatchObject({ kind: 'clip-ebc', block, bins, anchors, window, sizeMultiple: name === 'resnet32' ? 32 : 16 });
    expect(asked.slice(-4)).toEqual([
      'There is no person.',
      'There is one person.',
      'There are between two and three people.',
      'There are more than four people.',
    ]);
  });

  it('names what does not fit: anchors, bins, a block', async () => {
    const tensors = await open('clip-ebc-vit.pth');
    const convert = (more: Partial<ConvertClipEbc>) => convertClipEbc(tensors, join(out, 'refused'), { ...options, ...more });
    await expect(convert({ anchors: [0, 1, 2] })).rejects.toThrow(/3 numbers, 4 bins/);
    await expect(convert({ anchors: [0, 1, 5, 6] })).rejects.toThrow(/have 5 for the bin 2 to 3/);
    await expect(convert({ block: 0 })).rejects.toThrow(/block: is 0/);
    await expect(convertClipEbc(await open('denseclip-vit.pth'), join(out, 'refused'), options)).rejects.toThrow(/logit_scale/);
  });
});
