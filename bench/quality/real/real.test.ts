import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nameRegions } from './names.js';
import { answering } from './packs.js';
import { cocoPhotos, foldOf, photosFolder, readSegments, type Photo } from './photos.js';

describe('the fifths of photographs', () => {
  it('are those of training/ground/things.py', () => {
    // int(hashlib.sha1(name.encode()).hexdigest(), 16) % 5, by Python.
    expect(['000000000009.jpg', 'n01440764.jpg', 'accordion-00.jpg', 'пять.jpg'].map(foldOf)).toEqual([2, 4, 4, 3]);
  });

  it('are spread over the photographs whose truth is here, which all have labels and absent ones', async () => {
    const photos = await cocoPhotos('/nowhere');
    expect(photos).toHaveLength(100);
    expect(new Set(photos.map(({ fold }) => fold))).toEqual(new Set([0, 1, 2, 3, 4]));
    for (const { present, absent } of photos) {
      expect(present.length).toBeGreaterThan(0);
      expect(absent).toHaveLength(10);
      expect(absent.filter((label) => present.includes(label))).toEqual([]);
    }
  });

  it('have a truth in which every object with a box is seen', async () => {
    const [photo] = await cocoPhotos('/nowhere');
    const { data } = await readSegments(photo!);
    const seen = new Set(data);
    photo!.objects.forEach(({ visibleBox }, index) => expect(seen.has(index + 1)).toBe(visibleBox[2] > 0));
  });
});

describe('which pack answers which fifth', () => {
  let cache: string;
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'folds-'));
    vi.stubEnv('POCKET_CACHE', cache);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(cache, { recursive: true });
  });
  const made = async (fold: number): Promise<void> => {
    const folder = join(cache, 'work', 'fold-packs', `pocket-${fold}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'pack.json'), '{}');
  };

  it('the shipped one answers only what it has not seen while the others are not there', async () => {
    await made(1);
    expect(answering(undefined, false)).toEqual([{ pack: undefined, folds: [0] }]);
  });

  it('each answers its own where all are there', async () => {
    for (const fold of [1, 2, 3, 4]) await made(fold);
    expect(answering(undefined, false).map(({ folds }) => folds)).toEqual([[0], [1], [2], [3], [4]]);
    expect(answering('another', false)).toEqual([{ pack: 'another', folds: [0] }]);
  });

  it('one that has seen none answers all', () => {
    expect(answering('old', true)).toEqual([{ pack: 'old', folds: [0, 1, 2, 3, 4] }]);
  });

  it('there are no photographs where nobody put any', async () => {
    expect(photosFolder()).toBeNull();
    await mkdir(join(cache, 'photos'));
    expect(photosFolder()).toBe(join(cache, 'photos'));
  });
});

describe('names of regions', () => {
  it('are right when no other label of the picture is nearer, counted by kind and size', () => {
    const region = (label: string, side: number) => ({
      label,
      kind: 'thing' as const,
      visibleBox: [0, 0, side, side / 2] as const,
      also: [],
    });
    const photo = {
      width: 896,
      height: 600,
      objects: [region('cat', 50), region('dog', 200), region('gone', 0)],
      present: ['cat', 'dog'],
      absent: ['car'],
    };
    const vectors = new Map([
      ['cat', Float32Array.of(1, 0)],
      ['dog', Float32Array.of(0, 1)],
      ['car', Float32Array.of(-1, 0)],
    ]);
    const noted: [string, boolean][] = [];
    nameRegions(
      [
        [0.9, 0.1],
        [0.8, 0.2],
        [1, 0],
      ],
      photo as unknown as Photo,
      vectors,
      (key, right) => noted.push([key, right]),
    );
    expect(noted).toEqual([
      ['regions', true],
      ['regions.thing', true],
      ['regions.small', true],
      ['regions', false],
      ['regions.thing', false],
      ['regions.large', false],
    ]);
  });
});
