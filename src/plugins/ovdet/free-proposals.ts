import { breather, breathingSoftmax, type DetectCall, type Features } from '../../core/index.js';
import type { OvdetOptions } from './options.generated.js';
import { suppress } from './overlap.js';
import type { Proposal } from './proposal.js';
import { mergeTree } from './tree.js';

type Call = Pick<DetectCall, 'pack' | 'signal'>;

/** Boxes nearer to each other than this are one. */
const SAME = 0.7;
/** A label's patches are those where it has at least this share. */
const SHARE = 0.3;
/** A piece as large as this is the picture's ground. */
const LARGEST = 0.95;
/** What pieces of the tree are worth as boxes, from one that stands out by nothing to one that stands out by 1. */
const [LEAST_TREE, MOST_TREE] = [0.2, 0.5];

/** Connected patches, eight neighbours. */
function connected(cells: ReadonlySet<number>, columns: number): number[][] {
  const left = new Set(cells);
  const found: number[][] = [];
  for (const first of cells) {
    if (!left.delete(first)) continue;
    const piece = [first];
    for (const cell of piece)
      for (const down of [-columns, 0, columns])
        for (const across of [-1, 0, 1]) {
          const column = (cell % columns) + across;
          const near = cell + down + across;
          if (column >= 0 && column < columns && left.delete(near)) piece.push(near);
        }
    found.push(piece);
  }
  return found;
}

/** @param shares of the label that found it, [N]; absent: all of its patches alike */
function proposalOf(cells: readonly number[], quality: number, { rows, columns, frame }: Features): Proposal {
  const patches = new Float32Array(rows * columns);
  for (const cell of cells) patches[cell] = 1;
  const [x, y] = [cells.map((cell) => cell % columns), cells.map((cell) => Math.floor(cell / columns))];
  const [left, top] = [Math.min(...x), Math.min(...y)];
  const [across, down] = [frame.width / columns, frame.height / rows];
  return {
    box: {
      x: frame.x + left * across,
      y: frame.y + top * down,
      width: (Math.max(...x) + 1 - left) * across,
      height: (Math.max(...y) + 1 - top) * down,
    },
    quality,
    patches,
    mask: { channels: 1, rows, columns, data: patches, frame },
  };
}

/**
 * Places that may be whole things, without a trained head (a stand-in): connected places where a label wins, and pieces of a tree of merged patches. They know
 * no two things that touch, and nothing smaller than a patch.
 *
 * @param maps cosines of the patches with each label, then with each text that competes with them, [N] each
 * @param labels how many of them are labels
 */
export async function freeProposals(
  { pack, signal }: Call,
  features: Features,
  maps: Float32Array,
  labels: number,
  { proposals: most, tree }: Pick<OvdetOptions, 'proposals' | 'tree'>,
): Promise<Proposal[]> {
  const { rows, columns } = features;
  const count = rows * columns;
  const breathe = breather(signal);
  const floor = pack.calibration.masks?.floor ?? pack.calibration.presence.midpoint;
  const shares = maps.slice();
  await breathingSoftmax({ data: shares, channels: maps.length / count, scale: pack.logitScale, floor }, breathe);
  const found: Proposal[] = [];
  for (let label = 0; label < labels; label += 1) {
    const own = shares.subarray(label * count, (label + 1) * count);
    const cells = new Set([...own.keys()].filter((cell) => own[cell]! >= SHARE));
    for (const piece of connected(cells, columns)) {
      if (piece.length > LARGEST * count) continue;
      const mean = piece.reduce((sum, cell) => sum + own[cell]!, 0) / piece.length;
      found.push(proposalOf(piece, Math.min(1, mean), features));
    }
    await breathe();
  }
  const structure = features.outputs.has('structure') ? features.output('structure') : features.output('dense');
  const merged = tree ? await mergeTree(structure, rows, columns, signal) : [];
  const nodes = merged.filter(({ cells }) => cells.length <= LARGEST * count);
  const worth = (standsOut: number): number => LEAST_TREE + (MOST_TREE - LEAST_TREE) * Math.min(1, standsOut);
  found.push(...nodes.map(({ cells, standsOut }) => proposalOf(cells, worth(standsOut), features)));
  found.sort((a, b) => b.quality - a.quality);
  return suppress(
    found.map(({ box }) => box),
    SAME,
    most,
  ).map((place) => found[place]!);
}
