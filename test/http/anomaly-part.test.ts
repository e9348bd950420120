import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { asData, painted } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

/** Odd beside good ones, at the left and at the right. */
const LEFT = { x: 56, y: 168, width: 84, height: 84, color: '#e02020' };
const RIGHT = { x: 308, y: 168, width: 56, height: 84, color: '#2020e0' };

let models: string;
let server: TinyServer;
let normals: { data: string }[];
let source: { data: string };
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-parts-'));
  // What lies around a part is taken along: as much as half of it on each side.
  server = await startTiny({ PACK: await copyTiny(models, 'margin', { zoom: { margin: 0.5, detail: 'MEDIUM' } }), MODELS_DIR: models });
  normals = await Promise.all(['#20a020', '#20a028', '#20a02c', '#20a034'].map(async (color) => asData(await painted(448, 448, color))));
  source = asData(await painted(448, 448, '#20a029', [LEFT, RIGHT]));
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const MEMORY = 'anomaly(by: { memory: { normal: $others, smoothing: 0 } })';
const MUTUAL = 'anomaly(by: { mutual: { among: $others, mapThreshold: 0.05 } })';
const FIELDS = 'score mapThreshold map { max float32 } regions { score peak { x y } box { x width } } meta { notices { code } }';

async function asked(box: string, method: string, zoom: boolean) {
  const query = `query ($source: ImageSource!, $others: [ImageSource!]!) { image(source: $source) { region(box: ${box}, zoom: ${zoom}) { ${method} { ${FIELDS} } } } }`;
  const { body } = await server.query(query, { source, others: normals });
  expect(body.errors).toBeUndefined();
  return body.data.image.region.anomaly;
}
const floats = (base64: string): Float32Array => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);

describe('what is answered of a part', () => {
  // Across patches; between both odd places, a sliver of one in it; less than a patch, beside an odd place.
  const boxes = [
    '{ x: 40, y: 150, width: 131, height: 117 }',
    '{ x: 137, y: 150, width: 143, height: 110 }',
    '{ x: 141, y: 200, width: 3, height: 5 }',
    '{ x: 297, y: 131, width: 90, height: 1 }',
  ];
  const each = boxes.flatMap((box) => [true, false].flatMap((zoom) => [MEMORY, MUTUAL].map((method) => [box, zoom, method] as const)));

  it.each(each)('score, map and places are of the same patches: %s, zoom %s, %s', async (box, zoom, method) => {
    const { score, map, mapThreshold, regions } = await asked(box, method, zoom);
    const values = floats(map.float32);
    expect(score).toBeCloseTo(Math.max(...values), 6);
    expect(map.max).toBeCloseTo(score, 6);
    expect(regions.length > 0).toBe(values.some((value) => value >= mapThreshold));
    if (regions.length > 0) expect(regions[0].score).toBe(map.max);
  });

  it.each([true, false])('says nothing of what lies around it: zoom %s', async (zoom) => {
    const between = await asked(boxes[1]!, MEMORY, zoom);
    const odd = await asked(boxes[0]!, MEMORY, zoom);
    expect(between.score).toBeLessThan(odd.score / 3);
  });

  it('has no notice of what lies around it', async () => {
    const notices = async (box: string) => (await asked(box, MEMORY, false)).meta.notices;
    expect(await notices(boxes[1]!)).toEqual([]);
    expect(await notices(boxes[0]!)).toEqual([{ code: 'OTHER_OBJECT' }]);
  });

  it.each([true, false])('has places where they are in the picture: zoom %s', async (zoom) => {
    const { regions } = await asked(boxes[0]!, MEMORY, zoom);
    const [{ peak, box }] = regions;
    expect(peak.x).toBeGreaterThan(LEFT.x);
    expect(peak.x).toBeLessThan(LEFT.x + LEFT.width);
    expect(Math.abs(box.x + box.width / 2 - (LEFT.x + LEFT.width / 2))).toBeLessThan(20);
  });
});
