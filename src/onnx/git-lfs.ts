/**
 * What a clone without git-lfs holds in place of a large file. For who reads checkpoints and who reads packs: the words and the test alone, so that
 * both may take it from here.
 */
const MARK = 'version https://git-lfs.github.com/spec/';

/** The longest pointer that git-lfs itself takes for one, in bytes. */
export const MAX_LFS_POINTER_BYTES = 1024;

/** Is this, a file's beginning or all of it, a Git LFS pointer? */
export function isLfsPointer(content: string | Uint8Array): boolean {
  if (typeof content === 'string') return content.startsWith(MARK);
  return Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, MARK.length)).toString('latin1') === MARK;
}

/** What is wrong with such a file, and the way out; follows its name. */
export const LFS_PROBLEM =
  'is a Git LFS pointer, which names the file without holding it; run `git lfs pull` in the repository that it came from, or download the file itself';
