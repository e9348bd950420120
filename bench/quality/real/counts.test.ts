import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPhotos } from './counted.js';
import { figuresOf } from './counts.js';

describe('photographs to count in', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counted-'));
    for (const name of ['coco-train/images', 'blood-cells', 'crowd']) await mkdir(join(folder, name), { recursive: true });
    for (const file of ['coco-train/images/000000000009.jpg', 'blood-cells/BloodImage_00000.jpg', 'crowd/1.jpg'])
      await writeFile(join(folder, file), '');
    const pictures = ['1.jpg', '2.jpg'].map((file) => ({
      file,
      points: [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    }));
    await writeFile(join(folder, 'crowd', 'truth.json'), JSON.stringify({ pictures }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are those that the folder has, with what somebody counted in them', async () => {
    const photos = await countPhotos(folder);
    expect(photos.map(({ source }) => source)).toEqual(['coco', 'cells', 'crowd']);
    const [coco, cells, crowd] = photos;
    const counts = Object.fromEntries(coco!.questions.map(({ of, count }) => [of, count]));
    // Looked at: three bowls and one that is cut, four oranges, broccoli; "gravel" and "towel" are no things of COCO's 80.
    expect(counts).toMatchObject({ orange: 4, broccoli: 1, skateboard: 0, toilet: 0 });
    expect(counts).not.toHaveProperty('gravel');
    expect(cells!.questions).toEqual([expect.objectContaining({ of: 'red blood cell', count: cells!.questions[0]!.boxes.length })]);
    expect(crowd!.questions.map(({ of, count }) => [of, count])).toEqual([
      ['person', 2],
      ['head', 2],
    ]);
  });

  it('count for the figure of their source, how many there are, and how it was asked', () => {
    expect(figuresOf('coco', { of: 'dog', count: 0 }, 'word', 0.2)).toEqual([['coco.word.absent', 0.2]]);
    expect(figuresOf('coco', { of: 'dog', count: 5 }, 'word', 4)).toEqual([['coco.word.few', 1]]);
    expect(figuresOf('coco', { of: 'dog', count: 8 }, 'shown', 6)).toEqual([['coco.shown.many', 0.25]]);
    expect(figuresOf('cells', { of: 'red blood cell', count: 20 }, 'shown', 23)).toEqual([['cells.shown', 0.15]]);
    expect(figuresOf('crowd', { of: 'head', count: 20 }, 'word', 13)).toEqual([['crowd.word.head', 7]]);
  });
});
