import { join } from 'node:path';
import { z } from 'zod';
import type { Pack } from './load-pack.js';
import { invalidPackFile } from './invalid-pack-file.js';
import { readJson } from './read-json.js';
import { sha256OfFile } from './verify-pack.js';

/** Words of the pack's language, each with how it is written in another one, in small letters. */
const Forms = z.record(z.string(), z.array(z.string()));

const Language = z.strictObject({
  code: z.string(),
  /** As notices name it, e.g. `German`. */
  name: z.string(),
  /** Beginnings that say nothing of the thing, in small letters, e.g. `ein foto von`. What ends in an apostrophe joins what follows. */
  before: z.array(z.string()),
  /** What may stand before a noun, written alike. */
  articles: z.array(z.string()),
  /** Those that no label of the pack's language begins with. */
  telling: z.array(z.string()),
  nouns: Forms,
  adjectives: Forms,
  /** Forms that are words of the pack's language, too, and mean something else there. */
  shared: z.array(z.string()),
});

/** A pack's words file: how labels that people write are brought to the names that its text tower knows best. */
export const PackWords = z.strictObject({
  format: z.literal(1),
  /** The language of the text tower, as notices name it. */
  language: z.string(),
  /** Beginnings that say nothing of the thing, e.g. `a photo of`. */
  before: z.array(z.string()),
  articles: z.array(z.string()),
  /** Nouns in the plural, and what stands for them; nouns that have no other form stand for themselves. */
  singulars: z.record(z.string(), z.string()),
  /** Words that join nouns, e.g. `of`: a label that has one keeps its plural. */
  joints: z.array(z.string()),
  adjectives: z.array(z.string()),
  /** Sentences that join the texts of a name, which the tower mixes up with others. */
  descriptions: Forms,
  languages: z.array(Language),
});

export type PackWords = z.infer<typeof PackWords>;

/** A pack's words; null where it has none. @throws PACK_INVALID where the file is not the one that pack.json lists */
async function readWords({ folder, manifest }: Pack): Promise<PackWords | null> {
  const path = manifest.text.words;
  if (path === undefined) return null;
  const invalid = (problem: string, cause?: unknown) => invalidPackFile({ folder, pack: manifest.name, path }, problem, cause);
  const words = await readJson(join(folder, path), PackWords, invalid);
  // Read long after the start, perhaps, when another revision lies there.
  const listed = manifest.files.find((file) => file.path === path)!.sha256;
  if ((await sha256OfFile(join(folder, path))) !== listed) throw invalid(`has another SHA-256 than ${listed}, which pack.json lists`);
  return words;
}

/** Reads a pack's words when they are first asked for; null where it has none. What failed is tried again. @throws PACK_INVALID */
export function packWords(pack: Pack): () => Promise<PackWords | null> {
  let reading: Promise<PackWords | null> | null = null;
  return () =>
    (reading ??= readWords(pack).catch((error: unknown) => {
      reading = null;
      throw error;
    }));
}
