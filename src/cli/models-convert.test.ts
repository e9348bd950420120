import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openTensorFile } from '../onnx/torch-zip/index.js';
import { clipTokens } from '../core/packs/making/clip-tokens.js';
import { addConvertCommand } from './models-convert-command.js';

const fixture = (path: string): string => fileURLToPath(new URL(`../../test/fixtures/${path}`, import.meta.url));
const tokenizer = fixture('clip/clip-tiny-b16');
const ebc = fixture('released/clip-ebc-resnet.safetensors');
const folder = mkdtempSync(join(tmpdir(), 'convert-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What the command prints. */
async function convert(...args: string[]): Promise<string> {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addConvertCommand(program, () => new Option('--json', '').default(false));
  await program.parseAsync(['convert', ...args], { from: 'user' });
  return printed;
}

/** The tiny checkpoint with the texts' vectors in it, so that no text encoder is needed. */
async function withTexts(): Promise<string> {
  const tensors = await openTensorFile(ebc);
  const names = tensors.names.filter((name) => !name.startsWith('text_encoder.') && !name.endsWith('num_batches_tracked'));
  const arrays = await Promise.all(names.map(async (name) => [name, tensors.shape(name), await tensors.read(name)] as const));
  const all = [...arrays, ['text_features', [5, 12], Float32Array.from({ length: 60 }, (_, index) => Math.sin(index))] as const];
  let end = 0;
  const entries = all.map(([name, shape, { byteLength }]) => [name, { dtype: 'F32', shape, data_offsets: [end, (end += byteLength)] }]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = join(folder, 'texts.safetensors');
  writeFileSync(file, Buffer.concat([length, header, ...all.map(([, , values]) => Buffer.from(values.buffer))]));
  return file;
}

describe('denseql models convert', () => {
  it('writes graph, weights and manifest, and leaves what is there alone', async () => {
    const out = join(folder, 'out');
    const file = await withTexts();
    const args = [file, '--kind', 'clip-ebc', '--out', out, '--anchors', '0,1,2,3,4.21931', '--json'];
    const printed = JSON.parse(await convert(...args)) as { files: string[]; manifest: object };
    expect(printed.files).toEqual(['clip-ebc.onnx', 'clip-ebc.bin', 'clip-ebc.json']);
    expect(JSON.parse(readFileSync(join(out, 'clip-ebc.json'), 'utf8'))).toEqual(printed.manifest);
    expect(printed.manifest).toMatchObject({
      kind: 'clip-ebc',
      backbone: 'resnet',
      block: 8,
      bins: [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
        [4, null],
      ],
      anchors: [0, 1, 2, 3, 4.21931],
    });
    await expect(convert(...args)).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/--replace/) });
    await expect(convert(...args, '--replace')).resolves.toContain('clip-ebc.onnx');
  });

  it.each([
    ['without a tokenizer', [], /--tokenizer: is needed/],
    ['with bins that leave a gap', ['--bins', '0,2+'], /--bins: "2\+": bins are counts without gaps/],
    ['with anchors that are no numbers', ['--anchors', '0,one'], /--anchors: 0,one are no numbers/],
    ['with too few anchors', ['--anchors', '0,1'], /--anchors: are 2 numbers, 5 bins/],
  ])('says what is missing, %s', async (_, more, message) => {
    const failed = convert(ebc, '--kind', 'clip-ebc', '--out', join(folder, 'none'), ...more);
    await expect(failed).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(message) });
  });

  it('refuses an option of another kind, and a value that an option does not take', async () => {
    const out = join(folder, 'none');
    await expect(convert(ebc, '--kind', 'denseclip', '--out', out, '--bins', '0,1')).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: '--bins: is no option of --kind denseclip, which takes --tokenizer, --classes.',
    });
    const usage = { code: 'commander.invalidArgument' };
    await expect(convert(ebc, '--kind', 'clip-ebc', '--out', out, '--prompts', 'digit')).rejects.toMatchObject({
      ...usage,
      message: expect.stringMatching(/'--prompts <style>' argument 'digit' is invalid. Allowed choices are word, number/),
    });
    await expect(convert(ebc, '--kind', 'clip-ebc', '--out', out, '--block', '0')).rejects.toMatchObject({
      ...usage,
      message: expect.stringMatching(/'--block <pixels>' argument '0' is invalid. not a number of pixels/),
    });
    await expect(convert(ebc, '--kind', 'none', '--out', out)).rejects.toMatchObject({
      ...usage,
      message: expect.stringMatching(/Allowed choices are denseclip, clip-ebc/),
    });
  });

  it('takes the kinds of plugins from elsewhere, with their options', async () => {
    vi.stubEnv('DENSEQL_PLUGINS', fixture('plugins/converting.ts'));
    const own = ['--kind', 'empty', '--out', folder];
    const printed = JSON.parse(await convert(ebc, ...own, '--classes', 'a,b', '--json')) as { manifest: object };
    expect(printed.manifest).toMatchObject({ kind: 'empty', classes: ['a', 'b'] });
    await expect(convert(ebc, ...own)).rejects.toMatchObject({ code: 'BAD_INPUT', message: '--classes: are needed' });
    const none = join(folder, 'a.none');
    writeFileSync(none, '');
    await expect(convert(none, ...own)).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: 'The checkpoint cannot be converted. some.weight: is missing.',
    });
  });

  it('says what is wrong with a checkpoint', async () => {
    const out = join(folder, 'none');
    const classes = join(folder, 'names.txt');
    writeFileSync(classes, 'wall\nbuilding\n\nsky\nfloor\ntree\n');
    const denseclip = fixture('released/denseclip-resnet.pth');
    await expect(convert(denseclip, '--kind', 'denseclip', '--out', out)).rejects.toThrow(/--classes: is needed/);
    // The tiny checkpoints' heads are narrower than those of every CLIP.
    const narrow = convert(denseclip, '--kind', 'denseclip', '--out', out, '--classes', classes, '--tokenizer', tokenizer);
    await expect(narrow).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringMatching(/text_encoder.*no multiple of the 64/),
    });
    const evil = convert(fixture('torch-zip/evil-system.pth'), '--kind', 'clip-ebc', '--out', out);
    await expect(evil).rejects.toMatchObject({ code: 'PACK_INVALID', message: expect.stringMatching(/refers to \w+\.system/) });
  });
});

it("takes CLIP's tokens, upper case and entities cleaned, from a folder", async () => {
  const [short, long] = await clipTokens(tokenizer, ['A &amp; B', 'There are more than four people.']);
  const cut = (row: readonly number[] = []) => row.slice(0, row.indexOf(49407) + 1);
  // As the tokenizer in DenseCLIP's released code gives them, a copy of OpenAI's.
  expect(cut(short)).toEqual([49406, 320, 261, 321, 49407]);
  expect(cut(long)).toEqual([49406, 997, 631, 750, 1126, 2721, 1047, 269, 49407]);
});
