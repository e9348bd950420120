import { cutPatches } from './cut-patches.js';
import { cellSpan } from '../math/cell-span.js';
import { meanUnit } from '../math/mean-unit.js';
import type { Tensor } from '../math/tensor.js';
import type { Features } from './features.js';
import { DenseqlError } from '../errors.js';
import type { Box } from '../geometry/box.js';
import type { PackManifest } from '../packs/manifest.js';

/** The unit mean of the rows of `[N, dims]`. */
function meanOf({ data, dims: [count = 0, width = 0] }: Tensor, weights?: Float64Array): Tensor {
  const rows = Array.from({ length: count }, (_, row) => data.subarray(row * width, (row + 1) * width));
  return { data: meanUnit(rows, weights), dims: [width] };
}

/** Which patches the vector of a part is the mean of: all that meet it alike, or rather those in its middle. */
export type Pooling = 'EVEN' | 'MIDDLE';

/**
 * What a box is drawn around lies in its middle, ground in its corners: a Gaussian of half the box's half sides. Measured on photographs
 * (docs/quality-real.md).
 */
function middleWeights(box: Box, frame: Box, rows: number, columns: number): Float64Array {
  const off = (start: number, side: number, from: number, cell: number, index: number): number =>
    (from + (index + 0.5) * cell - start - side / 2) / (side / 2);
  return Float64Array.from({ length: rows * columns }, (_, patch) => {
    const across = off(box.x, box.width, frame.x, frame.width / columns, patch % columns);
    const down = off(box.y, box.height, frame.y, frame.height / rows, Math.floor(patch / columns));
    return Math.exp(-2 * (across ** 2 + down ** 2));
  });
}

/**
 * The features of a part of a picture without another pass: the patches that meet `box`. Their frame is the box of
 * those patches, which may be larger than `box`. A global vector of the whole picture says nothing about a part: in
 * its place stands the unit mean of the patch vectors of the same space and size; where there are none, it is left out.
 * Tokens are left out too: their class token belongs to the whole picture. `within` leads back to the whole grid, whose
 * outputs are all there.
 *
 * @param pooling of what stands in for a global vector
 */
export function cropFeatures(features: Features, box: Box, declared: PackManifest['outputs'], pooling: Pooling = 'EVEN'): Features {
  const { frame, rows, columns } = features;
  const origin = features.within ?? { features, row: 0, column: 0 };
  const cellWidth = frame.width / columns;
  const cellHeight = frame.height / rows;
  const across = cellSpan(box.x, box.width, frame.x, cellWidth, columns);
  const down = cellSpan(box.y, box.height, frame.y, cellHeight, rows);
  const part = { row: down.start, column: across.start, rows: down.end - down.start, columns: across.end - across.start };
  // Where each output of the crop comes from: its own patches, or those that stand in for a global vector.
  const patchesFor = new Map<string, string>();
  for (const name of features.outputs) {
    const output = declared[name];
    if (output?.kind === 'patches') patchesFor.set(name, name);
    if (output?.kind !== 'global') continue;
    const twin = [...features.outputs].find((other) => {
      const candidate = declared[other];
      return candidate?.kind === 'patches' && candidate.space === output.space && candidate.dims === output.dims;
    });
    if (twin !== undefined) patchesFor.set(name, twin);
  }
  const own = {
    x: frame.x + part.column * cellWidth,
    y: frame.y + part.row * cellHeight,
    width: part.columns * cellWidth,
    height: part.rows * cellHeight,
  };
  const weights = pooling === 'MIDDLE' ? middleWeights(box, own, part.rows, part.columns) : undefined;
  const made = new Map<string, Tensor>();
  const output = (name: string): Tensor => {
    const known = made.get(name);
    if (known) return known;
    const source = patchesFor.get(name);
    if (source === undefined)
      throw new DenseqlError('PLUGIN_UNAVAILABLE', `The encoder gives no output "${name}" for a region without zoom.`, { output: name });
    // Those that only a mean is made of are not kept: a thousand regions would hold a thousand copies.
    const patches = made.get(source) ?? cutPatches(features.output(source), columns, part);
    const tensor = source === name ? patches : meanOf(patches, weights);
    made.set(name, tensor);
    return tensor;
  };
  return {
    key: `${features.key}:crop:${down.start}-${down.end}:${across.start}-${across.end}`,
    rows: part.rows,
    columns: part.columns,
    frame: own,
    within: { features: origin.features, row: origin.row + part.row, column: origin.column + part.column },
    outputs: new Set(patchesFor.keys()),
    output,
  };
}
