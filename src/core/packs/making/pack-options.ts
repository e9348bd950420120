import { basename, resolve } from 'node:path';
import type { CompileOptions } from '../../../onnx/compiled.js';
import { badInput } from '../../errors.js';
import { PackManifest } from '../manifest.js';

/** @throws BAD_INPUT for what cannot be a pack's name, which is a folder's, too */
export function checkPackName(name: string): void {
  if (!PackManifest.shape.name.safeParse(name).success)
    throw badInput(
      'name',
      `"${name}" is no name for a pack: letters, digits, ".", "_" and "-", a letter or digit first. Give one by --name.`,
    );
}

/** @throws BAD_INPUT where products are to be computed in halves of weights that are none */
export function checkCompute({ precision = 'fp32', compute = 'fp32' }: Pick<CompileOptions, 'precision' | 'compute'>): void {
  if (compute === 'fp16' && precision !== 'fp16')
    throw badInput(
      'compute',
      `fp16 computes with weights that are stored as fp16, and these would be ${precision}: give --precision fp16, too.`,
    );
}

/** A pack's name from a folder's, for callers that are given none. */
export const packNameOf = (folder: string): string =>
  basename(resolve(folder))
    .replace(/[^a-z0-9._-]+/gi, '-')
    .replace(/^[^a-z0-9]+/i, '');
