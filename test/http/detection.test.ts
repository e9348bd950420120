import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { imageAsker } from './ask-image.js';
import { asData, painted } from './pictures.js';
import { tinyWithProposals } from './tiny-proposals.js';
import { startTiny, type TinyServer } from './tiny-server.js';

let models: string;
let server: TinyServer;
let source: { data: string };
/** On white, where a 448 px picture has its 16 x 16 patches of 28 px. */
const RED = { x: 112, y: 112, width: 112, height: 112 };
const BLUE = { x: 280, y: 336, width: 84, height: 56 };

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-detection-'));
  await copyTiny(models, 'headless', { heads: {} });
  await tinyWithProposals(models, 'heady');
  await tinyWithProposals(models, 'broken', NaN);
  server = await startTiny({ PACK: 'headless', MODELS_DIR: models, MAX_PASSES: 4, MAX_LABELS: 6 });
  source = asData(
    await painted(448, 448, '#ffffff', [
      { ...RED, color: '#ff0000' },
      { ...BLUE, color: '#0000ff' },
    ]),
  );
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const { image, ask, failed } = imageAsker(() => ({ server, source }));
const OBJECTS = 'objects { label score box { x y width height } }';
/** Colours alone compete. */
const PLAIN = 'by: { ovdet: { scenes: 0 } }';

describe('detection without a head', () => {
  it('finds each thing of each label, and nothing of what is not there', async () => {
    const { detection } = await ask(
      `detection(labels: ["red", "blue", "green"], ${PLAIN}) { ${OBJECTS} backgroundUsed { text } meta { form method encoderRuns } }`,
    );
    const found = detection.objects.map(({ label, box }: { label: string; box: object }) => ({ label, box }));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ label: 'red', box: RED });
    expect(found).toContainEqual({ label: 'blue', box: BLUE });
    expect(detection.backgroundUsed).toEqual([]);
    expect(detection.meta).toEqual({ form: 'training-free proposals, background stand-in', method: 'ovdet', encoderRuns: 1 });
    const none = await ask(`detection(labels: ["green"], ${PLAIN}) { ${OBJECTS} overlay { width mediaType } }`);
    expect(none.detection).toEqual({ objects: [], overlay: { width: 448, mediaType: 'image/jpeg' } });
  });

  it('gives masks, vectors, attributes and regions that compose, without another pass', async () => {
    const { detection } = await ask(
      `detection(labels: ["red"], attributes: ["green", "red"], ${PLAIN}) { objects { id embedding attributes { id text score } mask(maxSize: 448) { area width box { width } } region { box { x y width height } count(of: "red") { total meta { encoderRuns } } segmentation(labels: ["red"]) { segments { coverage } } } } }`,
    );
    const [thing] = detection.objects;
    expect(detection.objects).toHaveLength(1);
    expect(thing.mask).toMatchObject({ width: 448, box: { width: 448 } });
    expect(thing.mask.area / (RED.width * RED.height)).toBeCloseTo(1, 1);
    expect(thing.embedding).toHaveLength(16);
    expect(Math.hypot(...thing.embedding)).toBeCloseTo(1, 5);
    expect(thing.attributes.map(({ text }: { text: string }) => text)).toEqual(['green', 'red']);
    expect(thing.region.box).toEqual(RED);
    expect(thing.region.count.total).toBeGreaterThan(0);
    expect(thing.region.count.meta.encoderRuns).toBe(0);
    expect(thing.region.segmentation.segments[0].coverage).toBeGreaterThan(0.8);
  });

  it('of a region finds what is in it, in the frame of the original', async () => {
    const { region } = await ask(
      `region(box: { x: 84, y: 84, width: 196, height: 196 }) { detection(labels: ["red", "blue"], ${PLAIN}) { ${OBJECTS} } }`,
    );
    expect(region.detection.objects).toMatchObject([{ label: 'red', box: RED }]);
  });

  it('counts a pass for each object that is looked at again', async () => {
    const fresh = asData(await painted(448, 448, '#ffffff', [{ ...RED, color: '#ff0000' }]));
    const { detection } = await ask(
      `detection(labels: ["red"], by: { ovdet: { scenes: 0, rescore: 1 } }) { ${OBJECTS} meta { encoderRuns } }`,
      fresh,
    );
    expect(detection.meta.encoderRuns).toBe(2);
    expect(detection.objects).toMatchObject([{ label: 'red', box: RED }]);
  });

  it('shows the background that competed, and loses scores to it', async () => {
    const { own, plain, asked } = await ask(
      `own: detection(labels: ["red"], by: { ovdet: { scenes: 3 } }) { backgroundUsed { text score } ${OBJECTS} } plain: detection(labels: ["red"], ${PLAIN}) { ${OBJECTS} } asked: detection(labels: ["red"], background: ["blue", "green"], ${PLAIN}) { objects { backgroundScore } backgroundUsed { text } }`,
    );
    expect(own.backgroundUsed).toHaveLength(3);
    expect(plain.objects[0].score).toBeGreaterThan(0.5);
    expect(asked.backgroundUsed.map(({ text }: { text: string }) => text).sort()).toEqual(['blue', 'green']);
    expect(asked.objects[0].backgroundScore).toBeLessThan(0.1);
  });

  it('holds back labels that are hardly in the picture, as far as it is asked to', async () => {
    const asked = (presence: number) =>
      `p${presence}: detection(labels: ["red", "green"], minScore: 0, by: { ovdet: { tree: true, presence: ${presence} } }) { objects { label score } }`;
    const { p0, p4 } = await ask(`${asked(0)} ${asked(4)}`);
    const best = (found: typeof p0, label: string): number =>
      Math.max(...found.objects.filter((object: { label: string }) => object.label === label).map(({ score }: { score: number }) => score));
    expect(best(p0, 'green')).toBeGreaterThan(0);
    expect(best(p4, 'green') / best(p0, 'green')).toBeLessThan(0.5 * (best(p4, 'red') / best(p0, 'red')));
    expect(best(p4, 'red')).toBeGreaterThan(0.4);
  });

  it('counts one by one', async () => {
    const { count, none } = await ask(
      'count(of: "red", by: { instances: {} }) { total score saturated uncertainty points { x y } meta { form } } none: count(of: "green", by: { instances: { minScore: 0.3 } }) { total score points { x } }',
    );
    expect(count).toMatchObject({ total: 1, saturated: false, uncertainty: null, points: [{ x: 168, y: 168 }] });
    expect(count.meta.form).toBe('instances, training-free proposals, background stand-in');
    expect(none).toEqual({ total: 0, score: 0, points: [] });
  });

  it('keeps to minScore and limit', async () => {
    const { all, one, sure } = await ask(
      `all: detection(labels: ["red", "blue"], minScore: 0, ${PLAIN}) { ${OBJECTS} } one: detection(labels: ["red", "blue"], limit: 1, ${PLAIN}) { ${OBJECTS} } sure: detection(labels: ["red", "blue"], minScore: 1, ${PLAIN}) { ${OBJECTS} }`,
    );
    expect(all.objects.length).toBeGreaterThan(2);
    expect(one.objects).toEqual(all.objects.slice(0, 1));
    expect(sure.objects).toEqual([]);
    expect(all.objects.map(({ score }: { score: number }) => score)).toEqual(
      all.objects.map(({ score }: { score: number }) => score).sort((a: number, b: number) => b - a),
    );
  });
});

