import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageAsker } from './ask-image.js';
import { asData, painted } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

/** Things on white, where a 448 px picture has its 16 x 16 patches of 28 px. */
const RED = { x: 112, y: 112, width: 112, height: 112 };
const BLUE = { x: 280, y: 336, width: 84, height: 56 };
const things = [
  { ...RED, color: '#ff0000' },
  { ...BLUE, color: '#0000ff' },
];

let server: TinyServer;
let source: { data: string };
/** Another picture, with a blue thing elsewhere. */
let other: { data: string };
beforeAll(async () => {
  server = await startTiny({ MAX_PASSES: 4 });
  source = asData(await painted(448, 448, '#ffffff', things));
  other = asData(await painted(448, 448, '#ffffff', [{ x: 28, y: 56, width: 140, height: 140, color: '#0000ff' }]));
});
afterAll(() => server.close());

const { ask, failed } = imageAsker(() => ({ server, source }));
const box = ({ x, y, width, height }: typeof RED): string => `{ x: ${x}, y: ${y}, width: ${width}, height: ${height} }`;
const example = (label: string, at: string, more = ''): string => `{ label: ${JSON.stringify(label)}, box: ${at}${more} }`;
const elsewhere = (data: string): string => `, source: { data: "${data}" }`;
const ALONE = ', withText: false';
const detection = (labels: string[], ...examples: string[]): string =>
  `detection(labels: ${JSON.stringify(labels)}, by: { ovdet: { examples: [${examples.join()}] } }) { objects { label box { x y width height } } meta { form encoderRuns } }`;
const segmentation = (labels: string[], ...examples: string[]): string =>
  `segmentation(labels: ${JSON.stringify(labels)}, by: { maskclip: { examples: [${examples.join()}] } }) { segments { label score coverage box { x y width height } } meta { form encoderRuns } }`;

describe('a thing that is shown', () => {
  it('is found where no word names it, in detection and in segmentation', async () => {
    const asked = ['zxqv', 'green'];
    const { found, masks } = await ask(
      `found: ${detection(asked, example('zxqv', box(BLUE), ALONE))} masks: ${segmentation(asked, example('zxqv', box(BLUE), ALONE))}`,
    );
    expect(found.objects).toEqual([{ label: 'zxqv', box: BLUE }]);
    expect(found.meta.form).toContain('by examples');
    const [shown, green] = masks.segments;
    expect(shown.coverage).toBeCloseTo((BLUE.width * BLUE.height) / 448 ** 2, 2);
    expect(green.coverage).toBe(0);
    expect(masks.meta.form).toContain('by examples');
  });

  it('may be in another picture, for a pass of it that is counted', async () => {
    const fresh = asData(await painted(448, 448, '#fffffe', things));
    const at = box({ x: 28, y: 56, width: 140, height: 140 });
    const { detection: found } = await ask(detection(['zxqv'], example('zxqv', at, elsewhere(other.data) + ALONE)), fresh);
    expect(found.objects).toEqual([{ label: 'zxqv', box: BLUE }]);
    expect(found.meta.encoderRuns).toBe(2);
  });

  it('counts half beside its word, and several of one label together', async () => {
    const { mixed, both } = await ask(
      `mixed: ${detection(['blue'], example('blue', box(BLUE)))} both: ${detection(['zxqv'], example('zxqv', box(BLUE), ALONE), example('zxqv', box(RED), ALONE))}`,
    );
    expect(mixed.objects).toEqual([{ label: 'blue', box: BLUE }]);
    expect(both.objects.map((object: { box: object }) => object.box)).toEqual(expect.arrayContaining([RED, BLUE]));
  });

  it('is of a label however the encoder is asked for it', async () => {
    const { segmentation: told } = await ask(segmentation(['blue', 'Blue'], example('Blue', box(BLUE), ALONE)));
    expect(told.segments[1].coverage).toBeGreaterThan(0.02);
  });

  it('is compared by region as by picture', async () => {
    const { region } = await ask(
      `region(box: { x: 224, y: 224, width: 224, height: 224 }) { ${detection(['zxqv'], example('zxqv', box(BLUE), ALONE))} }`,
    );
    expect(region.detection.objects).toEqual([{ label: 'zxqv', box: BLUE }]);
  });

  it('may be one pixel; the whole picture shows nothing to tell it by but itself', async () => {
    const pixel = { x: BLUE.x + 30, y: BLUE.y + 30, width: 1, height: 1 };
    const { small, whole } = await ask(
      `small: ${detection(['zxqv'], example('zxqv', box(pixel), ALONE))} whole: ${detection(['zxqv'], example('zxqv', box({ x: 0, y: 0, width: 448, height: 448 }), ALONE))}`,
    );
    expect(small.objects).toEqual([{ label: 'zxqv', box: BLUE }]);
    expect(Array.isArray(whole.objects)).toBe(true);
  });

  it.each<[string, string, string, string]>([
    ['of a label that is not asked for', example('red', box(BLUE)), 'BAD_INPUT', '[0].label'],
    ['outside its picture', example('blue', box({ ...BLUE, x: 500 })), 'BAD_INPUT', '[0].box'],
    ['without a side', example('blue', box({ ...BLUE, width: 0 })), 'BAD_INPUT', '[0].box'],
    ['in a picture that is none', example('blue', box(BLUE), elsewhere('bm9uZQ==')), 'BAD_IMAGE', ''],
    ['in a sample that there is none of', example('blue', box(BLUE), ', source: { sample: "none" }'), 'UNKNOWN_SAMPLE', ''],
  ])('is refused %s, in both', async (_, shown, code, field) => {
    for (const [how, asked] of [
      ['ovdet', detection],
      ['maskclip', segmentation],
    ] as const) {
      const errors = await failed(asked(['blue'], shown));
      expect(errors).toHaveLength(1);
      expect(errors[0]!.code).toBe(code);
      if (field !== '') expect(errors[0]!.message).toContain(`by.${how}.examples${field}`);
    }
  });

  it('is refused where there are none, or more than 16', async () => {
    for (const examples of [[], Array.from({ length: 17 }, () => example('blue', box(BLUE)))])
      expect((await failed(detection(['blue'], ...examples)))[0]).toMatchObject({ code: 'BAD_INPUT' });
  });
});
