import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../checkpoint-error.js';
import { readHeader, type TensorPlace } from './header.js';
import { noWeights } from './no-weights.js';
import { firstDifference } from './same-weights.js';
import { readShards } from './shards.js';

const WHOLE = '.safetensors';
const INDEX = '.safetensors.index.json';

/** Tensors by name, and what somebody should know of how they were found. */
export interface Located {
  readonly places: Map<string, TensorPlace>;
  readonly notes: readonly string[];
}

const read = async (places: Promise<Map<string, TensorPlace>>): Promise<Located> => ({ places: await places, notes: [] });

/**
 * A whole file beside an index of shards: the whole one is taken, as transformers does, unless the shards hold something else. Then one of the two
 * was left behind by an earlier saving, and nobody but the user knows which.
 */
async function readBoth(folder: string, whole: string, index: string): Promise<Located> {
  const places = await readHeader(join(folder, whole));
  const shards = await readShards(folder, index).catch((error: unknown) => {
    if (CheckpointError.is(error)) return error;
    throw error;
  });
  if (CheckpointError.is(shards))
    return { places, notes: [`${whole} is taken; ${index} beside it is not, nor could it be (${shards.message}).`] };
  const difference = await firstDifference(places, shards);
  if (difference === null) return { places, notes: [`${whole} is taken; ${index} beside it lists the same weights.`] };
  throw new CheckpointError(
    whole,
    `${index} beside it lists other weights (${difference}); remove the one of the two that is out of date: transformers would take ${whole}`,
  );
}

/**
 * All tensors of a checkpoint folder, of one file or of shards with an index.
 * @param stems names to look for, best first, without their ending: `model` means model.safetensors, then model.safetensors.index.json;
 *   where none is there, a single *.safetensors of any name is taken
 * @throws CheckpointError when there is nothing to read, or something is wrong with what there is
 */
export async function locateTensors(folder: string, stems: readonly string[]): Promise<Located> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new CheckpointError(folder, 'is no folder that can be read', { cause: error });
  });
  const names = new Set(entries.map(({ name }) => name));
  for (const stem of stems) {
    const [whole, index] = [`${stem}${WHOLE}`, `${stem}${INDEX}`];
    if (names.has(whole)) return names.has(index) ? readBoth(folder, whole, index) : read(readHeader(join(folder, whole)));
    if (names.has(index)) return read(readShards(folder, index));
  }
  const others = [...names].filter((name) => name.endsWith(WHOLE));
  if (others.length > 1)
    throw new CheckpointError(
      folder,
      `has ${others.join(', ')}; which one holds the model is not clear without model.safetensors.index.json`,
    );
  const [only] = others;
  if (only === undefined) throw await noWeights(folder, entries);
  if (only === 'adapter_model.safetensors')
    throw new CheckpointError(
      only,
      'holds an adapter (LoRA) without the model that it changes; merge the two first: PeftModel.from_pretrained(model, folder).merge_and_unload().save_pretrained(out)',
    );
  return read(readHeader(join(folder, only)));
}
