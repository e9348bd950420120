import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { float32, type RawTensors, removeFolders, temporaryFolder, writeRaw, writeTensors } from '../../../test/onnx/checkpoint-files.js';
import { Tensors } from './index.js';

const open = (header: unknown, data: readonly Uint8Array[] = []): Promise<Tensors> => {
  const folder = temporaryFolder();
  writeRaw(join(folder, 'model.safetensors'), header, data);
  return Tensors.open(folder);
};
const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32'): object => ({ dtype, shape, data_offsets: offsets });

afterAll(removeFolders);

describe('tensors of a checkpoint', () => {
  it('are read whole, in part and as one number', async () => {
    const folder = temporaryFolder();
    const tensors: RawTensors = new Map([
      ['matrix', float32([1, 2, 3, 4, 5, 6], [3, 2])],
      ['scale', float32([7], [])],
      ['ids', { dtype: 'I64', shape: [2], bytes: new Uint8Array(16) }],
      ['empty', float32([], [0, 4])],
    ]);
    writeTensors(join(folder, 'model.safetensors'), tensors);
    const opened = await Tensors.open(folder);
    expect(opened.shape('matrix')).toEqual([3, 2]);
    expect(Array.from(await opened.read('matrix'))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Array.from(await opened.read('matrix', [2, 4]))).toEqual([3, 4]);
    expect(opened.scalar('scale')).toBe(7);
    expect(await opened.read('empty')).toHaveLength(0);
    expect(() => opened.check('matrix', [2, 3])).toThrow(/^matrix: .*\[3, 2\], \[2, 3\] is expected/);
    expect(() => opened.check('ids', [2])).toThrow(/^ids: is I64/);
    expect(() => opened.scalar('matrix')).toThrow(/^matrix: .*one number/);
    expect(() => opened.shape('other')).toThrow(/^other: is missing/);
  });

  it('longer than one read arrive in order', async () => {
    const folder = temporaryFolder();
    const values = Float32Array.from({ length: 2_500_000 }, (_, index) => index);
    writeTensors(
      join(folder, 'model.safetensors'),
      new Map([['long', { dtype: 'F32', shape: [values.length], bytes: new Uint8Array(values.buffer) }]]),
    );
    const opened = await Tensors.open(folder);
    expect(await opened.read('long')).toEqual(values);
  });

  it('that are not finite are refused by name', async () => {
    const folder = temporaryFolder();
    writeTensors(join(folder, 'model.safetensors'), new Map([['broken', float32([1, NaN])]]));
    await expect((await Tensors.open(folder)).read('broken')).rejects.toThrow(/^broken: .*finite/);
  });
});

describe('a safetensors file', () => {
  const eight = new Uint8Array(8);

  it.each([
    ['offsets outside the file', { a: entry([4], [0, 16]) }, /^a: ends beyond/],
    ['offsets out of order', { a: entry([2], [8, 0]) }, /^a: has the offsets/],
    ['offsets that are no numbers', { a: entry([2], [0, '8']) }, /^a: has the offsets/],
    ['a shape that its bytes do not fill', { a: entry([3], [0, 8]) }, /^a: F32 \[3\] needs 12 bytes, its offsets hold 8/],
    ['a shape that overflows', { a: entry([2 ** 31, 2 ** 31, 4], [0, 8]) }, /^a: .*its offsets hold 8/],
    ['a negative size', { a: entry([-2], [0, 8]) }, /^a: its entry/],
    ['an unknown type', { a: entry([2], [0, 8], 'F31') }, /^a: has the unknown type F31/],
    ['no entry', { a: null }, /^a: its entry/],
    ['overlapping tensors', { a: entry([2], [0, 8]), b: entry([1], [4, 8]) }, /^b: overlaps/],
    ['a gap', { a: entry([1], [4, 8]) }, /^a: leaves 4 unused bytes/],
    ['bytes behind the last tensor', { a: entry([1], [0, 4]) }, /has 4 bytes after its last tensor/],
    ['a list for a header', [], /no JSON object/],
    ['a header that is not JSON', '{"a":', /not JSON/],
  ])('with %s is refused', async (_, header, message) => {
    await expect(open(header, [eight])).rejects.toThrow(message);
  });

  it.each([
    ['shorter than its length field', Uint8Array.of(1, 2), /too short/],
    ['with a header longer than itself', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127), /claims a header/],
    ['which is a page of the hub', Buffer.from('<!doctype html><html>'), /claims a header/],
  ])('%s is refused', async (_, bytes, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'model.safetensors'), bytes);
    await expect(Tensors.open(folder)).rejects.toThrow(message);
  });
});

describe('a folder of weights', () => {
  const index = (map: unknown): string => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }));
    writeTensors(join(folder, 'part.safetensors'), new Map([['here', float32([1])]]));
    return folder;
  };

  it('reads what its index lists', async () => {
    expect((await Tensors.open(index({ here: 'part.safetensors' }))).names).toEqual(['here']);
  });

  it.each([
    ['a shard outside the folder', { here: '../part.safetensors' }, /^here: .*no safetensors file of this folder/],
    ['a shard that is no safetensors', { here: 'part.bin' }, /^here: .*no safetensors file/],
    ['a shard that is missing', { here: 'other.safetensors' }, /index\.json: names 1 file, of which the folder lacks other\.safetensors/],
    ['a tensor that its shard lacks', { there: 'part.safetensors' }, /^there: is not in part\.safetensors/],
    ['no map', null, /has no weight_map/],
  ])('whose index names %s is refused', async (_, map, message) => {
    await expect(Tensors.open(index(map))).rejects.toThrow(message);
  });

  it('takes a single file of another name, and refuses to choose between two', async () => {
    const folder = temporaryFolder();
    writeTensors(join(folder, 'finetuned.safetensors'), new Map([['here', float32([1])]]));
    expect((await Tensors.open(folder)).names).toEqual(['here']);
    writeTensors(join(folder, 'other.safetensors'), new Map());
    await expect(Tensors.open(folder)).rejects.toThrow(/finetuned\.safetensors, other\.safetensors/);
  });

  it('with pickled weights alone says what to do', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'pytorch_model.bin'), 'never opened');
    await expect(Tensors.open(folder)).rejects.toThrow(/^pytorch_model\.bin: only safetensors .*save_pretrained/);
  });

  it('without weights, or that is none, is refused', async () => {
    await expect(Tensors.open(temporaryFolder())).rejects.toThrow(/no model\.safetensors/);
    await expect(Tensors.open('/nowhere')).rejects.toThrow(/no folder/);
  });
});
