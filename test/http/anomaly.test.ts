import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, painted } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';

/** A part on a ground: a yellow square on green, whose light and place are a little otherwise each time. */
const SPOT = { x: 280, y: 112, width: 56, height: 84 };
const part = (light: number, extra: { x: number; y: number; width: number; height: number; color: string }[] = []) =>
  painted(448, 448, `#20a0${20 + light}`, [
    { x: 112 + light, y: 133 - light, width: 112, height: 112, color: `#e0d0${20 + 2 * light}` },
    ...extra,
  ]);

let server: TinyServer;
let normals: { data: string }[];
let good: { data: string };
let bad: { data: string };

beforeAll(async () => {
  server = await startTiny({ MAX_PASSES: 8, MAX_IMAGES: 8 });
  normals = await Promise.all([0, 7, 12, 21].map(async (at) => asData(await part(at))));
  good = asData(await part(9));
  bad = asData(await part(9, [{ ...SPOT, color: '#e02020' }]));
});
afterAll(() => server.close());

const image = (fields: string, source: unknown, normal: unknown = normals) => {
  const declared = fields.includes('$normal') ? ', $normal: [ImageSource!]' : '';
  return server.query(`query ($source: ImageSource!${declared}) { image(source: $source) { ${fields} } }`, { source, normal });
};
const ask = async (...asked: Parameters<typeof image>) => {
  const { body } = await image(...asked);
  expect(body.errors).toBeUndefined();
  return body.data.image;
};
const failed = async (...asked: Parameters<typeof image>) => {
  const { body } = await image(...asked);
  return body.errors?.map(({ message, extensions }: { message: string; extensions: { code: string } }) => `${extensions.code} ${message}`);
};
const memory = (fields: string, options = '') => `anomaly(by: { memory: { normal: $normal ${options} } }) { ${fields} }`;
const FOUND = 'score threshold isAnomalous percentile mapThreshold';

