import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../checkpoint-error.js';
import { isLfsPointer, LFS_PROBLEM } from '../git-lfs.js';
import { parseJson } from '../parse-json.js';

export type Json = Readonly<Record<string, unknown>>;

/** The value as an object; {} for anything else. */
export const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

/** The files of a checkpoint's folder that say how texts become tokens. */
export class TokenizerFiles {
  private constructor(
    private readonly folder: string,
    private readonly names: ReadonlySet<string>,
  ) {}

  /** @throws CheckpointError when there is no such folder */
  static async open(folder: string): Promise<TokenizerFiles> {
    const names = await readdir(folder).catch((error: unknown) => {
      throw new CheckpointError('checkpoint', 'its folder cannot be read', { cause: error });
    });
    return new TokenizerFiles(folder, new Set(names));
  }

  /** The first of these names that the folder has. */
  first(...names: readonly string[]): string | undefined {
    return names.find((name) => this.names.has(name));
  }

  async text(name: string): Promise<string> {
    const text = await readFile(join(this.folder, name), 'utf8').catch((error: unknown) => {
      throw new CheckpointError(name, 'cannot be read', { cause: error });
    });
    if (isLfsPointer(text)) throw new CheckpointError(name, LFS_PROBLEM);
    return text;
  }

  /** A JSON object; {} where the file is missing. @throws CheckpointError for anything else */
  async json(name: string): Promise<Json> {
    if (!this.names.has(name)) return {};
    const value = parseJson(name, await this.text(name));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CheckpointError(name, 'is no JSON object');
    return value as Json;
  }
}
