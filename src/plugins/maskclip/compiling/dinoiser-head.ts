import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CheckpointError, saveModel, Tensors } from '../../../core/graphs/index.js';
import { dinoiserGraph } from './dinoiser-graph.js';

const GRAPH = 'dinoiser.onnx';
const NAMES = ['obj_proj.weight', 'obj_proj.bias', 'bkg_decoder.weight', 'bkg_decoder.bias'] as const;
const SAFE = '.safetensors';

const CONVERSION = `only safetensors are read, because opening a pickled file may run code that is in it. Convert it where you trust it:
  import torch; from safetensors.torch import save_file
  save_file({k: v.contiguous() for k, v in torch.load("last.pt", map_location="cpu")["model_state_dict"].items()}, "dinoiser.safetensors")`;

async function openTensors(file: string): Promise<Tensors> {
  if (!file.endsWith(SAFE)) throw new CheckpointError(file, CONVERSION);
  await access(file).catch((error: unknown) => {
    throw new CheckpointError(file, 'cannot be opened', { cause: error });
  });
  return Tensors.open(dirname(file), [basename(file, SAFE)]);
}

/**
 * Writes CLIP-DINOiser's head (see dinoiserGraph for its feeds and outputs), 7 MB for the published one, as dinoiser.onnx.
 *
 * The two convolutions fit only the encoder that they were trained behind: published ones
 * laion/CLIP-ViT-B-16-laion2B-s34B-b88K. Nothing in the file says so; the width is all that can be checked.
 *
 * @param file safetensors with exactly `obj_proj.weight` [P, C, 3, 3], `obj_proj.bias` [P], `bkg_decoder.weight` [1, C, 1, 1] and
 *   `bkg_decoder.bias` [1], of F32, F16 or BF16
 * @param out folder that there is
 * @returns files written, relative to `out`, and C, the width that the encoder must have
 * @throws CheckpointError naming the file or tensor that is in the way; a pickled file is refused with a way to convert it
 */
export async function buildDinoiser(file: string, out: string): Promise<{ readonly files: readonly string[]; readonly width: number }> {
  const tensors = await openTensors(file);
  const other = tensors.names.find((name) => !(NAMES as readonly string[]).includes(name));
  if (other !== undefined) throw new CheckpointError(other, `does not belong into CLIP-DINOiser's head, which is ${NAMES.join(', ')}`);
  const [projected = 0, width = 0] = tensors.shape('obj_proj.weight');
  tensors.check('obj_proj.weight', [projected, width, 3, 3]);
  tensors.check('obj_proj.bias', [projected]);
  tensors.check('bkg_decoder.weight', [1, width, 1, 1]);
  tensors.check('bkg_decoder.bias', [1]);
  const graph = dinoiserGraph({
    width,
    projected,
    projection: await tensors.read('obj_proj.weight'),
    projectionBias: await tensors.read('obj_proj.bias'),
    background: await tensors.read('bkg_decoder.weight'),
    backgroundBias: await tensors.read('bkg_decoder.bias'),
  });
  await saveModel(graph, join(out, GRAPH));
  return { files: [GRAPH], width };
}
