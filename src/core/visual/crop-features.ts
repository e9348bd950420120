import { cutPatches } from '../encoder/cut-patches.js';
import type { Features, Tensor } from '../encoder/encoder.js';
import { DenseqlError } from '../errors.js';
import type { Box } from '../geometry/box.js';
import type { PackManifest } from '../packs/manifest.js';
import { unitMean } from './unit-mean.js';

// A box that ends exactly on a patch border must not touch the next patch through rounding.
const SLACK = 1e-6;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Cells of one axis that `[from, from + length)` meets, at least one. */
function span(from: number, length: number, origin: number, cell: number, cells: number): Span {
  const start = Math.min(cells - 1, Math.max(0, Math.floor((from - origin) / cell + SLACK)));
  const end = Math.min(cells, Math.max(start + 1, Math.ceil((from + length - origin) / cell - SLACK)));
  return { start, end };
}

/**
 * The features of a part of a picture without another pass: the patches that meet `box`. Their frame is the box of
 * those patches, which may be larger than `box`. A global vector of the whole picture says nothing about a part: in
 * its place stands the unit mean of the patch vectors of the same space and size; where there are none, it is left out.
 * Tokens are left out too: their class token belongs to the whole picture. `within` leads back to the whole grid, whose
 * outputs are all there.
 */
export function cropFeatures(features: Features, box: Box, declared: PackManifest['outputs']): Features {
  const { frame, rows, columns } = features;
  const origin = features.within ?? { features, row: 0, column: 0 };
  const cellWidth = frame.width / columns;
  const cellHeight = frame.height / rows;
  const across = span(box.x, box.width, frame.x, cellWidth, columns);
  const down = span(box.y, box.height, frame.y, cellHeight, rows);
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
  const made = new Map<string, Tensor>();
  const output = (name: string): Tensor => {
    const known = made.get(name);
    if (known) return known;
    const source = patchesFor.get(name);
    if (source === undefined)
      throw new DenseqlError('PLUGIN_UNAVAILABLE', `The encoder gives no output "${name}" for a region without zoom.`, { output: name });
    const patches = source === name ? cutPatches(features.output(name), columns, part) : output(source);
    const tensor = source === name ? patches : unitMean(patches);
    made.set(name, tensor);
    return tensor;
  };
  return {
    key: `${features.key}:crop:${down.start}-${down.end}:${across.start}-${across.end}`,
    rows: part.rows,
    columns: part.columns,
    frame: {
      x: frame.x + part.column * cellWidth,
      y: frame.y + part.row * cellHeight,
      width: part.columns * cellWidth,
      height: part.rows * cellHeight,
    },
    within: { features: origin.features, row: origin.row + part.row, column: origin.column + part.column },
    outputs: new Set(patchesFor.keys()),
    output,
  };
}
