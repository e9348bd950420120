import { unitRows, type Features, type Tensor } from '../../core/index.js';

/** Which outputs of a pass patches are compared by. */
export type Layers = 'MIDDLE' | 'MIDDLE_AND_LAST' | 'LAST';

const numberOf = (name: string): number => Number(name.split('.')[1]);

/** Patches of the encoder's middle blocks, in order; none where a pack has none. */
const middleOf = (outputs: ReadonlySet<string>): string[] =>
  [...outputs].filter((name) => /^layers\.\d+$/.test(name)).sort((a, b) => numberOf(a) - numberOf(b));

/** Patches that compare well with each other; of a pack without them those of the space of texts. */
const lastOf = (outputs: ReadonlySet<string>): string => (outputs.has('structure') ? 'structure' : 'dense');

/** Names of the outputs; a pack without middle blocks has its last ones alone. */
export function layerNames(outputs: ReadonlySet<string>, layers: Layers): readonly string[] {
  const middle = middleOf(outputs);
  if (layers === 'LAST' || middle.length === 0) return [lastOf(outputs)];
  return layers === 'MIDDLE' ? middle : [...middle, lastOf(outputs)];
}

/** One unit row a patch: those of several outputs side by side. */
export const patchRows = (features: Features, names: readonly string[]): Tensor => unitRows(names.map((name) => features.output(name)));

/**
 * Rows for the corners where four patches meet: unit means of theirs.
 * @param patches unit rows of a grid
 * @returns [(rows - 1) * (columns - 1), dims]; of a grid of one row or column the patches themselves
 */
export function betweenPatches(patches: Tensor, rows: number, columns: number): Tensor {
  if (rows < 2 || columns < 2) return patches;
  const { data } = patches;
  const dims = patches.dims[1]!;
  const out = new Float32Array((rows - 1) * (columns - 1) * dims);
  for (let row = 0; row + 1 < rows; row += 1)
    for (let column = 0; column + 1 < columns; column += 1) {
      const from = (row * columns + column) * dims;
      const to = (row * (columns - 1) + column) * dims;
      let square = 0;
      for (let d = 0; d < dims; d += 1) {
        const at = from + d;
        const sum = data[at]! + data[at + dims]! + data[at + columns * dims]! + data[at + (columns + 1) * dims]!;
        out[to + d] = sum;
        square += sum * sum;
      }
      const scale = square > 1e-18 ? 1 / Math.sqrt(square) : 0;
      for (let d = 0; d < dims; d += 1) out[to + d]! *= scale;
    }
  return { data: out, dims: [(rows - 1) * (columns - 1), dims] };
}
