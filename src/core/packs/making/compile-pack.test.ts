import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config.js';
import { dinoiserOption } from '../../../plugins/maskclip/compiling/dinoiser-option.js';
import type { CompilePackCall } from './compile-pack.js';
import { compilePack } from './compile-pack.js';
import { packNameOf } from './pack-options.js';
import { readGolden } from '../golden.js';
import { readPack } from '../load-pack.js';
import { checkPackFiles } from '../verify-pack.js';

const fixture = (path: string): string => fileURLToPath(new URL(`../../../../test/fixtures/${path}`, import.meta.url));
/** As `models compile --dinoiser` asks for it. */
const dinoiser = (path: string): CompilePackCall['heads'] => [
  { plugin: 'maskclip', write: (place) => dinoiserOption.write({ ...place, file: fixture(path) }) },
];
const checkpoint = fixture('clip/clip-tiny-b16');
const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1' });
const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];

let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'compile-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

const compile = (name: string, more: Partial<CompilePackCall> = {}) =>
  compilePack({ checkpoint, out: join(root, name), name, licences, calibrate: false, config, ...more });

/** Names in the folder of packs, those of packs that are being made included. */
const names = (): Promise<string[]> => readdir(root);

describe('compilePack', () => {
  it('makes a pack that is whole, says what it is, and was fitted on the samples', async () => {
    const stages = new Set<string>();
    const source = { repository: 'org/clip', commit: 'a'.repeat(40) };
    const written = await compile('fitted', { calibrate: true, source, onStage: (stage) => stages.add(stage) });
    const { folder, manifest } = await readPack(join(root, 'fitted'));
    expect(manifest).toEqual(written);
    await checkPackFiles(folder, manifest);
    expect((await readdir(folder)).sort()).toEqual([...manifest.files.map((file) => file.path), 'pack.json'].sort());
    expect([...stages]).toEqual(['compiling', 'running the golden picture', 'verifying', 'calibrating']);
    expect(manifest).toMatchObject({ name: 'fitted', precision: 'fp32', source, form: 'value path', licences });
    expect(manifest.revision).toMatch(/^\d+\.\d+\.\d+-[0-9a-f]{12}$/);
    expect(manifest.image).toMatchObject({ patch: 16, sizeMultiple: 16, detail: { LOW: 224, MEDIUM: 448, HIGH: 672 }, maxSide: 896 });
    expect(manifest.text).toMatchObject({ contextLength: 77, dims: 48, cleaning: 'openai' });
    // The checkpoint's own parameter: exp(4.6052).
    expect(manifest.logitScale).toBeCloseTo(100, 1);
    expect(manifest.calibration.fittedOn).toBe('14 sample pictures of DenseQL, 65 labels');
    expect(manifest.calibration.presence.slope).toBeGreaterThan(0);
  });

  it('writes golden vectors of every output for a picture that is not square', async () => {
    const { folder, manifest } = await readPack(join(root, 'fitted'));
    const golden = await readGolden(folder, manifest);
    expect([golden.width, golden.height, golden.cosine]).toEqual([224, 176, 0.9995]);
    expect(Object.keys(golden.expected).sort()).toEqual(Object.keys(manifest.outputs).sort());
    expect(golden.expected['dense']).toMatchObject({
      dims: [1, 14 * 11, 48],
      sample: [{ row: 0 }, { row: 51 }, { row: 102 }, { row: 153 }],
    });
    expect(golden.texts.map((text) => text.values.length)).toEqual([48, 48, 48]);
  });

  it('gives the same revision again, fitted or not', async () => {
    const again = await compile('again');
    expect(again.revision).toBe((await readPack(join(root, 'fitted'))).manifest.revision);
    expect(again.calibration.fittedOn).toContain('nothing');
  });

  it('measures what int8 costs, and refuses it when that is too much', async () => {
    const manifest = await compile('small', { precision: 'int8' });
    expect(manifest.summary).toMatch(/Cosine of int8 with fp32 .* dense 0\.99\d\d \/ 0\.99\d\d, .* text 0\.99\d\d/);
    const refused = compile('refused', { precision: 'int8', lossLimits: { mean: 0.999999, least: 0.999999, single: 0.999999 } });
    await expect(refused).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringMatching(/: int8 is too far from fp32: mean cosine 0\.\d{4}, 0\.999999 needed/) as string,
    });
    expect((await names()).filter((name) => name.includes('refused'))).toEqual([]);
  });

  it('replaces a pack only when told to, and nothing else ever', async () => {
    await expect(compile('again')).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('already') as string });
    const { manifest: full } = await readPack(join(root, 'again'));
    await compile('again', { replace: true, precision: 'fp16' });
    const { manifest: half } = await readPack(join(root, 'again'));
    expect(half.precision).toBe('fp16');
    expect(half.revision).not.toBe(full.revision);
    const bytes = (manifest: typeof half): number => manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    expect(bytes(half)).toBeLessThan(bytes(full));
    await mkdir(join(root, 'photos'));
    await writeFile(join(root, 'photos', 'holiday.txt'), 'mine');
    await expect(compile('photos', { replace: true })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await readFile(join(root, 'photos', 'holiday.txt'), 'utf8')).toBe('mine');
    expect((await names()).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('says what is in the way of a damaged checkpoint, and leaves nothing behind', async () => {
    const damaged = await mkdtemp(join(tmpdir(), 'damaged-'));
    await cp(checkpoint, damaged, { recursive: true });
    await truncate(join(damaged, 'model.safetensors'), 5000);
    const before = await names();
    await expect(compile('damaged', { checkpoint: damaged })).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining('model.safetensors') as string,
    });
    await rm(join(damaged, 'config.json'));
    await expect(compile('damaged', { checkpoint: damaged })).rejects.toMatchObject({ code: 'PACK_INVALID' });
    expect(await names()).toEqual(before);
    await rm(damaged, { recursive: true });
  });

  it('stops when asked to, and leaves nothing behind', async () => {
    const before = await names();
    const stop = new AbortController();
    const stopped = compile('stopped', {
      calibrate: true,
      signal: stop.signal,
      onStage: (stage) => stage === 'calibrating' && stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    const early = new AbortController();
    const atOnce = compile('stopped', { signal: early.signal, onStage: (stage) => stage === 'compiling' && early.abort() });
    await expect(atOnce).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await names()).toEqual(before);
  });

  it("adds CLIP-DINOiser's head where its tensors fit the encoder", async () => {
    const manifest = await compile('dinoised', { heads: dinoiser('dinoiser/clip/dinoiser.safetensors') });
    expect(manifest.heads).toEqual({ maskclip: { dinoiser: { graph: 'dinoiser.onnx', features: 'taps.ffn' } } });
    expect(manifest.files.map((file) => file.path)).toContain('dinoiser.onnx');
    await expect(compile('other', { heads: dinoiser('dinoiser/dinoiser.safetensors') })).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining('12 wide, the checkpoint is 96') as string,
    });
  });

  it('refuses a name that is none', async () => {
    await expect(compile('a b', { out: join(root, 'x') })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect([packNameOf('/a/b/My model (1)'), packNameOf('/a/.hidden/')]).toEqual(['My-model-1-', 'hidden']);
  });
});
