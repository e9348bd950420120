import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Graph } from '../../src/onnx/writer/index.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { addGraph } from './add-graph.js';
import { asData, painted, redAndBlue } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

const [DIMS, NOISE] = [16, 4];
const HEAD = {
  graph: 'heads/anomaly.onnx',
  inputs: ['dense'],
  pixels: 2,
  noise: NOISE,
  scoring: { threshold: { MAX: 0.6, TOP_MEAN: 0.55 }, mapThreshold: 0.7 },
};

/** A sample's logit is the first number of its abnormal noise, and 9 more where the picture is red; the score of the whole is -1. `times`: 1, or NaN. */
function headGraph(times: number): Graph {
  const graph = new Graph('anomaly');
  const dense = graph.input('dense', 'float', [1, 'patches', DIMS]);
  graph.input('grid', 'float', [2]);
  graph.input('normal', 'float', [DIMS]);
  graph.input('abnormal', 'float', [DIMS]);
  const noise = graph.input('noise', 'float', [2, 'samples', NOISE]);
  const picture = graph.op('Cast', [graph.input('picture', 'uint8', [1, 'height', 'width', 3])], { to: 1 });
  const patches = graph.op('AveragePool', [graph.op('Transpose', [picture], { perm: [0, 3, 1, 2] })], {
    kernel_shape: [2, 2],
    strides: [2, 2],
  });
  const red = graph.op('Slice', [patches, graph.ints([0]), graph.ints([1]), graph.ints([1])]);
  const flat = graph.op('Reshape', [red, graph.ints([1, -1])]);
  const nothing = graph.op('Mul', [graph.op('ReduceSum', [dense], { keepdims: 0 }), graph.floats([0], [])]);
  const drawn = graph.op('Slice', [noise, graph.ints([1, 0]), graph.ints([2, 1]), graph.ints([0, 2])]);
  const sample = graph.op('Squeeze', [drawn, graph.ints([0])]);
  const sum = graph.op('Add', [graph.op('Mul', [flat, graph.floats([9 / 255], [])]), sample]);
  graph.output('logits', graph.op('Mul', [graph.op('Add', [sum, nothing]), graph.floats([times], [])]), 'float', ['samples', 'patches']);
  const whole = graph.op('Sub', [graph.op('Mul', [sample, graph.floats([0], [])]), graph.floats([1], [])]);
  graph.output('scores', graph.op('Squeeze', [whole, graph.ints([1])]), 'float', ['samples']);
  return graph;
}

let models: string;
let server: TinyServer;
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-anomaly-'));
  const made = async (name: string, times: number): Promise<string> => {
    const pack = await copyTiny(models, name, { heads: { anomaly: HEAD } });
    await addGraph(pack, HEAD.graph, headGraph(times));
    return pack;
  };
  await made('nan', NaN);
  server = await startTiny({ PACK: await made('headed', 1), MODELS_DIR: models });
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const asked = async (fields: string, bytes: Buffer, encoder: string | null = null) => {
  const query = `query ($source: ImageSource!, $encoder: String) { image(source: $source, encoder: $encoder) { ${fields} } }`;
  return (await server.query(query, { source: asData(bytes), encoder })).body;
};
const answer = async (fields: string, bytes: Buffer) => {
  const body = await asked(fields, bytes);
  expect(body.errors).toBeUndefined();
  return body.data.image.anomaly;
};
const floats = (base64: string): Float32Array => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
const MAPS = 'score threshold mapThreshold isAnomalous map { max float32 } uncertainty { max float32 } meta { form seed encoderRuns }';

describe('anomaly by a head for words', () => {
  it("answers with the samples' mean and deviation, and the thresholds of the head", async () => {
    const found = await answer(`anomaly { ${MAPS} regions { box { x width } } }`, await redAndBlue());
    expect(found).toMatchObject({ threshold: 0.6, mapThreshold: 0.7, isAnomalous: true, meta: { seed: 0 } });
    expect(found.meta.form).toBe('sampled states by a trained head (stand-in for Bayes-PFL), 10 samples');
    const [map, unsure] = [floats(found.map.float32), floats(found.uncertainty.float32)];
    // The red half is wrong for sure; of the blue half nobody knows, and the samples differ.
    expect(map[0]).toBeGreaterThan(0.99);
    expect(unsure[0]).toBeLessThan(0.01);
    expect(map.at(-1)).toBeGreaterThan(0.2);
    expect(map.at(-1)).toBeLessThan(0.8);
    expect(unsure.at(-1)).toBeGreaterThan(0.05);
    expect(found.score).toBeCloseTo((1 / (1 + Math.E) + found.map.max) / 2, 5);
    expect(found.regions[0].box.x).toBe(0);
    expect(found.regions[0].box.width).toBeLessThan(240);
  });

  it('draws other samples by another seed, and the same by the same', async () => {
    const fields = (options: string) => `anomaly(by: { zeroShot: { ${options} } }) { ${MAPS} }`;
    const [first, again, other] = [
      await answer(fields('seed: 5, samples: 4'), await redAndBlue()),
      await answer(fields('seed: 5, samples: 4'), await redAndBlue()),
      await answer(fields('seed: 6, samples: 4'), await redAndBlue()),
    ];
    expect(again.map.float32).toBe(first.map.float32);
    expect(other.map.float32).not.toBe(first.map.float32);
    expect([first.meta.seed, other.meta.seed]).toEqual([5, 6]);
  });

  it('looks closer where it is asked to, a pass for each part', async () => {
    const found = await answer(
      'anomaly(by: { zeroShot: { windows: 2 } }) { map { max } meta { form encoderRuns } }',
      await painted(448, 448, '#802010'),
    );
    expect(found.meta.form).toMatch(/10 samples, windows encoded, 2 a side$/);
    expect(found.meta.encoderRuns).toBe(5);
  });

  it('answers for a picture of one colour, and for one that is all length', async () => {
    for (const picture of [await painted(64, 64, '#102030'), await painted(1, 4000, '#800000')]) {
      const found = await answer(`anomaly { ${MAPS} }`, picture);
      expect(found.score).toBeGreaterThan(0);
      expect([...floats(found.map.float32), ...floats(found.uncertainty.float32)].every(Number.isFinite)).toBe(true);
    }
  });

  it('refuses what is of texts alone, naming the option', async () => {
    const { errors } = await asked('anomaly(by: { zeroShot: { temperature: 0.1 } }) { score }', await redAndBlue());
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_INPUT' } });
    expect(errors[0].message).toMatch(/by\.zeroShot\.temperature/);
  });

  it('fails by name when the head gives NaN', async () => {
    const { errors } = await asked('anomaly { score }', await redAndBlue(), 'nan');
    expect(errors[0]).toMatchObject({ extensions: { code: 'PLUGIN_FAILED' } });
    expect(errors[0].message).toMatch(/logits/);
  });
});
