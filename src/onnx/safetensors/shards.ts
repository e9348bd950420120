import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../checkpoint-error.js';
import { parseJson } from '../parse-json.js';
import { readHeader, type TensorPlace } from './header.js';

/** A plain name: an index never leads out of its folder. */
const isPlain = (name: string): boolean => /^[^/\\]+\.safetensors$/.test(name) && !name.startsWith('.');

/** Which file each tensor is in. @throws CheckpointError for an index of another form, or one that leads out of the folder */
async function readMap(folder: string, name: string): Promise<readonly (readonly [tensor: string, shard: string])[]> {
  const file = join(folder, name);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CheckpointError(file, 'cannot be read', { cause: error });
  });
  const map = (parseJson(file, text) as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw new CheckpointError(file, 'has no weight_map');
  return Object.entries(map).map(([tensor, shard]: [string, unknown]) => {
    if (typeof shard === 'string' && isPlain(shard)) return [tensor, shard] as const;
    throw new CheckpointError(tensor, `${name} puts it into ${JSON.stringify(shard)}, no safetensors file of this folder`);
  });
}

/** @throws CheckpointError naming the shards that are not in the folder */
async function checkShards(folder: string, index: string, shards: readonly string[]): Promise<void> {
  const there = await Promise.all(
    shards.map((shard) =>
      access(join(folder, shard)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const gone = shards.filter((_, at) => there[at] === false);
  if (gone.length > 0)
    throw new CheckpointError(
      join(folder, index),
      `names ${shards.length} ${shards.length === 1 ? 'file' : 'files'}, of which the folder lacks ${gone.join(', ')}: the download is not complete; fetch what is missing`,
    );
}

/**
 * The tensors of the shards that an index lists.
 * @throws CheckpointError naming the index, the shard or the tensor that is in the way
 */
export async function readShards(folder: string, name: string): Promise<Map<string, TensorPlace>> {
  const map = await readMap(folder, name);
  const shards = [...new Set(map.map(([, shard]) => shard))];
  await checkShards(folder, name, shards);
  const headers = new Map<string, Map<string, TensorPlace>>();
  for (const shard of shards) headers.set(shard, await readHeader(join(folder, shard)));
  return new Map(
    map.map(([tensor, shard]) => {
      const place = headers.get(shard)?.get(tensor);
      if (place === undefined) throw new CheckpointError(tensor, `is not in ${shard}, where ${name} puts it`);
      return [tensor, place] as const;
    }),
  );
}
