import { join } from 'node:path';
import { DenseqlError } from '../errors.js';

/** A file of a pack. */
export interface PackFile {
  readonly folder: string;
  /** The pack's name, which messages say in the folder's place. */
  readonly pack: string;
  /** Within the folder. */
  readonly path: string;
}

/**
 * PACK_INVALID about a file of a pack that is served. Clients read its message, so that it names the pack and the file, never where they lie on this
 * machine; the cause does, for the log.
 */
export function invalidPackFile({ folder, pack, path }: PackFile, problem: string, cause?: unknown): DenseqlError {
  const where = new Error(`${join(folder, path)}: ${problem}`, { cause });
  return new DenseqlError('PACK_INVALID', `${pack}/${path}: ${problem}`, { pack, file: path }, { cause: where });
}