describe('anomaly by memory', () => {
  it('tells a defect from good ones, and says where it is', async () => {
    const { anomaly: fine } = await ask(memory(`${FOUND} regions { score }`), good);
    expect(fine.isAnomalous).toBe(false);
    expect(fine.percentile).toBeLessThan(0.98);
    const { anomaly } = await ask(
      memory(
        `${FOUND} uncertainty { min } map { width height max } regions { score peak { x y } box { x y width height } mask { area width } } meta { form method }`,
      ),
      bad,
    );
    expect(anomaly).toMatchObject({ isAnomalous: true, uncertainty: null, map: { width: 16, height: 16 } });
    expect(anomaly.score).toBeGreaterThan(anomaly.threshold);
    expect(anomaly.percentile).toBeGreaterThan(0.99);
    const [first] = anomaly.regions;
    expect(first.score).toBe(anomaly.map.max);
    expect(first.peak.x).toBeGreaterThan(SPOT.x);
    expect(first.peak.x).toBeLessThan(SPOT.x + SPOT.width);
    expect(first.peak.y).toBeGreaterThan(SPOT.y);
    expect(first.peak.y).toBeLessThan(SPOT.y + SPOT.height);
    expect(first.box.x + first.box.width).toBeGreaterThan(SPOT.x + SPOT.width / 2);
    expect(first.mask.width).toBe(448);
    expect(first.mask.area).toBeGreaterThan(0.5 * SPOT.width * SPOT.height);
    expect(anomaly.meta).toEqual({ form: 'patch memory (structure)', method: 'memory' });
  });

  it('costs a pass for the picture and one for each normal, and none for what is known', async () => {
    const fresh = asData(await part(1, [{ ...SPOT, color: '#3030d0' }]));
    const first = await ask(`${memory('meta { encoderRuns }')} segmentation(labels: ["red"]) { meta { encoderRuns } }`, fresh);
    // The normals are in the cache; the pass of the picture is one, whoever started it.
    expect(first.anomaly.meta.encoderRuns + first.segmentation.meta.encoderRuns).toBe(1);
    const again = await ask(memory('meta { encoderRuns }'), fresh);
    expect(again.anomaly.meta.encoderRuns).toBe(0);
  });

  it('of a region answers in the frame of the original', async () => {
    const { region } = await ask(
      `region(box: { x: 224, y: 84, width: 168, height: 168 }) { ${memory('regions { peak { x y } region { box { width } segmentation(labels: ["red"]) { segments { score } } } } map { box { x width } }')} }`,
      bad,
    );
    expect(region.anomaly.map.box).toEqual({ x: 224, width: 168 });
    expect(region.anomaly.regions[0].peak.x).toBeGreaterThan(SPOT.x);
    expect(region.anomaly.regions[0].region.segmentation.segments[0].score).toBeGreaterThan(0);
  });

  it('draws what it found, and answers the same twice', async () => {
    const { anomaly } = await ask(memory('id score overlay(maxSize: 200) { width mediaType }'), bad);
    expect(anomaly.overlay).toEqual({ width: expect.any(Number) as number, mediaType: 'image/jpeg' });
    const again = await ask(memory('id score'), bad);
    expect(again.anomaly).toEqual({ id: anomaly.id, score: anomaly.score });
  });

  it('colours what is beyond the threshold, and nothing else', async () => {
    const overlay = 'isAnomalous overlay(maxSize: 448, opacity: 1) { dataUri height }';
    const { anomaly } = await ask(memory(overlay), bad);
    const pixelsOf = async (uri: string): Promise<Buffer> => {
      const bytes = Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64');
      return sharp(bytes).extract({ left: 0, top: 0, width: 448, height: 448 }).removeAlpha().raw().toBuffer();
    };
    const drawn = await pixelsOf(anomaly.overlay.dataUri);
    const plain = await pixelsOf(bad.data.startsWith('data:') ? bad.data : `,${bad.data}`);
    const changed = (x: number, y: number): number =>
      Math.max(...[0, 1, 2].map((c) => Math.abs(drawn[3 * (448 * y + x) + c]! - plain[3 * (448 * y + x) + c]!)));
    expect(changed(SPOT.x + SPOT.width / 2, SPOT.y + SPOT.height / 2)).toBeGreaterThan(60);
    // Good ground and the good part, which have values of their own below the threshold: as they were, but for the JPEG.
    for (const [x, y] of [
      [40, 40],
      [40, 400],
      [400, 400],
      [150, 170],
    ] as const)
      expect(changed(x, y)).toBeLessThan(12);
  });

  it('scores by the rule that is asked for', async () => {
    const { anomaly: max } = await ask(memory('score map { max }', 'score: MAX'), bad);
    expect(max.score).toBeCloseTo(max.map.max, 6);
    const { anomaly: top } = await ask(memory('score'), bad);
    expect(top.score).toBeLessThanOrEqual(max.score);
  });

  it('chooses a part of more rows than it may remember, and still finds the defect', async () => {
    const { anomaly } = await ask(memory(`${FOUND}`, 'rows: 256'), bad);
    expect(anomaly.isAnomalous).toBe(true);
  });
});

describe('rotations of normals', () => {
  // What they bring shows on pocket (test/pocket): to the tiny pack a patch is its colour, whichever way it lies.
  const by = (rotations: string, fields: string) => memory(fields, `rotations: ${rotations}`);

  it.each([
    ['HALF', 1],
    ['QUARTERS', 3],
  ])('%s: %d passes more a normal, once', async (rotations, passes) => {
    const pair = await Promise.all([30, 31].map(async (at) => asData(await part(at + 2 * passes))));
    await ask(memory('score'), bad, pair);
    const { anomaly } = await ask(by(rotations, 'isAnomalous meta { form encoderRuns }'), bad, pair);
    expect(anomaly.isAnomalous).toBe(true);
    expect(anomaly.meta).toEqual({ form: `patch memory (structure; ${passes + 1} rotations)`, encoderRuns: 2 * passes });
    const again = await ask(by(rotations, 'meta { encoderRuns }'), bad, pair);
    expect(again.anomaly.meta.encoderRuns).toBe(0);
  });

  it('of one normal: the notice that it says little', async () => {
    const { anomaly } = await ask(by('HALF', 'isAnomalous meta { notices { code } }'), bad, normals.slice(0, 1));
    expect(anomaly).toMatchObject({ isAnomalous: true, meta: { notices: [{ code: 'FEW_REFERENCES' }] } });
  });

  it('count against the limit of passes', async () => {
    const fresh = await Promise.all([2, 3, 4].map(async (at) => asData(await part(at))));
    expect(await failed(by('QUARTERS', 'score'), bad, fresh)).toEqual([expect.stringMatching(/^LIMIT_EXCEEDED.*MAX_PASSES/)]);
  });
});

