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
