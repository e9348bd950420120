import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

/** Header and values of one array of an .npz, read by the format's own rules. */
function array(npz: Uint8Array, name: string): { shape: string; data: Float32Array } {
  const npy = unzipSync(npz)[`${name}.npy`] as Uint8Array;
  const length = (npy[8] as number) + (npy[9] as number) * 256;
  const header = new TextDecoder().decode(npy.subarray(10, 10 + length));
  return { shape: /'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '', data: new Float32Array(npy.slice(10 + length).buffer) };
}

describe('denseql', () => {
  let folder: string;
  let redAndBlue: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'denseql-cli-'));
    redAndBlue = join(folder, 'red-and-blue.png');
    const blue = await sharp({ create: { width: 56, height: 56, channels: 3, background: '#0000ff' } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 112, height: 56, channels: 3, background: '#ff0000' } })
      .composite([{ input: blue, left: 56, top: 0 }])
      .png()
      .toFile(redAndBlue);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('explains itself, with examples and exit codes', async () => {
    const { code, stdout } = await runCli(['--help']);
    expect(code).toBe(0);
    for (const word of ['serve', 'query', 'encode', 'encode-text', 'models', 'Exit codes']) expect(stdout).toContain(word);
  });

  it('ends with 2 on a wrong command line', async () => {
    for (const args of [['nonsense'], ['query', redAndBlue], ['encode', redAndBlue, '--out', 'x.npz', '--detail', 'ULTRA']])
      expect((await runCli(args)).code, args.join(' ')).toBe(2);
  });

  it('finds by text what is in a picture, and says what is not', async () => {
    const out = join(folder, 'overlay.png');
    const { code, stdout } = await runCli(['query', redAndBlue, '--segment', 'red, blue, green', '--out', out]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/red .* 0,0 56 x 56/);
    expect(stdout).toMatch(/blue .* 56,0 56 x 56/);
    expect(stdout).toMatch(/green .* not found/);
    expect((await sharp(out).metadata()).format).toBe('png');
  });

  it('answers a query as JSON on stdout and nothing else', async () => {
    const { code, stdout } = await runCli(['query', redAndBlue, '--segment', 'red', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ data: { image: { width: 112, segmentation: { segments: [{ label: 'red' }] } } } });
  });

  it('ends with 1 and the typed error when the picture is none', async () => {
    const file = join(folder, 'page.jpg');
    await writeFile(file, '<html></html>');
    const plain = await runCli(['query', file, '--segment', 'red']);
    expect(plain.code).toBe(1);
    expect(plain.stderr).toContain('UNSUPPORTED_FORMAT');
    const json = await runCli(['encode', file, '--out', join(folder, 'x.npz'), '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_FORMAT' } }] });
  });

  it('writes features by output, of a native-size picture and of texts, that agree', async () => {
    const features = join(folder, 'features.npz');
    const texts = join(folder, 'texts.npz');
    expect((await runCli(['encode', redAndBlue, '--outputs', 'Global,DENSE', '--size', 'native', '--out', features])).code).toBe(0);
    const told = await runCli(['encode-text', 'red', 'blue', '--out', texts]);
    expect([told.code, told.stderr.includes('warning')]).toEqual([0, false]);
    const npz = new Uint8Array(await readFile(features));
    expect(Object.keys(unzipSync(npz))).toEqual(['global.npy', 'dense.npy']);
    const dense = array(npz, 'dense');
    const text = array(new Uint8Array(await readFile(texts)), 'text');
    expect([dense.shape, text.shape]).toEqual(['8, 16', '2, 16']);
    // 2 rows of 4 patches: the left two of a row are red, the right two blue.
    for (let patch = 0; patch < 8; patch++) {
      const cosine = (label: number): number =>
        text.data
          .subarray(label * 16, label * 16 + 16)
          .reduce((sum, value, index) => sum + value * (dense.data[patch * 16 + index] as number), 0);
      expect(cosine(0) > cosine(1), `patch ${patch}`).toBe(patch % 4 < 2);
    }
  });

  it('warns of a text whose end the encoder does not read', async () => {
    const text = 'blue '.repeat(20).trim();
    const { code, stderr } = await runCli(['encode-text', 'red', text, '--out', join(folder, 'cut.npz')]);
    const warnings = stderr.split('\n').filter((line) => line.includes('warning'));
    expect(code).toBe(0);
    expect(warnings).toEqual([expect.stringContaining(`of the 22 tokens of "${text}" the encoder read 16`)]);
  });

  it('says in JSON, too, which texts were cut', async () => {
    const text = 'blue '.repeat(20).trim();
    const out = join(folder, 'cut-json.npz');
    const { code, stdout, stderr } = await runCli(['encode-text', 'red', text, '--out', out, '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({ out, arrays: { text: [2, 16] }, cut: [{ index: 1, text, tokens: 22, read: 16 }] });
    const short = await runCli(['encode-text', 'red', '--out', out, '--json']);
    expect(JSON.parse(short.stdout)).toMatchObject({ cut: [] });
  });

  it('encodes a list with one encoder, resumes where it was and past what is no picture', async () => {
    const list = join(folder, 'list.txt');
    const outDir = join(folder, 'many');
    const single = join(folder, 'single.npz');
    const other = join(folder, 'other.png');
    await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0f0' } })
      .png()
      .toFile(other);
    await writeFile(list, `${redAndBlue}\n${list}\n${other}\n`);
    const first = await runCli(['encode', '--list', list, '--out-dir', outDir, '--outputs', 'dense', '--json']);
    expect(first.code).toBe(1);
    expect(JSON.parse(first.stdout)).toMatchObject({ written: 2, failed: [{ picture: list }] });
    await runCli(['encode', redAndBlue, '--outputs', 'dense', '--out', single]);
    expect(await readFile(join(outDir, 'red-and-blue.npz'))).toEqual(await readFile(single));
    await rm(join(outDir, 'other.npz'));
    await writeFile(list, `${redAndBlue}\n${other}\n`);
    const again = await runCli(['encode', '--list', list, '--out-dir', outDir, '--outputs', 'dense', '--half', '--json']);
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { written: 1, failed: [] }]);
    expect((await readFile(join(outDir, 'other.npz'))).length).toBeLessThan((await readFile(join(outDir, 'red-and-blue.npz'))).length);
  });

  it('refuses a native size that is no multiple, and an output the pack lacks, naming what would do', async () => {
    const file = join(folder, 'odd.png');
    await sharp({ create: { width: 100, height: 56, channels: 3, background: '#fff' } })
      .png()
      .toFile(file);
    const odd = await runCli(['encode', file, '--size', 'native', '--out', join(folder, 'x.npz')]);
    expect([odd.code, odd.stderr]).toEqual([1, expect.stringContaining('multiples of 56')]);
    const output = await runCli(['encode', redAndBlue, '--outputs', 'nothing', '--out', join(folder, 'x.npz')]);
    expect([output.code, output.stderr]).toEqual([2, expect.stringContaining('dense')]);
  });

  it('verifies a pack, and names the file that was changed', async () => {
    expect(await runCli(['models', 'verify', 'pocket'])).toMatchObject({ code: 0, stdout: expect.stringContaining('agree') as string });
    const { code, stdout } = await runCli(['models', 'verify', 'nobody', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ errors: [{ message: expect.stringContaining('No pack is called nobody') }] });
    expect((await runCli(['models', 'list'])).stdout).toContain('pocket');
  });
});