describe('what normals may be', () => {
  it('one: an answer, and a notice that thresholds are those of other things', async () => {
    const { anomaly } = await ask(memory(`${FOUND} meta { notices { code field } }`), bad, normals.slice(0, 1));
    expect(anomaly.isAnomalous).toBe(true);
    expect(anomaly.meta.notices).toContainEqual({ code: 'FEW_REFERENCES', field: 'by.memory.normal' });
  });

  it('equal ones: count once, with a notice for each further one', async () => {
    const same = [normals[0], normals[0], normals[1]];
    const { anomaly } = await ask(memory('score meta { notices { code field } }'), bad, same);
    expect(anomaly.meta.notices).toEqual([{ code: 'PICTURES_ALIKE', field: 'by.memory.normal[1]' }]);
    const { anomaly: twice } = await ask(memory('score'), bad, [normals[0], normals[1]]);
    expect(anomaly.score).toBe(twice.score);
  });

  it('the same shots again, saved otherwise: the answer of each of them once, and a notice', async () => {
    const again = (quality: number) => async (source: { data: string }) => ({
      data: (await sharp(Buffer.from(source.data, 'base64')).jpeg({ quality }).toBuffer()).toString('base64'),
    });
    const three = normals.slice(0, 3);
    const once = (await ask(memory(FOUND), bad, three)).anomaly;
    const one = [...three, await again(95)(normals[0]!)];
    const all = [...three, ...(await Promise.all(three.map(again(95))))];
    for (const [twinned, count] of [
      [one, 'One'],
      [all, '3'],
    ] as const) {
      const { anomaly } = await ask(memory(`${FOUND} meta { notices { code field message } }`), bad, twinned);
      expect(anomaly.isAnomalous).toBe(true);
      expect(anomaly.threshold / once.threshold).toBeCloseTo(1, 0);
      expect(anomaly.meta.notices).toMatchObject([
        { code: 'PICTURES_ALIKE', field: 'by.memory.normal', message: expect.stringMatching(`^${count} `) },
      ]);
      expect((await ask(memory(FOUND), good, twinned)).anomaly.isAnomalous).toBe(false);
    }
    const { anomaly } = await ask(memory('meta { notices { code } }'), bad, [normals[0], await again(95)(normals[0]!)]);
    expect(anomaly.meta.notices).toEqual([{ code: 'PICTURES_ALIKE' }, { code: 'FEW_REFERENCES' }]);
  });

  it('the picture itself: left out with a notice, refused where nothing else is there', async () => {
    const { anomaly } = await ask(memory('isAnomalous meta { notices { code field } }'), bad, [...normals, bad]);
    expect(anomaly.isAnomalous).toBe(true);
    expect(anomaly.meta.notices).toEqual([{ code: 'PICTURE_AMONG_REFERENCES', field: 'by.memory.normal[4]' }]);
    expect(await failed(memory('score'), bad, [bad])).toEqual([expect.stringMatching(/^BAD_INPUT .*by\.memory\.normal/)]);
  });

  it('of another object: everything stands out, and a notice says so', async () => {
    const other = asData(await painted(448, 448, '#1010c0', [{ x: 30, y: 30, width: 300, height: 300, color: '#d02020' }]));
    const { anomaly } = await ask(memory('isAnomalous meta { notices { code } }'), other);
    expect(anomaly.isAnomalous).toBe(true);
    expect(anomaly.meta.notices).toEqual([{ code: 'OTHER_OBJECT' }]);
  });

  it('of another object on the same ground: a notice, and none for a part with a defect', async () => {
    const notices = async (source: { data: string }) => (await ask(memory('isAnomalous meta { notices { code } }'), source)).anomaly;
    const other = asData(await painted(448, 448, '#20a026', [{ x: 168, y: 168, width: 168, height: 168, color: '#3030d0' }]));
    expect(await notices(other)).toEqual({ isAnomalous: true, meta: { notices: [{ code: 'OTHER_OBJECT' }] } });
    expect(await notices(bad)).toEqual({ isAnomalous: true, meta: { notices: [] } });
  });

  it('pictures of one colour: a number, no NaN', async () => {
    const plain = await Promise.all(['#808080', '#828282'].map(async (color) => asData(await painted(448, 448, color, []))));
    const { anomaly } = await ask(memory(`${FOUND} map { min max }`), plain[0]!, plain.slice(1));
    expect(anomaly.score).toBeGreaterThanOrEqual(0);
    expect(anomaly.threshold).toBeGreaterThan(0);
  });

  it('none, or too many: refused by name before a pass', async () => {
    expect(await failed(memory('score'), bad, null)).toEqual([expect.stringMatching(/^BAD_INPUT by\.memory: needs normal/)]);
    expect(await failed(memory('score'), bad, [])).toEqual([expect.stringMatching(/^BAD_INPUT by\.memory\.normal/)]);
    const many = await Promise.all(
      Array.from({ length: 9 }, async (_, at) => asData(await part(at, [{ ...SPOT, color: `#0000${40 + at}` }]))),
    );
    expect(await failed(memory('score'), bad, many)).toEqual([expect.stringMatching(/^LIMIT_EXCEEDED.*MAX_IMAGES/)]);
    expect(
      await failed(
        memory('score'),
        bad,
        Array.from({ length: 201 }, () => normals[0]),
      ),
    ).toEqual([expect.stringMatching(/^BAD_INPUT by\.memory\.normal/)]);
  });
});

