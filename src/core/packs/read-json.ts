import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { invalidPack } from './invalid-pack.js';

/**
 * Reads a JSON file of a pack and checks its form.
 * @throws PACK_INVALID naming the file and each problem with its place
 */
export async function readJson<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw invalidPack(file, error instanceof SyntaxError ? `not JSON: ${error.message}` : 'cannot be read', { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  throw invalidPack(file, problems.join('; '));
}
