import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../project-root.js';
import { readJson } from './read-json.js';

const Repository = z.string().regex(/^[\w.-]+\/[\w.-]+$/);

const Entry = z.strictObject({
  /** Short, for people: `denseql models pull` takes it in place of the repository. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: z.string(),
  /** `owner/name` on the hub. */
  repository: Repository,
  /** Other repositories that hold the same numbers, perhaps in another layout. */
  sameWeights: z.array(Repository),
  layout: z.enum(['transformers', 'open_clip']),
  /** `safetensors`: seen there; `unverified`: not known; `pickle`: only a form that is never read. */
  weights: z.enum(['safetensors', 'unverified', 'pickle']),
  licence: z.string(),
  /** Both towers. */
  parameters: z.int().positive(),
  /** The figures are recalled or rounded. */
  approximate: z.boolean(),
  memory: z.enum(['small', 'medium', 'large']),
  contextLength: z.int().positive(),
  patch: z.int().positive(),
  nativeSide: z.int().positive(),
  /** Joint dimensions. */
  dims: z.int().positive(),
  /** By method of `by`: forms that its packs can answer in. */
  forms: z.record(z.string(), z.array(z.string()).min(1)),
  /** Published heads whose tensors belong to this encoder. */
  heads: z.array(z.string()),
  notes: z.string(),
});

const CatalogFile = z.strictObject({
  checked: z.string(),
  /** Upper limits in megabytes (1e6 bytes) of the fp32 weights; what is above `medium` is large. */
  memoryClasses: z.strictObject({ rule: z.string(), small: z.number().positive(), medium: z.number().positive() }),
  entries: z.array(Entry).min(1),
  leftOut: z.array(z.strictObject({ title: z.string(), why: z.string() })),
});

export type CatalogEntry = z.output<typeof Entry>;
export type Catalog = z.output<typeof CatalogFile>;

/** models/catalog.json: checkpoints that are known by name. @throws PACK_INVALID when it is damaged */
export const readCatalog = (file = join(projectRoot(), 'models', 'catalog.json')): Promise<Catalog> => readJson(file, CatalogFile);

/** Bytes of the weights in fp32. */
export const fp32Bytes = (entry: Pick<CatalogEntry, 'parameters'>): number => entry.parameters * 4;

/** An entry by its name or by a repository that holds its weights; null when there is none. */
export async function findInCatalog(nameOrRepository: string): Promise<CatalogEntry | null> {
  const wanted = nameOrRepository.toLowerCase();
  const { entries } = await readCatalog();
  const answersTo = ({ name, repository, sameWeights }: CatalogEntry): boolean =>
    [name, repository, ...sameWeights].some((known) => known.toLowerCase() === wanted);
  return entries.find(answersTo) ?? null;
}