describe('detection by a head', () => {
  it('takes its boxes and masks, and says so', async () => {
    const { detection } = await ask(
      `detection(labels: ["red", "blue"], ${PLAIN}) { ${OBJECTS} objects { mask(maxSize: 448) { area } } meta { form } }`,
      source,
      'heady',
    );
    expect(detection.meta.form).toBe('trained proposals, background stand-in');
    expect(detection.objects).toMatchObject([{ label: 'red', box: RED }]);
    // The geometric mean of the quality, sigmoid(2), and a name that is sure.
    expect(detection.objects[0].score).toBeCloseTo(Math.sqrt(1 / (1 + Math.exp(-2))), 1);
  });

  it('answers the same whatever cannot be in the answer: more of it at a lower score, and at least the same', async () => {
    const asked = (least: number): string => `detection(labels: ["red", "blue"], minScore: ${least}, ${PLAIN}) { ${OBJECTS} }`;
    const { low, high } = await ask(`low: ${asked(0)} high: ${asked(0.5)}`, source, 'heady');
    expect(low.objects.length).toBeGreaterThan(high.objects.length);
    expect(high.objects).toEqual(low.objects.filter(({ score }: { score: number }) => score >= 0.5));
    expect(high.objects).toHaveLength(1);
  });

  it('that gives NaN fails at its field and names the output, while others answer', async () => {
    const { body } = await image(`detection(labels: ["red"]) { ${OBJECTS} } count(of: "red") { total }`, source, 'broken');
    expect(body.data.image).toMatchObject({ detection: null, count: { total: expect.any(Number) } });
    expect(body.errors).toMatchObject([
      { path: ['image', 'detection'], extensions: { code: 'PLUGIN_FAILED' }, message: expect.stringContaining('quality') },
    ]);
  });
});

