import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { isLfsPointer, LFS_PROBLEM } from '../../onnx/git-lfs.js';
import type { DenseqlError } from '../errors.js';
import { invalidPack } from './invalid-pack.js';

/**
 * Reads a JSON file of a pack and checks its form.
 * @param invalid makes the error; absent: one that names the file by its path, for who runs a command
 * @throws PACK_INVALID naming the file and each problem with its place
 */
export async function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  invalid: (problem: string, cause?: unknown) => DenseqlError = (problem, cause) => invalidPack(file, problem, { cause }),
): Promise<z.output<Schema>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw invalid('cannot be read', error);
  });
  if (isLfsPointer(text)) throw invalid(LFS_PROBLEM);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`not JSON: ${(error as SyntaxError).message}`, error);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  throw invalid(problems.join('; '));
}
