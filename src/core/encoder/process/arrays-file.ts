import { randomUUID } from 'node:crypto';
import { closeSync, constants, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Linux keeps it in memory; elsewhere it is missing. */
const MEMORY_FOLDER = '/dev/shm';

/** More is a batch's: it would hold up the event loop for tens of milliseconds, and memory for as long as the process lives. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * A file in memory that two processes hold open, for the arrays of one message at a time. It has no name any more when it comes here: nobody else can open it, and the
 * kernel gives it back when both processes are gone, however they ended.
 */
export class ArraysFile {
  private open = true;

  /** @param fd of a file that both processes may read and write */
  constructor(readonly fd: number) {}

  /** @returns null where there is no such folder, or it may not be written to */
  static create(folder = MEMORY_FOLDER): ArraysFile | null {
    const path = join(folder, `denseql-${randomUUID()}`);
    try {
      const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
      unlinkSync(path);
      return new ArraysFile(fd);
    } catch {
      return null;
    }
  }

  /** @returns whether they are in the file: not where they are too many, or memory is full */
  write(arrays: readonly ArrayBufferView[]): boolean {
    if (!this.open || arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) > MOST_BYTES) return false;
    try {
      let at = 0;
      for (const { buffer, byteOffset, byteLength } of arrays) {
        const bytes = new Uint8Array(buffer, byteOffset, byteLength);
        for (let done = 0; done < byteLength;) done += writeSync(this.fd, bytes, done, byteLength - done, at + done);
        at += byteLength;
      }
      return true;
    } catch {
      // ENOSPC as a rule.
      this.giveBack();
      return false;
    }
  }

  /**
   * Arrays as they were written, each in memory of its own; other work has its turn between two.
   * @throws Error when they are not there
   */
  async read(sizes: readonly number[]): Promise<Uint8Array<ArrayBuffer>[]> {
    const arrays: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; arrays.length < sizes.length; at += arrays.at(-1)!.length) {
      if (arrays.length > 0) await nextTurn();
      arrays.push(this.readOne(at, sizes[arrays.length]!));
    }
    return arrays;
  }

  /** What a message that did not fit took of the memory. */
  private giveBack(): void {
    try {
      ftruncateSync(this.fd);
    } catch {
      // It took nothing that could be given back.
    }
  }

  close(): void {
    if (this.open) closeSync(this.fd);
    this.open = false;
  }

  private readOne(at: number, size: number): Uint8Array<ArrayBuffer> {
    const array = new Uint8Array(size);
    for (let done = 0; done < size;) {
      // Its number may be another file's by now.
      if (!this.open) throw new Error('The file of arrays is closed.');
      const read = readSync(this.fd, array, done, size - done, at + done);
      if (read === 0) throw new Error(`The file of arrays ends at ${at + done}.`);
      done += read;
    }
    return array;
  }
}