describe('a hostile detection', () => {
  it.each([
    ['labels:', 'labels: []', 'BAD_INPUT'],
    ['labels[1]', 'labels: ["red", " red"]', 'BAD_INPUT'],
    ['MAX_LABELS', `labels: [${Array.from({ length: 200 }, (_, i) => `"l${i}"`).join()}]`, 'LIMIT_EXCEEDED'],
    ['limit', 'labels: ["red"], limit: 0', 'BAD_INPUT'],
    ['minScore', 'labels: ["red"], minScore: 2', 'BAD_INPUT'],
    ['attributes[0]', 'labels: ["red"], attributes: [""]', 'BAD_INPUT'],
    ['rescore', 'labels: ["red"], by: { ovdet: { rescore: 17 } }', 'BAD_INPUT'],
    ['HEAD', 'labels: ["red"], by: { ovdet: { form: HEAD } }', 'PLUGIN_UNAVAILABLE'],
    ['asWritten', 'labels: ["red"], prompts: { synonyms: [{ label: "blue", texts: ["sky"] }] }', 'BAD_INPUT'],
  ])('is refused with what is wrong: %s', async (field, question, code) => {
    const errors = await failed(`detection(${question}) { ${OBJECTS} }`);
    expect(errors).toHaveLength(1);
    expect(errors[0]!.code).toBe(code);
    if (field !== 'asWritten') expect(errors[0]!.message).toContain(field);
  });

  it('is refused a mask, a region or an overlay that cannot be', async () => {
    for (const field of [
      'objects { mask(maxSize: 0) { area } }',
      'objects { region(detail: HIGH) { id } }',
      'overlay(maxSize: 5000) { width }',
    ])
      expect((await failed(`detection(labels: ["red"], ${PLAIN}) { ${field} }`))[0]!.code).toBe('BAD_INPUT');
  });

  it("does not hold back a head's box that is larger than its thing, unless asked to", async () => {
    // The head's one box has four patches a side; the thing has the two in its middle.
    const small = asData(await painted(448, 448, '#ffffff', [{ x: 140, y: 140, width: 56, height: 56, color: '#ff0000' }]));
    const asked = (guard: string) => `detection(labels: ["red"], minScore: 0, by: { ovdet: { scenes: 0${guard} } }) { objects { score } }`;
    const query = `plain: ${asked('')} off: ${asked(', oversizeGuard: false')} on: ${asked(', oversizeGuard: true')}`;
    const { plain, off, on } = await ask(query, small, 'heady');
    expect(plain).toEqual(off);
    expect(on.objects[0].score).toBeLessThan(0.9 * plain.objects[0].score);
  });

  it.each(['headless', 'heady'])('answers of pictures of one colour, and of ones that are a line, %s', async (encoder) => {
    const plain = asData(
      await sharp({ create: { width: 300, height: 200, channels: 3, background: '#ffffff' } })
        .png()
        .toBuffer(),
    );
    expect((await ask(`detection(labels: ["red", "blue"]) { ${OBJECTS} }`, plain, encoder)).detection.objects).toEqual([]);
    for (const [width, height] of [
      [1, 4000],
      [4000, 1],
      [1, 1],
    ] as const) {
      const line = asData(
        await sharp({ create: { width, height, channels: 3, background: '#ff0000' } })
          .png()
          .toBuffer(),
      );
      const { detection } = await ask(
        `detection(labels: ["red", "blue"], minScore: 0) { ${OBJECTS} objects { mask { area } region { id } } }`,
        line,
        encoder,
      );
      for (const { box } of detection.objects) {
        expect(box.width).toBeGreaterThan(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width + 1e-3);
        expect(box.y + box.height).toBeLessThanOrEqual(height + 1e-3);
      }
    }
  });

  it('pays for regions and passes at work, and fails alone', async () => {
    const many = await server.query(
      `query ($source: ImageSource!) { image(source: $source) { detection(labels: ["red", "blue"], minScore: 0, limit: 20, by: { ovdet: { tree: true, parts: OFF } }) { objects { region(zoom: true) { count(of: "red") { total } } } } segmentation(labels: ["red"]) { segments { score } } } }`,
      { source },
    );
    expect(new Set(many.body.errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code))).toEqual(
      new Set(['LIMIT_EXCEEDED']),
    );
    expect(many.body.data.image.segmentation.segments[0].score).toBeGreaterThan(0.5);
  });
});
