import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../checkpoint-error.js';
import { isLfsPointer, LFS_PROBLEM, MAX_LFS_POINTER_BYTES } from '../git-lfs.js';

const PICKLED = /\.(bin|pt|pth|ckpt|pkl)$/;
/** Beside the weights, pickled as well, and no weights. */
const TRAINING = /^(optimizer|scheduler|rng_state|random_states|training_args|scaler)/;
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/\.gguf$/i, 'is a GGUF file, whose weights are quantised for llama.cpp'],
  [/\.msgpack$/, "holds Flax's weights"],
  [/\.h5$/, "holds TensorFlow's weights"],
  [/\.onnx$/, 'is an ONNX graph already, of another layout than a pack'],
];

async function isPointer(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => null);
  try {
    const { buffer, bytesRead } = (await handle?.read(Buffer.alloc(MAX_LFS_POINTER_BYTES), 0, MAX_LFS_POINTER_BYTES, 0)) ?? {};
    return buffer !== undefined && isLfsPointer(buffer.subarray(0, bytesRead));
  } catch {
    return false;
  } finally {
    await handle?.close();
  }
}

/** How the file's weights are saved again; transformers' own checkpoints are loaded by it, any other is a dictionary of tensors. */
function conversion(pickled: string, names: readonly string[]): string {
  if (pickled.startsWith('pytorch_model') && !names.includes('open_clip_config.json'))
    return `python -c "from transformers import AutoModel; AutoModel.from_pretrained('FOLDER').save_pretrained('FOLDER', safe_serialization=True)"`;
  const out = names.includes('open_clip_config.json') ? 'open_clip_model' : 'model';
  return (
    `python -c "import torch; from safetensors.torch import save_file; d = torch.load('${pickled}', map_location='cpu', weights_only=True); ` +
    `d = d.get('state_dict', d.get('model_state_dict', d)); save_file({k: v.clone().contiguous() for k, v in d.items() if hasattr(v, 'shape')}, '${out}.safetensors')"`
  );
}

/**
 * What is in the way of a folder without safetensors, by what it has instead.
 * @param entries of the folder
 */
export async function noWeights(
  folder: string,
  entries: readonly { readonly name: string; isDirectory(): boolean }[],
): Promise<CheckpointError> {
  const names = entries.map(({ name }) => name);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  if (names.length === 0) return new CheckpointError(folder, 'is empty: it has no model.safetensors, no config.json and no tokenizer');
  if (names.includes('model_index.json'))
    return new CheckpointError(
      'model_index.json',
      "the folder holds a diffusers pipeline, which makes pictures; what is compiled is a dual encoder of pictures and texts: CLIP, SigLIP or open_clip's",
    );
  const pickled = names.find((name) => PICKLED.test(name) && !TRAINING.test(name));
  if (pickled !== undefined && (await isPointer(join(folder, pickled)))) return new CheckpointError(pickled, LFS_PROBLEM);
  if (pickled !== undefined)
    return new CheckpointError(
      pickled,
      `only safetensors weights are read, because opening a pickled file may run code that is in it. Convert it where you trust it, e.g. ${conversion(pickled, names)}`,
    );
  for (const [ending, what] of OTHERS) {
    const found = names.find((name) => ending.test(name));
    if (found !== undefined)
      return new CheckpointError(found, `${what}; only safetensors weights are read, so take model.safetensors of the original`);
  }
  const below = folders.length === 0 ? '' : `; if the checkpoint is in a folder below (${folders.slice(0, 5).join(', ')}), name that one`;
  return new CheckpointError(
    folder,
    `has no model.safetensors; a checkpoint is a folder with config.json, model.safetensors and the files of a tokenizer${below}`,
  );
}