describe('anomaly among many', () => {
  it('puts the odd one first, with one list for all of the batch', async () => {
    const batch = [...normals.slice(0, 3), good, bad];
    const { body } = await server.query(
      `query ($batch: [ImageSource!]!) { images(sources: $batch) { ... on Image { anomaly(by: { mutual: { among: $batch } }) { score threshold isAnomalous regions { score } meta { form notices { code } } } } } }`,
      { batch },
    );
    expect(body.errors).toBeUndefined();
    const answers = body.data.images.map(({ anomaly }: { anomaly: { score: number } }) => anomaly);
    expect(
      answers.map(({ score }: { score: number }) => score).indexOf(Math.max(...answers.map(({ score }: { score: number }) => score))),
    ).toBe(4);
    expect(answers[4]).toMatchObject({ threshold: null, isAnomalous: null, regions: [], meta: { notices: [] } });
    expect(answers[4].meta.form).toMatch(/^mutual scoring/);
  });
});

describe('anomaly by words', () => {
  it('runs without a picture to compare with, as the default, and says what ran', async () => {
    const { anomaly } = await ask(
      'anomaly(of: "red") { score threshold isAnomalous percentile map { min max } meta { method form encoderRuns } }',
      bad,
    );
    expect(anomaly).toMatchObject({ threshold: null, isAnomalous: null, percentile: null, meta: { method: 'zeroShot', encoderRuns: 0 } });
    expect(anomaly.meta.form).toBe('compositional prompts (WinCLIP), windows pooled');
    expect(anomaly.map.min).toBeGreaterThan(0);
    expect(anomaly.map.max).toBeLessThan(1);
  });

  it('counts a pass for each window that is encoded', async () => {
    const { anomaly } = await ask('anomaly(by: { zeroShot: { windows: 2 } }) { score meta { form encoderRuns } }', bad);
    expect(anomaly.meta).toEqual({ form: 'compositional prompts (WinCLIP), windows encoded, 2 a side', encoderRuns: 4 });
    expect(await failed('anomaly(by: { zeroShot: { windows: 5 } }) { score }', good)).toEqual([expect.stringMatching(/MAX_PASSES/)]);
  });

  it('refuses words that are none', async () => {
    expect(await failed('anomaly(of: " ") { score }', bad)).toEqual([expect.stringMatching(/^BAD_INPUT of/)]);
  });
});
