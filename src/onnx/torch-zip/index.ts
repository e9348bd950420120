import { open } from 'node:fs/promises';
import { CheckpointError } from '../checkpoint-error.js';
import { readHeader } from '../safetensors/header.js';
import { Tensors } from '../safetensors/index.js';
import { readTorchZip } from './state-dict.js';
import { readAt } from './zip-entries.js';

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file).catch((error: unknown) => {
    throw new CheckpointError(file, 'cannot be opened', { cause: error });
  });
  try {
    return await readAt(handle, 0, 4);
  } finally {
    await handle.close();
  }
}

/**
 * The tensors of one file, safetensors or torch's zip form, told apart by their first bytes and not by their names.
 * @throws CheckpointError for any other file, with the way out
 */
export async function openTensorFile(file: string): Promise<Tensors> {
  const first = await firstBytes(file);
  if (first.equals(Buffer.from('PK\x03\x04', 'latin1'))) return Tensors.of(await readTorchZip(file));
  // 0x80: a pickle without zip around it, as torch wrote before 1.6; a safetensors file begins with the length of its header.
  if (!file.endsWith('.safetensors') && (first.length === 0 || first[0] === 0x80))
    throw new CheckpointError(
      file,
      'is in the form that torch wrote before version 1.6, or empty; where you trust it, write it again: ' +
        'import torch; torch.save(torch.load("in.pth", map_location="cpu", weights_only=True), "out.pth")',
    );
  return Tensors.of(await readHeader(file));
}
