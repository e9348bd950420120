import { open } from 'node:fs/promises';
import { isLfsPointer, LFS_PROBLEM, MAX_LFS_POINTER_BYTES } from '../../onnx/git-lfs.js';

/** What is wrong with a file that has another size than pack.json says: a clone without git-lfs is told as one. */
export async function wrongSize(path: string, found: number, expected: number): Promise<string> {
  const plain = `has ${found} bytes, ${expected} expected`;
  if (found > MAX_LFS_POINTER_BYTES) return plain;
  const handle = await open(path).catch(() => null);
  try {
    const content = await handle?.readFile();
    return content !== undefined && isLfsPointer(content) ? LFS_PROBLEM : plain;
  } catch {
    return plain;
  } finally {
    await handle?.close();
  }
}
