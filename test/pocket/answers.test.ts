import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/server/compose.js';
import { askAbout, pocketApp } from './pocket-encoder.js';

interface Segment {
  label: string;
  score: number;
  mask: { box: { x: number; y: number }; width: number; height: number; png: string };
}

/** Boxes drawn by hand, x0 y0 x1 y1 in shares of the picture, well inside what they show. */
const DRAWN: Record<string, Record<string, [number, number, number, number]>> = {
  'mountain-path': { sky: [0.5, 0.01, 0.98, 0.09], grass: [0.35, 0.65, 0.9, 0.95], mountain: [0.5, 0.28, 0.85, 0.42] },
  pagoda: { pagoda: [0.22, 0.25, 0.4, 0.45], sky: [0.55, 0.03, 0.95, 0.3], tree: [0.8, 0.75, 0.98, 0.95] },
  'night-bridge': { sky: [0.6, 0.02, 0.95, 0.15], water: [0.3, 0.85, 0.9, 0.98] },
};

describe('the answers of the shipped pack', () => {
  let app: App;
  beforeAll(async () => {
    app = await pocketApp();
  });
  afterAll(() => app.close());

  const ask = async (sample: string, labels: string[], detail: 'LOW' | 'MEDIUM', fields: string): Promise<Segment[]> => {
    const { segmentation } = await askAbout(
      app,
      sample,
      detail,
      `segmentation(labels: ${JSON.stringify(labels)}) { segments { label score ${fields} } }`,
    );
    return segmentation.segments;
  };

  it('are the same for a label in whatever case', async () => {
    const fields = 'coverage mask { area rle { counts } }';
    const [plain, shared] = [
      await ask('pagoda', ['sky', 'tree'], 'LOW', fields),
      await ask('pagoda', ['sky', 'Sky', 'tree'], 'LOW', fields),
    ];
    expect(shared).toEqual([plain[0], { ...plain[0], label: 'Sky' }, plain[1]]);
  });

  it.each(Object.keys(DRAWN))('has things and stuff where a person drew them: %s', async (sample) => {
    const drawn = DRAWN[sample]!;
    const segments = await ask(sample, [...Object.keys(drawn), 'submarine'], 'MEDIUM', 'mask { box { x y } width height png }');
    for (const [label, [x0, y0, x1, y1]] of Object.entries(drawn)) {
      const { mask } = segments.find((segment) => segment.label === label)!;
      const { data, info } = await sharp(Buffer.from(mask.png, 'base64')).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
      expect(mask.box).toMatchObject({ x: 0, y: 0 }); // of the whole picture
      let [inside, all] = [0, 0];
      for (let y = Math.ceil(y0 * info.height); y < y1 * info.height; y += 1)
        for (let x = Math.ceil(x0 * info.width); x < x1 * info.width; x += 1) {
          all += 1;
          inside += data[(y * info.width + x) * info.channels]! > 127 ? 1 : 0;
        }
      expect(inside / all, label).toBeGreaterThan(0.7);
    }
  });

  it('takes few samples for having what none of them has', async () => {
    const absent = ['submarine', 'giraffe', 'teapot', 'umbrella', 'helicopter', 'violin'];
    const result = await app.execute('{ samples { id } }', {});
    const scores: number[] = [];
    for (const { id } of result.data?.['samples'] as { id: string }[])
      scores.push(...(await ask(id, absent, 'LOW', '')).map(({ score }) => score));
    // One in twenty is what the threshold is set for, on other pictures and at MEDIUM.
    expect(scores.filter((score) => score >= 0.5).length / scores.length).toBeLessThan(0.1);
  });
});
