import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { openTensorFile } from './index.js';
import { readPickle } from './pickle.js';

// Written by torch itself: test/fixtures/torch-zip/generate.py.
const fixtures = fileURLToPath(new URL('../../../test/fixtures/torch-zip/', import.meta.url));
const open = (name: string) => openTensorFile(join(fixtures, `${name}.pth`));
const folder = mkdtempSync(join(tmpdir(), 'torch-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A fixture with some bytes changed, opened. */
const changed = (name: string, change: (bytes: Buffer) => Buffer) => {
  const file = join(folder, 'changed.pth');
  writeFileSync(file, change(readFileSync(join(fixtures, `${name}.pth`))));
  return openTensorFile(file);
};

describe('openTensorFile on what torch.save writes', () => {
  it('reads every kind of number that weights come in, views of shared storages too', async () => {
    const tensors = await open('types');
    expect(Object.fromEntries(tensors.names.map((name) => [name, tensors.shape(name)]))).toEqual({
      float: [3, 4],
      half: [2],
      bfloat16: [2],
      double: [1],
      long: [],
      int: [2],
      bool: [2],
      scalar: [],
      empty: [0, 3],
      view: [2, 3],
      parameter: [1],
      ones: [2, 1],
    });
    const read = async (name: string): Promise<number[]> => [...(await tensors.read(name))];
    expect(await read('float')).toEqual(Array.from({ length: 12 }, (_, index) => index / 8));
    expect(await read('view')).toEqual([4, 5, 6, 7, 8, 9].map((value) => value / 8));
    expect(await read('half')).toEqual([1.5, -2]);
    expect(await read('bfloat16')).toEqual([1, -10]);
    expect(await read('parameter')).toEqual([3]);
    expect(await read('empty')).toEqual([]);
    expect(tensors.scalar('scalar')).toBe(2.5);
    expect(() => tensors.floats('long')).toThrow(/is I64/);
  });

  it.each(['wrapped', 'parallel'])('takes the state dict out of what a training script keeps, %s', async (name) => {
    const tensors = await open(name);
    expect([...tensors.names].sort()).toEqual(
      ['0.bias', '0.weight', '1.bias', '1.num_batches_tracked', '1.running_mean', '1.running_var', '1.weight'].sort(),
    );
    expect(tensors.shape('0.weight')).toEqual([3, 2]);
  });

  it('reads a later protocol of pickle', async () => {
    expect((await open('protocol4')).names).toEqual(['a']);
  });
});

describe('openTensorFile on what it does not read', () => {
  it.each([
    ['evil-system', /refers to (posix|nt|os)\.system.*weights_only/],
    ['evil-eval', /refers to \S+\.eval\./],
    ['evil-module', /refers to torch\.nn\.modules\.linear\.Linear/],
    ['evil-long', /^a: needs 1000 elements from 0 on, its storage has 4/],
    ['evil-offset', /^a: needs 3 elements from 2 on, its storage has 4/],
    ['evil-stride', /^a: .*strides \[0, 0\]/],
    ['evil-huge', /^a: needs .* elements/],
    ['evil-negative', /without storage, offset, shape/],
    ['evil-bomb', /is compressed/],
    ['transposed', /^turned: .*strides \[1, 4\].*contiguous/],
    ['legacy', /before version 1\.6.*torch\.save/],
    ['script', /TorchScript program; save its tensors/],
  ])('refuses %s by a message that says why', async (name, message) => {
    const failed = open(name);
    await expect(failed).rejects.toBeInstanceOf(CheckpointError);
    await expect(failed).rejects.toThrow(message);
    expect(existsSync('pwned')).toBe(false);
    expect(existsSync(join(fixtures, 'pwned'))).toBe(false);
  });

  it('refuses files that are cut off anywhere, and never waits or fails otherwise', async () => {
    const { length } = readFileSync(join(fixtures, 'types.pth'));
    for (let kept = 0; kept < length; kept += 97)
      await expect(changed('types', (bytes) => bytes.subarray(0, kept))).rejects.toBeInstanceOf(CheckpointError);
  });

  it('refuses or reads a file with any byte changed, without any other error', async () => {
    const { length } = readFileSync(join(fixtures, 'protocol4.pth'));
    for (let at = 0; at < length; at += 3) {
      const result = await changed('protocol4', (bytes) => {
        bytes[at] = (bytes[at] as number) ^ 0xff;
        return bytes;
      }).then(
        () => null,
        (error: unknown) => error,
      );
      if (result !== null) expect(result, `byte ${at}`).toBeInstanceOf(CheckpointError);
    }
  });

  it('refuses members that claim more than the file holds', async () => {
    const claim = (field: number) =>
      changed('protocol4', (bytes) => {
        // The first entry of the directory: both sizes, or the place of its header.
        const entry = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
        if (field === 20) bytes.writeUInt32LE(0x7ffffff0, entry + 24);
        bytes.writeUInt32LE(0x7ffffff0, entry + field);
        return bytes;
      });
    await expect(claim(20)).rejects.toThrow(/claims 2147483632 bytes, more than/);
    await expect(claim(42)).rejects.toThrow(/is not where/);
  });

  it('names a missing file', async () => {
    await expect(openTensorFile(join(folder, 'missing.pth'))).rejects.toThrow(/missing\.pth: cannot be opened/);
  });
});

describe('readPickle', () => {
  const read = (text: string) => () => readPickle(Buffer.from(text, 'latin1'), 'x');

  it.each([
    ['builds objects', '\x80\x02(c__builtin__\nobject\no.', /refers to __builtin__\.object/],
    ['calls by stack', '\x80\x04\x8c\x02os\x8c\x06system\x93.', /refers to os\.system/],
    ['makes instances', '\x80\x02cos\nsystem\n)\x81.', /refers to os\.system/],
    ['uses an operation of no state dict', '\x80\x02)\x81.', /operation 0x81/],
    ['calls a dictionary that takes arguments', '\x80\x02ccollections\nOrderedDict\nK\x01\x85R.', /calls collections\.OrderedDict/],
    ['sets attributes of a number', '\x80\x02K\x01}b.', /sets attributes/],
    ['recalls nothing', '\x80\x02h\x05.', /recalls/],
    ['leaves the stack full', '\x80\x02K\x01K\x02.', /ends in the middle/],
    ['does not end', '\x80\x02K\x01', /cut off/],
    ['claims a long text', '\x80\x02X\xff\xff\xff\x7fabc.', /cut off/],
    ['takes from an empty stack', '\x80\x02t.', /misses a mark/],
  ])('refuses a pickle that %s', (_, text, message) => {
    expect(read(text)).toThrow(message);
  });

  it('reads numbers of all lengths', () => {
    expect(
      read('\x80\x02(K\xffM\xff\xffJ\xff\xff\xff\xff\x8a\x06\x00\x00\x00\x00\x00\x01\x8a\x01\xfdG?\xf4\x00\x00\x00\x00\x00\x00t.')(),
    ).toEqual([255, 65535, -1, 2 ** 40, -3, 1.25]);
  });
});

it('the fixtures stay small', () => {
  const bytes = readdirSync(fixtures).reduce((sum, name) => sum + readFileSync(join(fixtures, name)).length, 0);
  expect(bytes).toBeLessThan(100_000);
});
