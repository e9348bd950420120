import { z } from 'zod';
import { DenseqlError } from '../../errors.js';
import { invalidPack } from '../invalid-pack.js';
import type { HubFile } from './listing.js';

/** What a compiler reads besides weights. README.md is not among them: the licence comes from the hub's model card data. */
const SMALL_FILES = [
  'config.json',
  'open_clip_config.json',
  'preprocessor_config.json',
  'processor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
];

export const CONFIG = 'config.json';
const OPEN_CLIP_CONFIG = 'open_clip_config.json';
const ENDING = '.safetensors';
const INDEX_ENDING = '.safetensors.index.json';

/** Names of weights without their ending. `model` is what a repository made for open_clip alone may call them, too. */
const STEMS = { transformers: ['model'], open_clip: ['open_clip_model', 'open_clip_pytorch_model', 'model'] } as const;

/** The largest tokenizer.json in use has 35 MB; the largest dual encoder in use has 10 GB. */
const MAX_SMALL_BYTES = 128 * 1024 * 1024;
const MAX_WEIGHT_BYTES = 64 * 1024 ** 3;

const PICKLES = /\.(?:bin|pt|pth|ckpt|pkl|pickle|msgpack|h5|npz|joblib)$/i;

type Files = ReadonlyMap<string, HubFile>;

/** Whose names and settings the files have. */
export type Layout = keyof typeof STEMS;

const hasAny = (files: Files, stems: readonly string[]): boolean =>
  stems.some((stem) => files.has(stem + ENDING) || files.has(stem + INDEX_ENDING));

/**
 * Looks at names alone: which layout does the repository have in safetensors? Where it has `both`, its config.json settles it.
 * @throws PACK_INVALID when it has none; `details.pickled` when its weights are there in that form
 */
export function findLayout(repository: string, files: Files): Layout | 'both' {
  const transformers = files.has(CONFIG) && hasAny(files, STEMS.transformers);
  const openClip =
    files.has(OPEN_CLIP_CONFIG) &&
    hasAny(
      files,
      STEMS.open_clip.filter((stem) => stem !== 'model' || !transformers),
    );
  if (transformers && openClip) return 'both';
  if (transformers) return 'transformers';
  if (openClip) return 'open_clip';
  const pickles = [...files.keys()].filter((name) => PICKLES.test(name));
  if (pickles.length > 0)
    throw new DenseqlError(
      'PACK_INVALID',
      `${repository}: has its weights as ${pickles.join(', ')} only. Such files can run code when they are read, and are never taken: choose a repository or revision with safetensors, or convert it where you trust it.`,
      { file: repository, pickled: true },
    );
  throw invalidPack(
    repository,
    `has neither ${CONFIG} with model.safetensors nor ${OPEN_CLIP_CONFIG} with open_clip_model.safetensors, whole or in shards with an index.`,
  );
}

/**
 * open_clip's repositories often hold the same weights for transformers; timm's hold a picture tower alone under that name, with a
 * config.json that names no `model_type`.
 */
export function settleLayout(config: unknown): Layout {
  return z.object({ model_type: z.string().min(1) }).safeParse(config).success ? 'transformers' : 'open_clip';
}

/** Configs and tokenizer of one layout, in a fixed order. The other layout's settings stay away: one folder, one reading. */
export const smallFiles = (files: Files, layout: Layout): readonly HubFile[] =>
  SMALL_FILES.filter((name) => name !== (layout === 'transformers' ? OPEN_CLIP_CONFIG : CONFIG)).flatMap((name) => files.get(name) ?? []);

/** The file that holds the weights of one layout, or the index that names their shards. */
export function weightsOrIndex(files: Files, layout: Layout): { readonly file: HubFile; readonly isIndex: boolean } {
  for (const stem of STEMS[layout]) {
    const single = files.get(stem + ENDING);
    if (single !== undefined) return { file: single, isIndex: false };
    const index = files.get(stem + INDEX_ENDING);
    if (index !== undefined) return { file: index, isIndex: true };
  }
  throw new Error(`no weights of ${layout} after findLayout said so`);
}

/**
 * The shards that an index names.
 * @throws PACK_INVALID for one that is no plain safetensors name, or that is not there
 */
export function shardFiles(place: string, files: Files, index: unknown): readonly HubFile[] {
  const parsed = z.object({ weight_map: z.record(z.string(), z.string()) }).safeParse(index);
  if (!parsed.success) throw invalidPack(place, 'has no weight_map of names');
  return [...new Set(Object.values(parsed.data.weight_map))].sort().map((name) => {
    if (!/^[a-z0-9_][a-z0-9_.-]*\.safetensors$/i.test(name) || name.includes('..'))
      throw invalidPack(place, `names the shard ${JSON.stringify(name)}; only safetensors files beside it are taken`);
    const file = files.get(name);
    if (file === undefined) throw invalidPack(place, `names the shard ${name}, which the repository does not have`);
    return file;
  });
}

/** @throws PACK_INVALID for sizes that no dual encoder has */
export function checkSizes(repository: string, files: readonly HubFile[]): void {
  const weights = files.filter((file) => file.name.endsWith('.safetensors'));
  const large = files.find((file) => !file.name.endsWith('.safetensors') && file.bytes > MAX_SMALL_BYTES);
  if (large !== undefined)
    throw invalidPack(`${repository}/${large.name}`, `has ${large.bytes} bytes, at most ${MAX_SMALL_BYTES} are taken`);
  const bytes = weights.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > MAX_WEIGHT_BYTES) throw invalidPack(repository, `has ${bytes} bytes of weights, at most ${MAX_WEIGHT_BYTES} are taken`);
}
