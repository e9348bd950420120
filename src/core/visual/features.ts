import type { EncodeImageResult, PassFeatures } from '../encoder/contract/encoder.js';
import type { Tensor } from '../math/tensor.js';
import { DenseqlError } from '../errors.js';
import type { Box } from '../geometry/box.js';

/** Features of a visual: those of its pass, or the part of a larger grid that it shares. */
export interface Features {
  /** Identifies picture content, pack revision and size. */
  readonly key: string;
  /** Patch rows and columns of the outputs of kind `patches` ([rows * columns, dims], row-major). */
  readonly rows: number;
  readonly columns: number;
  /** The part of the upright original that the patch grid covers exactly. */
  readonly frame: Box;
  /** For the part of a larger grid: that grid, and the row and column where this one begins; null for a whole pass. */
  readonly within: { readonly features: Features; readonly row: number; readonly column: number } | null;
  /** Names of the outputs that this pack gives. */
  readonly outputs: ReadonlySet<string>;
  /**
   * One output without its batch dimension: `[rows * columns, dims]` for patches, `[1 + rows * columns, dims]` for tokens (class token
   * first), `[dims]` for a global vector. A part of a larger grid (`within`) gives no tokens: they have no meaning for a part.
   * @throws PLUGIN_UNAVAILABLE naming the output when the pack, or the part of a grid, does not give it
   */
  output(name: string): Tensor;
}

/** Features, and what it cost to get them. */
export interface VisualFeatures extends Omit<EncodeImageResult, 'features'> {
  readonly features: Features;
}

/** A whole pass as a visual has it. @param pack its name, for errors */
export function wholeFeatures({ key, rows, columns, frame, outputs }: PassFeatures, pack: string): Features {
  const names = Object.keys(outputs);
  return {
    key,
    rows,
    columns,
    frame,
    within: null,
    outputs: new Set(names),
    output(name) {
      const tensor = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
      if (tensor !== undefined) return tensor;
      throw new DenseqlError('PLUGIN_UNAVAILABLE', `The pack ${pack} gives no output "${name}"; it gives ${names.join(', ')}.`, {
        output: name,
        pack,
      });
    },
  };
}
