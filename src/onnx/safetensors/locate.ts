import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../checkpoint-error.js';
import { readHeader, type TensorPlace } from './header.js';

const INDEX = '.safetensors.index.json';
const PICKLED = /\.(bin|pt|pth|ckpt|pkl)$/;

/** A plain name: an index never leads out of its folder. */
const isPlain = (name: string): boolean => /^[^/\\]+\.safetensors$/.test(name) && !name.startsWith('.');

async function readIndex(folder: string, name: string): Promise<Map<string, TensorPlace>> {
  const file = join(folder, name);
  let map: unknown;
  try {
    map = (JSON.parse(await readFile(file, 'utf8')) as { weight_map?: unknown } | null)?.weight_map;
  } catch (error) {
    throw new CheckpointError(file, 'cannot be read as JSON', { cause: error });
  }
  if (typeof map !== 'object' || map === null) throw new CheckpointError(file, 'has no weight_map');
  const shards = new Map<string, Map<string, TensorPlace>>();
  const places = new Map<string, TensorPlace>();
  for (const [tensor, shard] of Object.entries(map)) {
    if (typeof shard !== 'string' || !isPlain(shard))
      throw new CheckpointError(tensor, `${name} puts it into ${JSON.stringify(shard)}, no safetensors file of this folder`);
    const header = shards.get(shard) ?? (await readHeader(join(folder, shard)));
    shards.set(shard, header);
    const place = header.get(tensor);
    if (place === undefined) throw new CheckpointError(tensor, `is not in ${shard}, where ${name} puts it`);
    places.set(tensor, place);
  }
  return places;
}

/**
 * All tensors of a checkpoint folder, of one file or of shards with an index.
 * @param stems names to look for, best first, without their ending: `model` means model.safetensors.index.json, then model.safetensors;
 *   where none is there, a single *.safetensors of any name is taken
 * @throws CheckpointError when there is nothing to read, or something is wrong with what there is
 */
export async function locateTensors(folder: string, stems: readonly string[]): Promise<Map<string, TensorPlace>> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new CheckpointError(folder, 'is no folder that can be read', { cause: error });
  });
  for (const stem of stems) {
    if (names.includes(`${stem}${INDEX}`)) return readIndex(folder, `${stem}${INDEX}`);
    if (names.includes(`${stem}.safetensors`)) return readHeader(join(folder, `${stem}.safetensors`));
  }
  const others = names.filter((name) => name.endsWith('.safetensors'));
  if (others.length === 1) return readHeader(join(folder, others[0] as string));
  if (others.length > 1)
    throw new CheckpointError(
      folder,
      `has ${others.join(', ')}; which one holds the model is not clear without model.safetensors.index.json`,
    );
  const pickled = names.find((name) => PICKLED.test(name));
  if (pickled === undefined) throw new CheckpointError(folder, 'has no model.safetensors');
  throw new CheckpointError(
    pickled,
    'only safetensors weights are read, because opening a pickled file may run code that is in it. Convert it where you trust it, e.g. ' +
      `python -c "from transformers import AutoModel; AutoModel.from_pretrained('FOLDER').save_pretrained('FOLDER', safe_serialization=True)"`,
  );
}
