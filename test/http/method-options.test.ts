import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTiny, type TinyServer } from './tiny-server.js';
import { tinyWithHeads } from './tiny-with-heads.js';

interface Option {
  readonly name: string;
  readonly type: string;
  readonly default: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly description: string | null;
}
interface Method {
  readonly task: keyof typeof ASKED;
  readonly key: string;
  readonly options: readonly Option[];
}

/** The type of `by`, and the question, of each task. */
const ASKED = {
  segmentation: ['SegmentationMethod', 'labels: ["red"]'],
  detection: ['DetectionMethod', 'labels: ["red"]'],
  count: ['CountMethod', 'of: "red"'],
  anomaly: ['AnomalyMethod', 'of: "red"'],
} as const;

/** What methods do not answer without, by key. */
const NEEDED: Record<string, object> = {
  memory: { normal: [{ sample: 'honey-bee' }, { sample: 'raccoon' }] },
  mutual: { among: [{ sample: 'honey-bee' }, { sample: 'raccoon' }] },
};

let models: string;
let server: TinyServer;
let methods: readonly Method[];
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-options-'));
  // With heads, so that no method is refused for want of one.
  server = await startTiny({ PACK: await tinyWithHeads(models, 'headed'), MODELS_DIR: models });
  const { body } = await server.query('{ plugins { methods { task key options { name type default min max description } } } }');
  methods = (body.data.plugins as { methods: Method[] }[]).flatMap((plugin) => plugin.methods);
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

/** What a method says about a value of one of its options. */
async function ask({ task, key }: Method, name: string, value: number) {
  const [input, what] = ASKED[task];
  const { body } = await server.query(
    `query ($by: ${input}!) { image(source: { sample: "cat" }, detail: LOW) { ${task}(${what}, by: $by) { meta { form } } } }`,
    { by: { [key]: { ...NEEDED[key], [name]: value } } },
  );
  return body;
}
const ranges = (): [Method, Option][] =>
  methods.flatMap((method) =>
    method.options.filter(({ min, max }) => min !== null || max !== null).map((option) => [method, option] as [Method, Option]),
  );
const boundsOf = ({ min, max }: Option): number[] => [min, max].filter((bound) => bound !== null);
const step = ({ type }: Option): number => (type.includes('Int') ? 1 : 1e-6);

