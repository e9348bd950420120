import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ovsegCheckpoint, ovsegReference } from '../../../test/onnx/ovseg.js';
import { furthest } from '../../../test/onnx/released.js';
import { compileCheckpoint } from '../compile-checkpoint.js';
import type { Compiled } from '../compiled.js';
import { readMaskPrompts } from '../families/mask-prompts.js';
import type { Tensors } from '../safetensors/index.js';

const { pixels, side, dims, cases } = ovsegReference();

describe('a picture tower with mask prompts', () => {
  const out = mkdtempSync(join(tmpdir(), 'masked-'));
  let source: string;
  let compiled: Compiled;
  let session: InferenceSession;
  beforeAll(async () => {
    source = ovsegCheckpoint();
    compiled = await compileCheckpoint(source, out);
    session = await InferenceSession.create(join(out, compiled.masked?.graph ?? ''), { logSeverityLevel: 3 });
  });
  afterAll(async () => {
    await session.release();
    for (const folder of [source, out]) rmSync(folder, { recursive: true });
  });

  const repeated = (count: number): Tensor => {
    const data = new Uint8Array(count * pixels.length);
    for (let index = 0; index < count; index += 1) data.set(pixels, index * pixels.length);
    return new Tensor('uint8', data, [count, side, side, 3]);
  };

  it.each(cases.map((each, index) => [index, each] as const))('gives the vector that torch gives, mask %i', async (_, { mask, vector }) => {
    const { global } = await session.run({ pixels: repeated(1), mask: new Tensor('float32', mask, [1, side, side]) });
    expect(global?.dims).toEqual([1, dims]);
    expect(furthest(global?.data as Float32Array, vector)).toBeLessThan(2e-5);
  });

  it('takes all masks of a batch, each with its own', async () => {
    const all = Float32Array.from(cases.flatMap(({ mask }) => [...mask]));
    const { global } = await session.run({ pixels: repeated(cases.length), mask: new Tensor('float32', all, [cases.length, side, side]) });
    const expected = Float32Array.from(cases.flatMap(({ vector }) => [...vector]));
    expect(furthest(global?.data as Float32Array, expected)).toBeLessThan(2e-5);
  });

  it('sees through a mask of everything what the tower sees without one', async () => {
    const image = await InferenceSession.create(join(out, compiled.image.graph), { logSeverityLevel: 3 });
    const { global } = await image.run({ pixels: repeated(1) });
    await image.release();
    expect(furthest(global?.data as Float32Array, cases[0]?.vector ?? [])).toBeLessThan(2e-5);
  });

  it('is read out of the whole model’s file, with a note', () => {
    expect(compiled.masked).toEqual({ graph: 'masked.onnx', side });
    expect(compiled.notes.join(' ')).toContain('"clip_adapter.clip_model.", which is taken off. 2 tensors without it are left out');
  });
});

describe('mask prompts of a checkpoint', () => {
  const read = (...shape: number[]) => readMaskPrompts({ has: () => true, shape: () => shape } as unknown as Tensors, 196, 768);
  it('are one for each patch, one for all, or none', () => {
    expect(read(3, 196, 768)).toMatchObject({ maskPrompts: { depth: 3, eachPatch: true } });
    expect(read(1, 1, 768)).toMatchObject({ maskPrompts: { depth: 1, eachPatch: false } });
    expect(read(0, 196, 768)).toEqual({});
    expect(readMaskPrompts({ has: () => false } as unknown as Tensors, 196, 768)).toEqual({});
  });

  it.each([[[3, 195, 768]], [[3, 196, 512]], [[196, 768]]])('are refused by name in another shape, %j', (shape) => {
    expect(() => read(...shape)).toThrow(/visual\.mask_embedding.*\[depth, 196 or 1, 768\] is expected/);
  });
});
