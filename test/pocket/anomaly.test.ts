import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/server/compose.js';
import { pocketApp } from './pocket-encoder.js';

const SIDE = 448;
const SCRATCH = { x: 250, y: 180, width: 70, height: 6 };

/** A plate with an even grain, and a dark scratch on it or none. */
async function plate(isScratched: boolean): Promise<Buffer> {
  const pixels = Buffer.alloc(SIDE * SIDE * 3);
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    const { x: left, y: top, width, height } = SCRATCH;
    const inside = isScratched && x >= left && x < left + width && y >= top && y < top + height;
    const grain = 6 * Math.sin(x * 0.9) * Math.sin(y * 0.7) + 3 * Math.sin(x * 0.31 + y * 0.17);
    for (let channel = 0; channel < 3; channel += 1) pixels[3 * at + channel] = Math.round(inside ? 30 : 165 - 6 * channel + grain);
  }
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toBuffer();
}

describe('the head for anomalies that the shipped pack carries', () => {
  let app: App;
  beforeAll(async () => {
    app = await pocketApp();
  });
  afterAll(() => app.close());

  const ask = async (picture: Buffer, options = '') => {
    const fields =
      'score threshold mapThreshold isAnomalous map { max } uncertainty { max } regions(limit: 1) { peak { x y } } meta { form seed encoderRuns }';
    const query = `query ($data: String!) { image(source: { data: $data }) { anomaly(of: "metal plate", by: { zeroShot: { ${options} } }) { ${fields} } } }`;
    const { data, errors } = await app.execute(query, { data: picture.toString('base64') });
    expect(errors).toBeUndefined();
    return (data as { image: { anomaly: any } }).image.anomaly; // eslint-disable-line @typescript-eslint/no-explicit-any -- as asked above
  };

  it('finds a scratch on a plate that it never saw, and where it is, by one pass', async () => {
    const [sound, scratched] = [await ask(await plate(false)), await ask(await plate(true))];
    expect(scratched.score).toBeGreaterThan(sound.score);
    expect(scratched.isAnomalous).toBe(true);
    expect(scratched.meta).toMatchObject({ encoderRuns: 1, seed: 0 });
    expect(scratched.meta.form).toBe('sampled states by a trained head (stand-in for Bayes-PFL), 10 samples');
    const [{ peak }] = scratched.regions;
    expect(Math.abs(peak.y - SCRATCH.y)).toBeLessThan(30);
    expect(peak.x).toBeGreaterThan(SCRATCH.x - 30);
    expect(peak.x).toBeLessThan(SCRATCH.x + SCRATCH.width + 30);
    expect(scratched.uncertainty.max).toBeGreaterThan(0);
    expect(scratched.uncertainty.max).toBeLessThanOrEqual(0.5);
  });

  it('answers for a picture of one colour, and for one that is all length', async () => {
    const of = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: '#405060' } })
        .png()
        .toBuffer();
    for (const picture of [await of(300, 300), await of(1, 4000)]) {
      const found = await ask(picture);
      expect(found.score).toBeGreaterThanOrEqual(0);
      expect(found.score).toBeLessThanOrEqual(1);
      expect(found.map.max).toBeLessThanOrEqual(1);
    }
  });
});

describe('normals that are remembered turned, too', () => {
  let app: App;
  beforeAll(async () => {
    app = await pocketApp();
  });
  afterAll(() => app.close());

  // By libvips, before the server sees it: another picture to it.
  const turned = (picture: Buffer, degrees: number) => sharp(picture).rotate(degrees).png().toBuffer();
  const ask = async (picture: Buffer, normal: readonly Buffer[], rotations: string) => {
    const query = `query ($data: String!, $normal: [ImageSource!]!) { image(source: { data: $data }) { anomaly(by: { memory: { normal: $normal, rotations: ${rotations} } }) { isAnomalous map { max } meta { encoderRuns } } } }`;
    const sources = normal.map((one) => ({ data: one.toString('base64') }));
    const { data, errors } = await app.execute(query, { data: picture.toString('base64'), normal: sources });
    expect(errors).toBeUndefined();
    return (data as { image: { anomaly: { isAnomalous: boolean; map: { max: number }; meta: { encoderRuns: number } } } }).image.anomaly;
  };

  it('know a normal that lies another way to the pixel, also one that is not square', async () => {
    // Of the encoder's own size: what is resampled is the same to a rounding alone.
    const wide = await sharp(await plate(true))
      .extract({ left: 0, top: 100, width: SIDE, height: SIDE / 2 })
      .resize({ width: 896 })
      .png()
      .toBuffer();
    const other = await sharp(wide).modulate({ brightness: 1.03 }).png().toBuffer();
    for (const [degrees, rotations] of [
      [180, 'HALF'],
      [90, 'QUARTERS'],
      [270, 'QUARTERS'],
    ] as const) {
      const picture = await turned(wide, degrees);
      expect((await ask(picture, [wide, other], 'NONE')).map.max).toBeGreaterThan(0.1);
      expect((await ask(picture, [wide, other], rotations)).map.max).toBeLessThan(1e-4);
    }
    // By 90 degrees it lies as no half turn has it.
    expect((await ask(await turned(wide, 90), [wide, other], 'HALF')).map.max).toBeGreaterThan(0.1);
  });
});
