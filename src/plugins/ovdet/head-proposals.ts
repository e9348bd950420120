import { batched, sigmoid, type Box, type ByteTensor, type DetectCall, type Features, type Tensor } from '../../core/index.js';
import type { Head } from './head.js';
import { suppress } from './overlap.js';
import type { Proposal } from './proposal.js';

type Call = Pick<DetectCall, 'compute' | 'look'>;

/** Boxes nearer to each other than this are one. */
const SAME = 0.7;
/** Cells that are looked at for each proposal wanted, the best first. */
const CANDIDATES = 12;

interface Cell {
  readonly place: number;
  /** Its middle, in patches. */
  readonly x: number;
  readonly y: number;
}

/** Cells of all levels in the graph's order. */
function cellsOf({ strides }: Head, { rows, columns }: Features): Cell[] {
  const cells: Cell[] = [];
  for (const stride of strides) {
    const [high, wide] = [Math.ceil(rows / stride), Math.ceil(columns / stride)];
    for (let row = 0; row < high; row += 1)
      for (let column = 0; column < wide; column += 1)
        cells.push({ place: cells.length, x: (column + 0.5) * stride, y: (row + 0.5) * stride });
  }
  return cells;
}

/** What the graph is fed of a pass. */
async function feedsOf(call: Call, head: Head, features: Features): Promise<Record<string, Tensor | ByteTensor>> {
  const { rows, columns, frame } = features;
  const feeds: Record<string, Tensor | ByteTensor> = {};
  for (const name of head.inputs) feeds[name] = batched(features.output(name));
  if (head.feeds.includes('grid')) feeds['grid'] = { data: Float32Array.of(rows, columns), dims: [2] };
  if (head.feeds.includes('picture'))
    feeds['picture'] = await call.look.pixels({ box: frame, size: { width: columns * head.pixels, height: rows * head.pixels } });
  return feeds;
}

/**
 * Whole things by the pack's head, whatever they are.
 * @param features of a whole pass
 * @param wanted proposals at most, and the quality below which none is wanted
 * @returns the best first
 * @throws PLUGIN_FAILED for NaN or a wrong shape, naming the head's output
 */
export async function headProposals(
  call: Call,
  head: Head,
  features: Features,
  { most, leastQuality }: { readonly most: number; readonly leastQuality: number },
): Promise<Proposal[]> {
  const { rows, columns, frame } = features;
  const cells = cellsOf(head, features);
  const sizes = { cells: cells.length, fineRows: rows * head.fine, fineColumns: columns * head.fine };
  const feeds = await feedsOf(call, head, features);
  const outputs = ['quality', 'reach', 'weights', 'prototypes'];
  const answer = await call.compute.head({ graph: head.graph, feeds, outputs, sizes });
  const [quality, reach] = [answer['quality']!.data, answer['reach']!.data];

  const good = cells.filter(({ place }) => sigmoid(quality[place]!) >= leastQuality);
  const best = good.sort((a, b) => quality[b.place]! - quality[a.place]! || a.place - b.place).slice(0, most * CANDIDATES);
  const boxes = best.map(({ place, x, y }) => {
    const [left, top, right, bottom] = [0, 1, 2, 3].map((side) => reach[4 * place + side]!) as [number, number, number, number];
    const [x0, y0] = [Math.max(0, x - left), Math.max(0, y - top)];
    return { x: x0, y: y0, width: Math.min(columns, x + right) - x0, height: Math.min(rows, y + bottom) - y0 };
  });
  const [across, down] = [frame.width / columns, frame.height / rows];
  return suppress(boxes, SAME, most).map((kept) => {
    const box = boxes[kept]!;
    const cell = best[kept]!.place;
    const { mask, patches } = maskOf(answer['prototypes']!, answer['weights']!, cell, box, head, features);
    return {
      box: { x: frame.x + box.x * across, y: frame.y + box.y * down, width: box.width * across, height: box.height * down },
      quality: sigmoid(quality[cell]!),
      patches,
      mask: { channels: 1, rows: rows * head.fine, columns: columns * head.fine, data: mask, frame },
    };
  });
}

/** A proposal's mask within its box (in patches), and how much of each patch that is. */
function maskOf(
  prototypes: Tensor,
  weights: Tensor,
  cell: number,
  box: Box,
  { fine, prototypes: count }: Head,
  { rows, columns }: Features,
): { mask: Float32Array; patches: Float32Array } {
  const [high, wide] = [rows * fine, columns * fine];
  const mask = new Float32Array(high * wide);
  const patches = new Float32Array(rows * columns);
  const own = weights.data.subarray(cell * (count + 1), (cell + 1) * (count + 1));
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));
  const [top, bottom] = [clamp(Math.floor(box.y * fine), high - 1), clamp(Math.ceil((box.y + box.height) * fine), high)];
  const [left, right] = [clamp(Math.floor(box.x * fine), wide - 1), clamp(Math.ceil((box.x + box.width) * fine), wide)];
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const at = y * wide + x;
      let sum = own[count]!;
      for (let k = 0; k < count; k += 1) sum += own[k]! * prototypes.data[k * high * wide + at]!;
      const share = sigmoid(sum);
      mask[at] = share;
      if (share >= 0.5) patches[Math.floor(y / fine) * columns + Math.floor(x / fine)]! += 1 / (fine * fine);
    }
  if (!patches.some((value) => value > 0)) {
    // A mask of nothing: the box itself.
    for (let y = top; y < bottom; y += 1)
      for (let x = left; x < right; x += 1) {
        mask[y * wide + x] = 1;
        patches[Math.floor(y / fine) * columns + Math.floor(x / fine)]! += 1 / (fine * fine);
      }
  }
  return { mask, patches };
}
