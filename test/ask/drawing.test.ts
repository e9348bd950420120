import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { About, MasksRequest, ScoreMaps, TaskCall } from '../../src/core/index.js';
import { openScene, type Scene } from './script-server.js';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ DEADLINE_MS: 5000, MAX_PIXELS: 1_000_000 });
});
afterAll(() => scene.close());

const maps: ScoreMaps = {
  channels: 2,
  rows: 2,
  columns: 4,
  data: new Float32Array(16).fill(0.7),
  frame: { x: 0, y: 0, width: 448, height: 448 },
};
const masks: MasksRequest = {
  maps,
  ...{ labels: ['a', 'b'], scores: [1, 0.5], competes: [true, true], threshold: 0.5, refine: 'BILINEAR', maxSize: 64 },
};
const nan = new Float32Array(16).fill(0.5).fill(NaN, 15);
const heat = (change: object, channel: unknown = 0, id: unknown = 'q') => ({
  field: 'heat { width }',
  heat: ({ draw }: About<object>) =>
    draw.heatmap(id as string, (change === null ? null : { ...maps, ...change }) as ScoreMaps, channel as number),
});
const mask = (change: object | undefined, label: unknown = 0, id: unknown = 'q') => ({
  field: 'mask { area }',
  mask: ({ draw }: About<object>) =>
    draw.masks('q', (change && { ...masks, ...change }) as MasksRequest).mask(label as number, id as string),
});

const CASES: [string, string, ReturnType<typeof heat> | ReturnType<typeof mask>][] = [
  ['no maps', 'no score maps', heat(null as never)],
  ['no whole sizes', 'no whole sizes', heat({ rows: 0, columns: 0, data: new Float32Array(0) })],
  ['no whole sizes', 'no whole sizes', heat({ rows: 0.5, columns: 16 })],
  ['more cells than numbers', 'has 16 numbers', heat({ rows: 1e9, columns: 1e9 })],
  ['fewer numbers than cells', 'has 2 numbers', heat({ data: new Float32Array(2) })],
  ['a list for an array', 'no Float32Array', heat({ data: Array(16).fill(0.5) })],
  ['NaN', 'NaN or infinity', heat({ data: nan }, 1)],
  ['no frame', 'no box with sides', heat({ frame: undefined })],
  ['a frame without sides', 'no box with sides', heat({ frame: { x: 0, y: 0, width: 0, height: 5 } })],
  ['a frame of NaN', 'no box with sides', heat({ frame: { x: 0, y: 0, width: NaN, height: 5 } })],
  ['a frame elsewhere', 'does not meet the visual', heat({ frame: { x: -1e6, y: -1e6, width: 3, height: 3 } })],
  ['a tiny frame', 'too small a part', heat({ frame: { x: 5, y: 5, width: 1e-9, height: 1e-9 } })],
  ['no channel', 'channel must be 0 to 1, not 7', heat({}, 7)],
  ['a channel below', 'channel must be 0 to 1, not -1', heat({}, -1)],
  ['a channel between', 'channel must be 0 to 1, not 0.5', heat({}, 0.5)],
  ['no id', 'id must be a text', heat({}, 0, null)],
  ['no request', 'without a request', mask(undefined)],
  ['no labels', 'labels is no list', mask({ labels: [] })],
  ['more labels than channels', '2 channels for 3 labels', mask({ labels: ['a', 'b', 'c'] })],
  ['a score too few', 'scores has not', mask({ scores: [1] })],
  ['a score of NaN', 'scores has not', mask({ scores: [1, NaN] })],
  ['none that competes', 'competes has not', mask({ competes: [] })],
  ['competing by words', 'competes has not', mask({ competes: ['yes', 'no'] })],
  ['a threshold of NaN', 'threshold is NaN', mask({ threshold: NaN })],
  ['another refine', 'refine is neither', mask({ refine: 'FOO' })],
  ['a huge size', 'maxSize must be', mask({ maxSize: 1e9 })],
  ['no size', 'maxSize must be', mask({ maxSize: 0 })],
  ['a size of NaN', 'maxSize must be', mask({ maxSize: NaN })],
  ['NaN', 'NaN or infinity', mask({ maps: { ...maps, data: nan } })],
  ['no label', 'label must be 0 to 1, not 9', mask({}, 9)],
  ['a label below', 'label must be 0 to 1, not -1', mask({}, -1)],
  ['no id', 'id must be a text', mask({}, 0, null)],
];

describe('what a plugin has drawn', () => {
  it.each(CASES)('is refused at once for %s: %s', async (_, told, { field, ...made }) => {
    const [[name, make]] = Object.entries(made) as [[string, (about: About<object>) => unknown]];
    const { extensions, message } = await scene.failure({ answer: (_result, about) => ({ number: 1, [name]: () => make(about) }) }, field);
    expect(extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
    expect(message).toBe(`Plugin "scripted" failed while it answered Scripted.${name}.`);
    const { err } = scene.server.logged.findLast(({ code }) => code === 'PLUGIN_FAILED') as { err: Error };
    expect(err.message).toContain(told);
  });

  it('is refused for a box or an overlay of nothing', async () => {
    const box = { x: NaN, y: 0, width: 1, height: 1 };
    const drawn = [
      { box: ({ draw }: About<object>) => draw.box(box) },
      {
        pictures: async ({ draw }: About<object>) => [
          await draw.densityOverlay({ density: {} as never, points: [], name: '', opacity: 1, maxSize: 8 }),
        ],
      },
    ];
    for (const part of drawn) {
      const [[name, make]] = Object.entries(part) as [[string, (about: About<object>) => unknown]];
      const fields = name === 'box' ? 'box { x }' : 'pictures { width }';
      const told = await scene.failure({ answer: (_, about) => ({ number: 1, [name]: () => make(about) }) }, fields);
      expect(told.extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
    }
  });

  it('is what it was when it was asked for, whatever becomes of the maps', async () => {
    const answer = (_: unknown, { draw }: About<object>) => {
      const own = { ...maps, frame: { ...maps.frame } };
      const [drawn, made] = [draw.masks('q', { ...masks, maps: own }), draw.heatmap('q', own, 1)];
      Object.assign(own, { rows: 1e9, data: null, frame: null });
      return { number: 1, heat: made, mask: () => drawn.mask(0, 'q'), box: draw.box(maps.frame), map: () => drawn.labelMap() };
    };
    const fields =
      'heat { width height min picture { width } values(maxSize: 1) } mask { area rle { counts } } box { width } map { width labels }';
    const { data, errors } = await scene.show({ answer }, fields);
    expect(errors).toBeUndefined();
    expect(data.image.scripted).toMatchObject({
      heat: { width: 4, height: 2 },
      box: { width: 448 },
      map: { width: 64, labels: ['a', 'b'] },
    });
    expect(data.image.scripted.mask.area).toBe(64 * 64);
  });
});

it.each([
  [{ width: 0, height: 5 }, 'must be whole pixels'],
  [{ width: 1.5, height: 5 }, 'must be whole pixels'],
  [{ width: 1e6, height: 1e6 }, 'at most 1000000 together'],
])('pixels of the size %j are refused before they are made', async (size, told) => {
  const { extensions, message } = await scene.failure({ run: ({ look, image }: TaskCall) => look.pixels({ box: image.box, size }) });
  expect(extensions['code']).toBe('BAD_INPUT');
  expect(message).toContain(told);
});
