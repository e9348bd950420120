import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import type { RunGraphRequest } from '../encoder/contract/encoder.js';
import type { Box } from '../geometry/box.js';
import { ANYBODY } from '../client.js';
import { DenseqlError } from '../errors.js';
import { Operation } from '../operation.js';
import { createClient } from '../../server/access/create-client.js';
import { MinuteLimit } from '../../server/access/minute-limit.js';
import { defineHead } from './head-contract.js';
import { PixelPasses } from './pixel-passes.js';
import type { Visual } from '../visual/visual.js';

const size = { width: 3, height: 2 };
const box: Box = { x: 0, y: 0, width: 30, height: 20 };
/** Six pixels, RGB: 0 to 17. */
const pixels = Uint8Array.from({ length: 18 }, (_, i) => i);

/** The plugin whose graph it is: one number a window. */
const contract = { inputs: { pixels: [1, 'height', 'width', 3] }, outputs: { logits: [1] } };
const owner = {
  name: 'own',
  head: defineHead({ manifest: z.unknown(), graphs: () => ({ 'own.onnx': contract, 'other.onnx': contract }) }),
};

function look(maxPasses = 4, client = ANYBODY) {
  const limits = { passes: maxPasses, texts: 1, maskPixels: 1 };
  const operation = new Operation('test', new AbortController().signal, Infinity, limits, client);
  const asked: RunGraphRequest[] = [];
  let decodes = 0;
  /** One number for each pass that the queue is to refuse. */
  const full: number[] = [];
  const visual = {
    operation,
    picture: { content: 'some' },
    encoder: {
      manifest: { name: 'some', files: [{ path: 'own.onnx' }], heads: { own: {} } },
      runGraph: async (request: RunGraphRequest) => {
        if (full.length > 0) throw new DenseqlError('OVERLOADED', 'full', { retryAfterMs: full.shift()! });
        asked.push(request);
        return { logits: { data: Float32Array.of(asked.length), dims: [1] } };
      },
    },
    decodePart: async () => {
      decodes += 1;
      return pixels;
    },
  } as unknown as Visual;
  const field = () => new PixelPasses(visual, maxPasses, owner, operation);
  return { field, asked, full, operation, decodes: () => decodes };
}
const call = (windows: readonly Box[], graph = 'own.onnx') => ({ graph, input: 'pixels', outputs: ['logits'], box, size, windows });
const [left, right] = [
  { x: 0, y: 0, width: 2, height: 2 },
  { x: 2, y: 0, width: 1, height: 2 },
];

describe('passes over pixels', () => {
  it('are fed their windows of one decoded picture, as bytes', async () => {
    const { field, asked, operation, decodes } = look();
    const answers = await field().run(call([left, right]));
    expect(answers.map(({ logits }) => [...logits!.data])).toEqual([[1], [2]]);
    expect(asked[1]).toEqual({
      graph: 'own.onnx',
      feeds: { pixels: { data: Uint8Array.of(6, 7, 8, 15, 16, 17), dims: [1, 2, 1, 3] } },
      outputs: ['logits'],
    });
    expect([...asked[0]!.feeds['pixels']!.data]).toEqual([0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14]);
    expect([decodes(), operation.tally.encoderRuns]).toEqual([1, 2]);
  });

  it('are one where fields of an operation ask for the same, and count for the first', async () => {
    const { field, asked, operation } = look();
    const [one, two] = [field(), field()];
    const [first, second] = await Promise.all([one.run(call([left, left])), two.run(call([left, right]))]);
    expect(second[0]).toEqual(first[0]);
    expect([one.started, two.started, operation.tally.encoderRuns, asked.length]).toEqual([1, 1, 2, 2]);
  });

  it('are refused before the first when they are too many, outside, or of a graph that the pack does not list', async () => {
    const { field, asked, decodes } = look(1);
    await expect(field().run(call([left, right]))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', details: { limit: 'MAX_PASSES' } });
    for (const window of [
      { ...left, width: 4 },
      { ...left, y: -1 },
      { ...left, x: 0.5 },
      { ...left, height: NaN },
    ])
      await expect(field().run(call([window]))).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: expect.stringContaining('windows[0]'),
      });
    await expect(field().run(call([left], 'other.onnx'))).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
    expect([asked.length, decodes()]).toEqual([0, 0]);
  });

  it('are taken from what the client may ask: all missing ones or none, and those that the queue refuses are given back', async () => {
    const limit = new MinuteLimit(2);
    const client = createClient({ who: 'a', named: 'This key', scope: '', owner: '', requests: null, passes: limit });
    const third = { x: 1, y: 0, width: 1, height: 2 };
    const { field, asked, full, operation } = look(9, client);
    await field().run(call([left]));
    const refused = { code: 'RATE_LIMITED', details: { retryAfterMs: expect.any(Number) } };
    // The one that is known costs nothing, and of the other two neither is run.
    await expect(field().run(call([left, right, third]))).rejects.toMatchObject(refused);
    expect(asked).toHaveLength(1);
    full.push(1);
    await expect(field().run(call([right]))).rejects.toMatchObject({ code: 'OVERLOADED' });
    const [one, two] = await Promise.all([field().run(call([right])), field().run(call([right, left]))]);
    expect(one[0]).toEqual(two[0]);
    expect([asked.length, operation.tally.encoderRuns]).toEqual([2, 2]);
    await expect(field().run(call([third]))).rejects.toMatchObject(refused);
  });
});
