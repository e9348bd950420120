import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineOwnHead, Segmenter, type Plugin, type SegmentCall, type SegmentResult } from '../../src/core/index.js';
import { Graph, saveModel } from '../../src/onnx/writer/index.js';
import { buildPicture, createTestServer, type TestServer } from '../../src/testing/index.js';
import { half, plugin } from './good.js';

/** Sums of each patch's numbers, as the one thing that the graph gives. */
async function writeHead(file: string, times: number): Promise<void> {
  const graph = new Graph('head');
  const features = graph.input('features', 'float', ['n', 16]);
  const sums = graph.op('ReduceSum', [features, graph.ints([1])], { keepdims: 1 });
  graph.output('sums', graph.op('Mul', [sums, graph.floats([times], [])]), 'float', ['n', 1]);
  await saveModel(graph, file);
}

/** Sums as the head gives them, told in `form`. */
class Summing implements Segmenter {
  async segment(call: SegmentCall): Promise<SegmentResult> {
    const features = call.features.output('dense');
    const { sums } = await call.compute.head({ graph: 'head.onnx', feeds: { features }, outputs: ['sums'] });
    const width = features.dims[1]!;
    const own = features.data.slice(0, width).reduce((sum, value) => sum + value, 0);
    return half(call, `${sums!.dims.join()}: ${Math.abs(sums!.data[0]! - own) < 1e-4 ? 'the sum' : 'another'}`);
  }
}

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'denseql-own-head-'))));
afterAll(() => rm(folder, { recursive: true }));

async function summing(pack: string, revision: string, times = 1): Promise<Plugin> {
  const file = join(folder, 'head.onnx');
  await writeHead(file, times);
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const graphs = { 'head.onnx': { inputs: { features: ['n', 16] }, outputs: { sums: ['n', 1] } } };
  return plugin({
    ...{ folder: pathToFileURL(folder + sep), assets: { 'head.onnx': hash }, needs: { head: true } },
    head: defineOwnHead({ packs: { [pack]: { revision, graphs } } }),
    methods: [{ task: Segmenter, key: 'bad', use: Summing, default: 1000 }],
  });
}

async function asked(server: TestServer, by = 'by: { bad: {} }') {
  const { source } = await buildPicture({ width: 112, height: 112, background: [255, 0, 0] });
  const text = `query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["red"], ${by}) { meta { form method } } }
    plugins { name methods { available reason } } }`;
  return server.query(text, { source });
}

describe("a head out of a plugin's own folder", () => {
  it.each([
    ['the revision', '1-3347f39838f6'],
    ['a range of its version', '1.x'],
  ])("runs in the encoder's process on the pack that it was trained for, by %s", async (_how, revision) => {
    const server = await createTestServer({ encoder: 'tiny', plugins: [await summing('tiny', revision)] });
    const { data, errors } = await asked(server, 'by: null');
    await server.close();
    expect(errors).toBeUndefined();
    expect(data.image.segmentation.meta).toEqual({ form: expect.stringMatching(/^\d+,1: the sum$/), method: 'bad' });
  });

  it.each([
    ['another pack', 'pocket', '0.3.x'],
    ['another revision', 'tiny', '2.x'],
  ])('is PLUGIN_UNAVAILABLE on %s, says which it wants, and is no default', async (_what, pack, revision) => {
    const server = await createTestServer({ encoder: 'tiny', plugins: [await summing(pack, revision)] });
    const named = await asked(server);
    const unnamed = await asked(server, 'by: null');
    await server.close();
    expect(named.errors?.[0]?.extensions).toMatchObject({ code: 'PLUGIN_UNAVAILABLE', plugin: 'bad' });
    expect(named.errors?.[0]?.message).toBe(
      `segmentation by "bad" needs the pack ${pack} of revision ${revision} (its head was trained for it), which this picture's encoder does not give.`,
    );
    expect(unnamed.data.image.segmentation.meta.method).toBe('maskclip');
    const { methods } = unnamed.data.plugins.find(({ name }: { name: string }) => name === 'bad');
    expect(methods[0]).toMatchObject({ available: false, reason: expect.stringContaining(`the pack ${pack} of revision ${revision}`) });
  });

  it('that was changed while the server runs does not answer', async () => {
    const server = await createTestServer({ encoder: 'tiny', plugins: [await summing('tiny', '1.x')] });
    await appendFile(join(folder, 'head.onnx'), ' ');
    const { errors } = await asked(server);
    await server.close();
    expect(errors?.[0]?.extensions['code']).toBe('PLUGIN_FAILED');
    expect(errors?.[0]?.message).toBe(
      'Plugin "bad": its file head.onnx was changed while the server runs, and is not the one whose hash was proven. Start the server again.',
    );
  });

  it('that gives NaN fails at its own field, by name', async () => {
    const server = await createTestServer({ encoder: 'tiny', plugins: [await summing('tiny', '1.x', NaN)] });
    const { errors } = await asked(server);
    await server.close();
    expect(errors?.[0]?.message).toBe('Plugin "bad": the head head.onnx of the pack tiny gave NaN or infinity in "sums".');
  });
});
