import { fstatSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ArraysFile } from './arrays-file.js';

describe('the file for arrays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrays-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has no name, so that nobody else opens it and nothing of it is left behind, and is its owner’s alone', () => {
    const file = ArraysFile.create(folder)!;
    const { mode, nlink } = fstatSync(file.fd);
    expect([mode & 0o777, nlink, readdirSync(folder)]).toEqual([0o600, 0, []]);
    file.close();
    file.close();
    expect(() => fstatSync(file.fd)).toThrow('EBADF');
  });

  it('is not there where its folder is missing or takes no files', () => {
    expect([join(folder, 'missing'), '/proc'].map((where) => ArraysFile.create(where))).toEqual([null, null]);
  });

  it('gives back what was written last, each array in memory of its own', async () => {
    const file = ArraysFile.create(folder)!;
    expect(file.write([new Uint8Array(1000).fill(9)])).toBe(true);
    const floats = Float32Array.of(1, 2, 3).subarray(1);
    expect(file.write([floats, new Uint8Array(0), Uint8Array.of(7)])).toBe(true);
    const read = await file.read([8, 0, 1]);
    expect([[...new Float32Array(read[0]!.buffer)], [...read[1]!], [...read[2]!]]).toEqual([[2, 3], [], [7]]);
    file.close();
  });

  it('takes nothing where memory is full, and nothing as large as a batch', () => {
    const full = new ArraysFile(openSync('/dev/full', 'r+'));
    expect(full.write([Uint8Array.of(1)])).toBe(false);
    full.close();
    const file = ArraysFile.create(folder)!;
    expect(file.write([new Uint8Array(33 * 1024 * 1024)])).toBe(false);
    expect(fstatSync(file.fd).size).toBe(0);
    file.close();
  });

  it('says so when it ends too early, or was closed meanwhile', async () => {
    const file = ArraysFile.create(folder)!;
    file.write([Uint8Array.of(1, 2)]);
    await expect(file.read([1, 2])).rejects.toThrow('ends at 2');
    const reading = file.read([1, 1]);
    file.close();
    await expect(reading).rejects.toThrow('closed');
    expect(file.write([Uint8Array.of(1)])).toBe(false);
  });
});
