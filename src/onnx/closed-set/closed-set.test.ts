import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { loadNpy } from '../../../test/fixtures/npy/load-npy.js';
import { CheckpointError } from '../checkpoint-error.js';
import type { Tensors } from '../safetensors/index.js';
import { openTensorFile } from '../torch-zip/index.js';
import type { Bin } from './bins.js';
import { type ClipEbcOptions, convertClipEbc, convertDenseclip, type DenseclipOptions } from './index.js';
import { encodeTexts } from './text-encoder.js';

// Checkpoints and numbers are of training/references, plain PyTorch.
const fixtures = fileURLToPath(new URL('../../../test/fixtures/closed-set/', import.meta.url));
const array = (name: string) => loadNpy(join(fixtures, `${name}.npy`));
const json = <T>(name: string): T => JSON.parse(readFileSync(join(fixtures, name), 'utf8')) as T;
const open = (name: string): Promise<Tensors> => openTensorFile(join(fixtures, name));

const out = mkdtempSync(join(tmpdir(), 'closed-set-'));
afterAll(() => rmSync(out, { recursive: true }));

function furthest(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(values.length).toBe(expected.length);
  let worst = 0;
  // Math.max keeps NaN, which is below no limit.
  for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs((values[i] as number) - (expected[i] as number)));
  return worst;
}

async function run(folder: string, graph: string, pixels: string): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await InferenceSession.create(join(folder, graph), { logSeverityLevel: 3 });
  try {
    const { data, shape } = array(pixels);
    const { logits } = await session.run({ pixels: new Tensor('uint8', data as Uint8Array, [1, ...shape]) });
    return { dims: logits?.dims ?? [], data: logits?.data as Float32Array };
  } finally {
    await session.release();
  }
}

interface Texts {
  readonly ids: readonly (readonly number[])[];
  readonly headWidth: number;
}

describe('convertDenseclip', () => {
  const { ids, headWidth } = json<Texts>('denseclip.json');
  const options: DenseclipOptions = {
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
    expect(JSON.parse(readFileSync(join(folder, files[2] as string), 'utf8'))).toEqual(manifest);
  });

  it('names what does not fit: the classes, a name that is too long, a tensor', async () => {
    const tensors = await open('denseclip-vit.pth');
    const convert = (more: Partial<DenseclipOptions>) => convertDenseclip(tensors, join(out, 'refused'), { ...options, ...more });
    await expect(convert({ classes: ['wall'] })).rejects.toThrow(/classes: are 1 names, the checkpoint has 5/);
    const long = ids.map((row, index) => (index === 2 ? [38, 1, 2, 3, 4, 39] : row));
    await expect(convert({ tokenize: () => Promise.resolve(long) })).rejects.toThrow(/class "sky": .*6 tokens.* takes 5/);
    await expect(convert({ tokenize: () => Promise.resolve(ids.map(() => [38, 99, 100])) })).rejects.toBeInstanceOf(CheckpointError);
    await expect(convertDenseclip(await open('clip-ebc-vit.pth'), join(out, 'refused'), options)).rejects.toThrow(/decode_head/);
    await expect(convert({ headWidth: 7 })).rejects.toThrow(/no multiple of the 7/);
  });
});

describe('convertClipEbc', () => {
  const { ids, headWidth, bins, anchors } = json<Texts & { bins: Bin[]; anchors: number[] }>('clip-ebc.json');
  const asked: string[] = [];
  const options: ClipEbcOptions = {
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
    const convert = (more: Partial<ClipEbcOptions>) => convertClipEbc(tensors, join(out, 'refused'), { ...options, ...more });
    await expect(convert({ anchors: [0, 1, 2] })).rejects.toThrow(/3 numbers, 4 bins/);
    await expect(convert({ anchors: [0, 1, 5, 6] })).rejects.toThrow(/have 5 for the bin 2 to 3/);
    await expect(convert({ block: 0 })).rejects.toThrow(/block: is 0/);
    await expect(convertClipEbc(await open('denseclip-vit.pth'), join(out, 'refused'), options)).rejects.toThrow(/logit_scale/);
  });
});
