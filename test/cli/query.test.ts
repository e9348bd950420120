import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { redAndBlue } from '../fixtures/coco/red-and-blue.js';
import { tinyFolder } from '../fixtures/packs/tiny-encoder.js';
import { runCli } from './run-cli.js';
import { runHere } from './run-here.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const LABELS = 'red, blue, green, submarine';
const fixture = async (name: string) => JSON.parse(await readFile(new URL(`../fixtures/coco/${name}`, import.meta.url), 'utf8'));

describe('denseql query', () => {
  let folder: string;
  let picture: string;
  let photos: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'denseql-query-'));
    picture = join(folder, 'red-and-blue.png');
    await writeFile(picture, await redAndBlue());
    photos = join(folder, 'photos');
    await mkdir(join(photos, 'deep'), { recursive: true });
    await copyFile(picture, join(photos, 'one.PNG'));
    await copyFile(picture, join(photos, 'deep', 'two.png'));
    await writeFile(join(photos, 'notes.txt'), 'no picture');
    // A picture by its first bytes, which breaks off: it shows only when it is decoded.
    await writeFile(join(photos, 'broken.png'), (await redAndBlue()).subarray(0, 60));
    await writeFile(join(photos, 'page.jpg'), '<html></html>');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes a label with a comma in it, quoted in a list or on its own', async () => {
    const { code, stdout } = await runHere([
      'query',
      picture,
      '--segment',
      '"cat, sitting", sofa',
      '--label',
      'b, c',
      '--detail',
      'low',
      '--json',
    ]);
    expect(code).toBe(0);
    const { segments } = JSON.parse(stdout).data.image.segmentation;
    expect(segments.map(({ label }: { label: string }) => label)).toEqual(['cat, sitting', 'sofa', 'b, c']);
  });

  it('says of labels that read alike what a person can read', async () => {
    const { code, stderr } = await runHere(['query', picture, '--segment', 'red, RED', '--label', 'red']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('"red" is asked for twice')]);
    const told = await runHere(['query', picture, '--segment', '"cat, sitting"']);
    expect(told.stderr).not.toMatch(/labels\[|one label/);
    const alike = await runHere(['query', picture, '--segment', 'red, RED']);
    expect(alike.stderr).toMatch(/reads "RED" as it reads "red": it cannot tell them apart/);
  });

  it('names the file where a single picture breaks off', async () => {
    const broken = join(photos, 'broken.png');
    const { code, stderr } = await runHere(['query', broken, '--segment', 'red']);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`denseql: ${broken}: The picture cannot be read`)]);
  });

  it.each<[signal: NodeJS.Signals, code: number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('says after %s how far it came, and what is kept', async (signal, code) => {
    const many = join(folder, `many-${signal}`);
    const masks = join(folder, `masks-${signal}`);
    await mkdir(many);
    for (let index = 0; index < 400; index++) await copyFile(picture, join(many, `${index}.png`));
    const args = ['--import', 'tsx', main, 'query', many, '--segment', 'red', '--masks', masks, '--coco', join(folder, 'many.json')];
    const child = spawn(process.execPath, args, { env: { ...process.env, DENSEQL_PACK: tinyFolder, DENSEQL_DEVICE: 'cpu' } });
    const stderr = text(child.stderr);
    await vi.waitFor(async () => expect(await readdir(masks)).not.toEqual([]), { timeout: 30_000, interval: 5 });
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([code, null]);
    expect(await stderr).toMatch(
      new RegExp(
        `denseql: Interrupted: \\d+ of 400 pictures (is|are) done; their files in ${masks} are kept, ${folder}/many.json was not written\\. \\[CANCELLED\\]\n$`,
      ),
    );
  });

  it('counts, alone and beside masks, in the shape of the schema', async () => {
    const alone = await runHere(['query', picture, '--count', 'person', '--json']);
    expect(alone.code).toBe(0);
    const { image } = JSON.parse(alone.stdout).data;
    expect(image).toMatchObject({ width: 112, height: 56, counts: [{ of: 'person', total: expect.any(Number), meta: { pack: 'tiny' } }] });
    expect(image).not.toHaveProperty('segmentation');
    const both = await runHere(['query', picture, '--count', 'person', '--count', 'cat', '--segment', 'red', '--method', 'MASKCLIP']);
    expect(both.code).toBe(0);
    expect(both.stdout).toMatch(/LABEL +SCORE +COVERAGE +BOX\nred [^]*\n\nCOUNTED +TOTAL\nperson +\d+\.\d.*\ncat +\d+\.\d/);
  });

  it('writes masks, a map of labels and COCO that hold what pycocotools reads', async () => {
    const [masks, maps, coco] = [join(folder, 'masks'), join(folder, 'maps'), join(folder, 'coco.json')];
    const { code } = await runHere(['query', picture, '--segment', LABELS, '--masks', masks, '--label-maps', maps, '--coco', coco]);
    expect(code).toBe(0);
    const dataset = JSON.parse(await readFile(coco, 'utf8'));
    const { annotations } = await fixture('expected.json');
    expect(dataset.images).toEqual([{ id: 1, file_name: picture, width: 112, height: 56 }]);
    expect(dataset.categories.map(({ name }: { name: string }) => name)).toEqual(['red', 'blue', 'green', 'submarine']);
    // The run lengths are those that pycocotools has read the pixels of.
    const read = (await fixture('dataset.json')).annotations;
    expect(dataset.annotations).toEqual(read.map((one: { score: number }) => ({ ...one, score: expect.closeTo(one.score, 2) })));
    expect(dataset.annotations.map(({ area, bbox }: { area: number; bbox: number[] }) => ({ area, bbox }))).toEqual(
      annotations.map(({ area, bbox }: { area: number; bbox: number[] }) => ({ area, bbox })),
    );

    expect((await readdir(masks)).sort()).toEqual(
      ['red', 'blue', 'green', 'submarine'].map((label, index) => `red-and-blue.${index + 1}-${label}.png`),
    );
    const map = await readFile(join(maps, 'red-and-blue.png'));
    // Byte 25 of a PNG is its colour type: 3 has a palette. Three labels fill the picture, so that three colours are in it.
    expect(map[25]).toBe(3);
    const colours = await sharp(map).removeAlpha().raw().toBuffer();
    const at = (x: number, y: number): string => colours.subarray((y * 112 + x) * 3, (y * 112 + x) * 3 + 3).toString('hex');
    expect(new Set([at(5, 5), at(80, 5), at(20, 28)]).size).toBe(3);
    expect(at(5, 50)).toBe(at(5, 5));
    for (const [index, { label, pixels }] of annotations.entries()) {
      const data = await sharp(join(masks, `red-and-blue.${index + 1}-${label}.png`))
        .extractChannel(0)
        .raw()
        .toBuffer();
      expect([...data].map((value) => (value === 255 ? '1' : '0')).join(''), label).toBe(pixels.join(''));
    }
    const none = await sharp(join(masks, 'red-and-blue.4-submarine.png')).stats();
    expect(none.channels[0]?.max).toBe(0);
  });

  it('detects: a box a thing, nothing where there is none, and COCO of instances', async () => {
    const coco = join(folder, 'things.json');
    const { code, stdout, stderr } = await runHere(['query', picture, '--detect', LABELS, '--coco', coco, '--json']);
    expect([code, stderr]).toEqual([0, '']);
    const { detection } = JSON.parse(stdout).data.image;
    expect(detection.meta).toMatchObject({ method: 'ovdet', pack: 'tiny' });
    const boxes = detection.objects.map(({ label, box }: { label: string; box: Record<string, number> }) => [label, ...Object.values(box)]);
    const found = [
      ['red', 0, 0, 56, 56],
      ['blue', 56, 0, 56, 56],
      ['green', 14, 21, 28, 14],
    ];
    expect([...boxes].sort()).toEqual([...found].sort());
    const dataset = JSON.parse(await readFile(coco, 'utf8'));
    expect(dataset.categories.map(({ name }: { name: string }) => name)).toEqual(['red', 'blue', 'green', 'submarine']);
    // Pycocotools has read the run lengths of the same regions as masks of labels.
    const read: { category_id: number; segmentation: object; area: number; bbox: number[] }[] = (await fixture('dataset.json')).annotations;
    const things = new Map<number, (typeof read)[number]>(dataset.annotations.map((one: (typeof read)[number]) => [one.category_id, one]));
    expect(things.size).toBe(read.length);
    for (const { category_id, bbox, area } of read) {
      expect(things.get(category_id)).toMatchObject({ bbox, segmentation: { size: [56, 112], counts: expect.any(String) } });
      expect(Math.abs(things.get(category_id)!.area - area)).toBeLessThan(0.2 * area);
    }
    const table = await runHere(['query', picture, '--detect', 'submarine', '--detect', 'red']);
    expect(table.stdout).toMatch(/THING +SCORE +BOX\nred +\d\.\d\d +0,0 56 x 56\n/);
    expect((await runHere(['query', picture, '--detect', 'submarine'])).stdout).toMatch(/nothing +not found/);
    expect((await runHere(['query', picture, '--detect', 'red', '--min-score', '1'])).stdout).toMatch(/nothing +not found/);
  });

  it.each([
    [['--detect', ' '], 'names nothing'],
    [['--detect', 'red, red'], '"red" is asked for twice'],
    [['--detect', 'red', '--masks', 'somewhere'], 'Add --segment'],
    [['--segment', 'red', '--min-score', '0.5'], 'Add --detect'],
    [['--detect', 'red', '--min-score', '2'], 'a number from 0 to 1'],
    [['--detect', 'red', '--segment', 'red', '--coco', 'both.json'], 'not both'],
  ])('says what is wrong with %j', async (more, message) => {
    const { code, stderr } = await runHere(['query', picture, ...more]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('says that COCO wants masks as large as the picture, of one that is larger than any mask', async () => {
    const wide = join(folder, 'wide.png');
    await sharp({ create: { width: 4200, height: 20, channels: 3, background: '#f00' } })
      .png()
      .toFile(wide);
    const { code, stderr } = await runHere(['query', wide, '--segment', 'red', '--coco', join(folder, 'wide.json')]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('has 4200 x 20 px, more than a mask can have. Make it smaller.')]);
  });

  it('answers a folder, keeps what went well, lists what did not and ends with 1', async () => {
    const overlays = join(folder, 'overlays');
    const { code, stdout, stderr } = await runHere(['query', photos, '--segment', 'blue', '--overlays', overlays]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^PICTURE +LABEL.*\n\S+deep\/two\.png +blue .*56,0 56 x 56\n\S+one\.PNG +blue .*56,0 56 x 56\n$/);
    expect(stderr).toMatch(/\n2 pictures failed:\n {2}\S+page\.jpg: HTML is not read here.*\n {2}\S+broken\.png: .+\n$/);
    expect((await readdir(overlays, { recursive: true })).sort()).toEqual(['deep', 'deep/two.jpg', 'one.jpg']);
  });

  it('answers a pattern that no shell has expanded, as JSON of pictures and failures', async () => {
    const { code, stdout, stderr } = await runHere(['query', join(photos, '**/*.png'), '--segment', 'blue', '--json']);
    expect([code, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      pictures: ['deep/two.png', 'one.PNG'].map((name) => ({
        picture: join(photos, name),
        data: { image: { width: 112, segmentation: { segments: [{ label: 'blue', box: { x: 56 } }] } } },
        extensions: { denseql: { encoderRuns: expect.any(Number) } },
      })),
      failed: [{ picture: join(photos, 'broken.png'), problem: expect.any(String), code: 'BAD_IMAGE' }],
    });
  });

  it('reads a picture from standard input', async () => {
    const piped = await runCli(['query', '-', '--segment', 'blue'], {}, await redAndBlue());
    expect(piped).toMatchObject({ code: 0, stdout: expect.stringMatching(/blue .*56,0 56 x 56/) });
    const nothing = await runCli(['query', '-', '--segment', 'blue'], {}, Buffer.alloc(0));
    expect(nothing).toMatchObject({ code: 1, stderr: 'denseql: standard input: The picture has no bytes. [BAD_IMAGE]\n' });
  });
});

describe('denseql encode', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'denseql-encode-'));
    await mkdir(join(folder, 'in'));
    for (const name of ['a', 'b']) await writeFile(join(folder, 'in', `${name}.png`), await redAndBlue());
    await writeFile(join(folder, 'in', 'c.png'), 'no picture');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes a folder, and resumes where it was', async () => {
    const args = ['encode', join(folder, 'in'), '--out-dir', join(folder, 'out'), '--outputs', 'global', '--json'];
    const first = await runHere(args);
    expect([first.code, JSON.parse(first.stdout)]).toMatchObject([1, { written: 2, failed: [{ picture: join(folder, 'in', 'c.png') }] }]);
    await rm(join(folder, 'out', 'b.npz'));
    await rm(join(folder, 'in', 'c.png'));
    const again = await runHere(args);
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { written: 1, failed: [] }]);
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['a.npz', 'b.npz']);
  });
});
