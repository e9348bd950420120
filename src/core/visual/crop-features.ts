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

function cropRows(tensor: Tensor, columns: number, down: Span, across: Span): Tensor {
  const dims = tensor.data.length / (tensor.dims[0] ?? 1);
  const width = across.end - across.start;
  const data = new Float32Array((down.end - down.start) * width * dims);
  for (let row = down.start; row < down.end; row++) {
    const from = (row * columns + across.start) * dims;
    data.set(tensor.data.subarray(from, from + width * dims), (row - down.start) * width * dims);
  }
  return { data, dims: [(down.end - down.start) * width, dims] };
}

/**
 * The features of a part of a picture without another pass: the patches that meet `box`. Their frame is the box of
 * those patches, which may be larger than `box`. A global vector of the whole picture says nothing about a part: in
 * its place stands the unit mean of the patch vectors of the same space and size; where there are none, it is left out.
 */
export function cropFeatures(features: Features, box: Box, declared: PackManifest['outputs']): Features {
  const { frame, rows, columns } = features;
  const cellWidth = frame.width / columns;
  const cellHeight = frame.height / rows;
  const across = span(box.x, box.width, frame.x, cellWidth, columns);
  const down = span(box.y, box.height, frame.y, cellHeight, rows);
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
    const patches = source === name ? cropRows(features.output(name), columns, down, across) : output(source);
    const tensor = source === name ? patches : unitMean(patches);
    made.set(name, tensor);
    return tensor;
  };
  return {
    key: `${features.key}:crop:${down.start}-${down.end}:${across.start}-${across.end}`,
    rows: down.end - down.start,
    columns: across.end - across.start,
    frame: {
      x: frame.x + across.start * cellWidth,
      y: frame.y + down.start * cellHeight,
      width: (across.end - across.start) * cellWidth,
      height: (down.end - down.start) * cellHeight,
    },
    outputs: new Set(patchesFor.keys()),
    output,
  };
}
