import { CheckpointError } from '../../../onnx/checkpoint-error.js';
import type { Compiled } from '../../../onnx/compiled.js';
import { DenseqlError } from '../../errors.js';
import type { PackManifest } from '../manifest.js';

/** A plugin's head that is written into the pack while it is made. */
export interface HeadWriter {
  /** Whose entry under `heads` it joins. */
  readonly plugin: string;
  /** @returns the files written, within the folder, and the fields of the entry. @throws CheckpointError */
  write(place: {
    readonly folder: string;
    readonly outputs: PackManifest['outputs'];
  }): Promise<{ readonly files: readonly string[]; readonly entry: Readonly<Record<string, unknown>> }>;
}

/** Rethrows a CheckpointError as PACK_INVALID. */
export const notCompiled = (error: unknown): never => {
  throw CheckpointError.is(error)
    ? new DenseqlError(
        'PACK_INVALID',
        `The checkpoint cannot be compiled. ${error.message.replace(/(?<![.?!])$/, '.')}`,
        { place: error.place },
        { cause: error },
      )
    : error;
};

/** @returns the entries for the manifest's `heads`, and all files written */
export async function writeHeads(folder: string, { outputs }: Compiled, writers: readonly HeadWriter[]) {
  const heads: Record<string, Readonly<Record<string, unknown>>> = {};
  const files: string[] = [];
  for (const writer of writers) {
    const written = await writer.write({ folder, outputs }).catch(notCompiled);
    heads[writer.plugin] = { ...heads[writer.plugin], ...written.entry };
    files.push(...written.files);
  }
  return { heads, files };
}