describe('the options of a method', () => {
  it('are listed with types, defaults and ranges, as its SDL has them', () => {
    const lines = methods.map(({ task, key, options }) => [
      `${task} by ${key}`,
      options.map((option) => [option.name, option.type, option.default, option.min, option.max]),
    ]);
    expect(Object.fromEntries(lines)).toEqual({
      'segmentation by maskclip': [
        ['form', 'MaskclipForm', null, null, null],
        ['logitScale', 'Float', null, 0, 1000],
        ['backgroundPolicy', 'MaskclipBackground!', 'TEXTS', null, null],
        ['threshold', 'Float', null, 0, 1],
        ['objectnessBelow', 'Float!', '0.99', 0, 1],
        ['minPresence', 'Float!', '0.5', 0, 1],
        ['promptDenoising', 'Float!', '0', 0, 1],
        ['smoothing', 'MaskclipSmoothing!', 'PACK', null, null],
        ['affinityThreshold', 'Float!', '0.8', -1, 0.99],
        ['affinityTemperature', 'Float!', '0.05', 0, 10],
        ['affinityBelow', 'Float!', '1', 0, 1],
        ['dinoiserThreshold', 'Float!', '0.2', 0, 1],
        ['randomWalk', 'Boolean!', 'false', null, null],
        ['examples', '[Example!]', null, null, null],
        ['edges', 'MaskclipEdges!', 'GUIDED', null, null],
      ],
      'anomaly by memory': [
        ['normal', '[ImageSource!]', null, null, null],
        ['referenceSet', 'ID', null, null, null],
        ['layers', 'MemoryLayers!', 'MIDDLE', null, null],
        ['score', 'AnomalyScore!', 'MAX', null, null],
        ['views', 'Int!', '0', 0, 4],
        ['rotations', 'MemoryRotations!', 'NONE', null, null],
        ['rows', 'Int!', '4096', 256, 65536],
        ['smoothing', 'Float!', '0.5', 0, 3],
        ['deviations', 'Float!', '1.5', 0, 6],
      ],
      'anomaly by mutual': [
        ['among', '[ImageSource!]!', null, null, null],
        ['layers', 'MemoryLayers!', 'MIDDLE', null, null],
        ['squares', '[Int!]!', '[1, 3, 5]', 1, 7],
        ['score', 'AnomalyScore!', 'MAX', null, null],
        ['rescore', 'Boolean!', 'false', null, null],
        ['mapThreshold', 'Float', null, 0, 2],
      ],
      'anomaly by zeroShot': [
        ['windows', 'Int!', '0', 0, 5],
        ['score', 'AnomalyScore!', 'MAX', null, null],
        ['temperature', 'Float', null, 0, 1],
        ['samples', 'Int!', '10', 2, 64],
        ['seed', 'Int!', '0', 0, 1000000],
      ],
      'segmentation by denseclip': [
        ['threshold', 'Float', null, 0, 1],
        ['minPresence', 'Float', null, 0, 1],
        ['edges', 'DenseclipEdges!', 'GUIDED', null, null],
      ],
      'count by clipEbc': [
        ['form', 'ClipEbcForm', null, null, null],
        ['blockSize', 'Int', null, 1, null],
        ['tiles', 'Int!', '1', 1, 8],
        ['rescore', 'Int!', '0', 0, 16],
        ['minPresence', 'Float', null, 0, 1],
        ['examples', '[BoxInput!]', null, null, null],
      ],
      'detection by ovdet': [
        ['form', 'OvdetForm', null, null, null],
        ['tree', 'Boolean!', 'false', null, null],
        ['proposals', 'Int!', '100', 1, 300],
        ['rescore', 'Int!', '0', 0, 16],
        ['scenes', 'Int!', '0', 0, 20],
        ['backgroundWeight', 'Float!', '0.5', 0, 1],
        ['presence', 'Float!', '0', 0, 4],
        ['oversizeGuard', 'Boolean', null, null, null],
        ['parts', 'OvdetParts!', 'GROUP', null, null],
        ['overlap', 'Float!', '0.5', 0, 1],
        ['qualityShare', 'Float', null, 0, 1],
        ['examples', '[Example!]', null, null, null],
      ],
      'count by instances': [
        ['minScore', 'Float', null, 0, 1],
        ['rescore', 'Int!', '0', 0, 16],
      ],
      'segmentation by ovseg': [
        ['form', 'OvdetForm', null, null, null],
        ['proposals', 'Int!', '50', 1, 100],
        ['crops', 'Int!', '0', 0, 16],
        ['threshold', 'Float!', '0.3', 0, 1],
      ],
      'segmentation by wholes': [
        ['share', 'Float!', '0.5', 0, 1],
        ['minQuality', 'Float!', '0.3', 0, 1],
      ],
    });
  });

  it('say in words what they are, and every bound of theirs', () => {
    for (const [{ key }, option] of ranges())
      for (const bound of boundsOf(option))
        expect(option.description, `${key}.${option.name}`).toMatch(new RegExp(`(^|[^\\d.])${bound}([^\\d]|$)`));
    for (const { options } of methods) for (const { description } of options) expect(description).toMatch(/\w/);
  });

  it('are refused just outside of every range, before anything runs', async () => {
    expect(ranges()).toHaveLength(39);
    for (const [method, option] of ranges())
      for (const bound of boundsOf(option)) {
        const value = bound === option.min ? bound - step(option) : bound + step(option);
        const { data, errors, extensions } = await ask(method, option.name, value);
        const field = `by.${method.key}.${option.name}${option.type.startsWith('[') ? '[0]' : ''}`;
        expect(errors, `${field} = ${value}`).toMatchObject([
          {
            path: ['image', method.task],
            extensions: { code: 'BAD_INPUT', field },
            message: expect.stringContaining(`${field}: must be `),
          },
        ]);
        expect(errors[0].message).toContain(`, not ${value}.`);
        expect(data).toEqual({ image: { [method.task]: null } });
        expect(extensions.denseql).toMatchObject({ encoderRuns: 0 });
      }
  });

  it('are taken at the ends of their ranges, but where the words say "above"', async () => {
    const open: string[] = [];
    for (const [method, option] of ranges())
      for (const value of boundsOf(option)) {
        const { errors } = await ask(method, option.name, value);
        const refused = errors?.[0]?.extensions.code === 'BAD_INPUT';
        if (!refused) continue;
        expect(errors[0].message).toContain(`must be above ${value} `);
        expect(option.description).toContain(`above ${value}`);
        open.push(`${option.name} ${value}`);
      }
    expect(open).toEqual(['logitScale 0', 'affinityTemperature 0', 'mapThreshold 0', 'temperature 0']);
  });
});
