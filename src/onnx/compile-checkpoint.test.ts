import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolders, TINY } from '../../test/onnx/checkpoint-files.js';
import { CompiledEncoder, type Arrays } from '../../test/onnx/compiled-encoder.js';
import {
  type Case,
  expectRaw,
  furthest,
  GRIDS,
  hidden,
  labels,
  notes,
  pixels,
  reference,
  templates,
  UNIT_TOLERANCE,
  WITH_HIDDEN,
  unitRows,
} from '../../test/onnx/tiny-references.js';
import type { TailAttention } from './tail-attentions.js';

const WIDTH = 96;
const DIMS = 48;
const cases = Object.keys(GRIDS) as Case[];

afterAll(removeFolders);

describe('the compiled tiny CLIP against its references', () => {
  let encoder: CompiledEncoder;
  const passes = {} as Record<Case, Arrays>;
  beforeAll(async () => {
    encoder = await CompiledEncoder.of(TINY);
    for (const name of cases) passes[name] = await encoder.image(pixels(name));
  });
  afterAll(() => encoder.close());

  it('describes what it is', () => {
    const { image, text, tail, outputs, logitScale, logitBias, parameters, precision } = encoder.compiled;
    expect(image).toMatchObject({ patch: 16, sizeMultiple: 16, nativeSide: 224, input: 'pixels' });
    expect(text).toMatchObject({ contextLength: 77, dims: DIMS, cleaning: 'openai', padId: 49407 });
    expect(outputs).toEqual({
      'layers.2': { kind: 'patches', dims: WIDTH, space: 'layer' },
      'layers.3': { kind: 'patches', dims: WIDTH, space: 'layer' },
      'taps.ffn': { kind: 'patches', dims: WIDTH, space: 'layer' },
      'taps.last': { kind: 'tokens', dims: WIDTH, space: 'layer' },
      structure: { kind: 'patches', dims: WIDTH, space: 'structure' },
      global: { kind: 'global', dims: DIMS, space: 'joint' },
      dense: { kind: 'patches', dims: DIMS, space: 'joint' },
      denseResidual: { kind: 'patches', dims: DIMS, space: 'joint' },
    });
    expect(tail).toMatchObject({ tokens: 'taps.last', middle: 'layers.3' });
    expect(logitScale).toBeCloseTo(Math.exp(4.6052), 3);
    expect([logitBias, precision]).toEqual([null, 'fp32']);
    // Every float of the file but the scale, which is no weight of a graph.
    expect(parameters).toBe(3_754_688);
  });

  it.each(cases)('embeds %s as a whole', (name) => {
    const expected = unitRows(reference(`image_embeds_${name}`).data, DIMS);
    expect(furthest(passes[name]['global'] ?? [], expected)).toBeLessThan(UNIT_TOLERANCE);
  });

  it("embeds a batch of the processor's crops", async () => {
    const decode = async (name: string): Promise<Uint8Array> =>
      sharp(new URL(`../../test/fixtures/clip/clip-tiny-b16.expected/${name}.png`, import.meta.url).pathname)
        .raw()
        .toBuffer();
    const crops = [pixels('native_a').data, await decode('crop_b'), await decode('crop_c')];
    const { global } = await encoder.image({ data: Uint8Array.from(Buffer.concat(crops)), shape: [3, 224, 224, 3] });
    expect(furthest(global ?? [], unitRows(reference('image_embeds').data, DIMS))).toBeLessThan(UNIT_TOLERANCE);
  });

  it.each(WITH_HIDDEN)('gives the hidden states of %s', (name) => {
    expectRaw(passes[name]['layers.2'], hidden(name, 3).slice(WIDTH), 'after block 2');
    expectRaw(passes[name]['layers.3'], hidden(name, 4).slice(WIDTH), 'after block 3');
    expectRaw(passes[name]['taps.last'], hidden(name, 4), 'before the last block');
  });

  it.each(cases)('gives dense features of %s', (name) => {
    expectRaw(passes[name]['dense'], reference(`dense_maskclip_${name}_raw`).data, 'value path');
    const unit = unitRows(passes[name]['dense'] ?? [], DIMS);
    expect(furthest(unit, reference(`dense_maskclip_${name}_unit`).data)).toBeLessThan(UNIT_TOLERANCE);
    if (name !== 'stretch_a')
      expectRaw(passes[name]['denseResidual'], reference(`dense_maskclip_official_code_${name}_raw`).data, 'with residual and MLP');
  });

  it.each(
    WITH_HIDDEN.flatMap((name) =>
      (
        [
          ['maskclip', 'IDENTITY', false],
          ['maskclip_official_code', 'IDENTITY', true],
          ['sclip', 'QQ_KK', true],
          ['sclip_reduced', 'QQ_KK', false],
          ['naclip', 'KK_OMEGA', false],
        ] as const
      ).map((form) => [name, ...form] as const),
    ),
  )('runs the tail on %s as %s', async (name, form, attention, residual) => {
    const dense = await encoder.tail(passes[name], GRIDS[name], attention, residual);
    expectRaw(dense, reference(`dense_${form}_${name}_raw`).data, form);
  });

  it('embeds the texts, padded, cut short or one by one', async () => {
    const { data, shape } = reference('text_input_ids');
    const rows = Array.from({ length: shape[0] ?? 0 }, (_, row) => Array.from(data.slice(row * 77, (row + 1) * 77)));
    const expected = reference('text_embeds_unit').data;
    expect(furthest(await encoder.text(rows), expected)).toBeLessThan(UNIT_TOLERANCE);
    for (const [index, row] of rows.entries()) {
      const alone = await encoder.text([row.slice(0, row.indexOf(49407) + 1)]);
      expect(furthest(alone, expected.slice(index * DIMS, (index + 1) * DIMS))).toBeLessThan(UNIT_TOLERANCE);
    }
  });

  const embedLabels = async (): Promise<number[]> => {
    const vectors: number[] = [];
    for (const label of labels) {
      const sum = new Array<number>(DIMS).fill(0);
      for (const ids of notes.label_prompt_ids[label] ?? [])
        (await encoder.text([ids])).forEach((value, d) => (sum[d] = (sum[d] ?? 0) + value));
      vectors.push(
        ...unitRows(
          sum.map((value) => value / templates.length),
          DIMS,
        ),
      );
    }
    return vectors;
  };

  it('embeds labels as the mean over templates', async () => {
    expect(furthest(await embedLabels(), reference('label_embeds_ensemble').data)).toBeLessThan(UNIT_TOLERANCE);
  });

  it.each(WITH_HIDDEN)('draws the maps of %s', async (name) => {
    const texts = await embedLabels();
    const patches = unitRows(passes[name]['dense'] ?? [], DIMS);
    const cells = patches.length / DIMS;
    const cosine = (label: number, cell: number): number =>
      Array.from({ length: DIMS }, (_, d) => (texts[label * DIMS + d] ?? 0) * (patches[cell * DIMS + d] ?? 0)).reduce((a, b) => a + b, 0);
    const maps = labels.map((_, label) => Array.from({ length: cells }, (__, cell) => cosine(label, cell)));
    expect(furthest(maps.flat(), reference(`map_cos_${name}`).data)).toBeLessThan(UNIT_TOLERANCE);
    const total = (cell: number): number => maps.reduce((sum, map) => sum + Math.exp(100 * (map[cell] ?? 0)), 0);
    const shares = maps.map((map) => map.map((value, cell) => Math.exp(100 * value) / total(cell)));
    expect(furthest(shares.flat(), reference(`map_prob_${name}`).data)).toBeLessThan(2e-2);
    const expected = reference(`map_label_${name}`).data;
    let clear = 0;
    for (let cell = 0; cell < cells; cell += 1) {
      const scores = maps.map((map) => map[cell] ?? 0);
      const [best = 0, second = 0] = [...scores].sort((a, b) => b - a);
      if (best - second <= 1e-3) continue;
      clear += 1;
      expect(scores.indexOf(best)).toBe(expected[cell]);
    }
    expect(clear).toBeGreaterThan(cells / 2);
  });

  it.each(['QQ', 'KK', 'MIDDLE'] satisfies TailAttention[])('runs the tail with %s, finite and unlike the others', async (attention) => {
    const reduced = await encoder.tail(passes.stretch_c, GRIDS.stretch_c, attention, false);
    expect(reduced.every(Number.isFinite)).toBe(true);
    expect(furthest(reduced, passes.stretch_c['dense'] ?? [])).toBeGreaterThan(1e-2);
    expect(furthest(reduced, await encoder.tail(passes.stretch_c, GRIDS.stretch_c, attention, true))).toBeGreaterThan(1e-2);
  });

  it('gives structure of unit length', () => {
    const { structure = new Float32Array() } = passes.stretch_b;
    expect(furthest(structure, unitRows(structure, WIDTH))).toBeLessThan(1e-5);
  });
});
