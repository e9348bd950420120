import { CheckpointError } from '../checkpoint-error.js';
import type { VisionRecipe } from '../recipe.js';
import type { Value } from '../writer/index.js';
import type { Layers } from './layers.js';

/**
 * Bicubic resampling of a learned grid [side, side, width] to [rows, columns, width]: half-pixel centres, a = -0.75, clamped at borders,
 * as torch's interpolate. It is linear and separable, so that the identity matrix, resampled along one axis, holds all coefficients:
 * two small products instead of width resamplings. At the native grid the matrices are identities.
 */
function resample({ graph }: Layers, grid: Value, side: number, width: number, [rows, columns]: readonly [Value, Value]): Value {
  const identity = graph.floats(
    Array.from({ length: side * side }, (_, index) => (index % (side + 1) === 0 ? 1 : 0)),
    [1, 1, side, side],
    'identity',
  );
  const coefficients = (size: Value): Value => {
    const sizes = graph.op('Concat', [graph.ints([1, 1]), size, graph.ints([side])], { axis: 0 });
    const resized = graph.op('Resize', [identity, '', '', sizes], {
      mode: 'cubic',
      cubic_coeff_a: { float: -0.75 },
      coordinate_transformation_mode: 'half_pixel',
    });
    return graph.op('Squeeze', [resized, graph.ints([0, 1])]);
  };
  const byRow = graph.op('MatMul', [coefficients(rows), graph.op('Reshape', [grid, graph.ints([side, side * width])])]);
  const byColumn = graph.op('MatMul', [coefficients(columns), graph.op('Reshape', [byRow, graph.ints([-1, side, width])])]);
  return graph.op('Reshape', [byColumn, graph.ints([1, -1, width])]);
}

/** What may be put in on the way. */
interface Changes {
  /** Normalised planes [B, 3, height, width]. */
  readonly planes?: (normal: Value) => Value;
  /** Embedded patches [B, N, width], before their positions are added. */
  readonly patches?: (patches: Value) => Value;
}

const asItIs = (value: Value): Value => value;

/** The tokens that enter the first block [B, class token? + patches, width], from uint8 pixels [B, height, width, 3]. */
export function imageTokens(
  layers: Layers,
  recipe: VisionRecipe,
  pixels: Value,
  { planes: changePlanes = asItIs, patches: changePatches = asItIs }: Changes = {},
): Value {
  const { graph, weights } = layers;
  const { width, patch, classToken, positions, mean, std } = recipe;
  const side = Math.floor(recipe.imageSize / patch);
  const before = classToken === null ? 0 : 1;
  const expected = before + side * side;
  const [stored] = weights.shape(positions);
  if (stored !== expected)
    throw new CheckpointError(
      positions.name,
      `has ${stored} positions; ${recipe.imageSize} pixels in patches of ${patch} need ${expected}`,
    );

  const planes = graph.op('Cast', [graph.op('Transpose', [pixels], { perm: [0, 3, 1, 2] })], { to: 1 });
  const factor = graph.floats(
    std.map((value) => 1 / (255 * value)),
    [1, 3, 1, 1],
  );
  const shift = graph.floats(
    mean.map((value, channel) => -value / (std[channel] as number)),
    [1, 3, 1, 1],
  );
  const normal = changePlanes(graph.op('Add', [graph.op('Mul', [planes, factor]), shift]));

  const { weight, bias } = recipe.patchEmbedding;
  const kernel = layers.kernel(weight, [width, 3, patch, patch]);
  const embedded = graph.op('Conv', [normal, kernel, ...(bias === null ? [] : [layers.exact(bias, [width])])], {
    kernel_shape: [patch, patch],
    strides: [patch, patch],
  });
  const size = (axis: number): Value => graph.op('Shape', [embedded], { start: axis, end: axis + 1 });
  const rowsOfPatches = graph.op('Transpose', [graph.op('Reshape', [embedded, graph.ints([0, width, -1])])], { perm: [0, 2, 1] });
  const patches = changePatches(rowsOfPatches);

  const first = positions.rows?.[0] ?? 0;
  const rows = (from: number, to: number): typeof positions => ({ ...positions, rows: [first + from, first + to] });
  const grid = layers.exact(rows(before, expected), [side * side, width]);
  const placed = graph.op('Add', [patches, resample(layers, grid, side, width, [size(2), size(3)])]);
  if (classToken === null) return placed;
  const token = graph.op('Add', [layers.exact(classToken, [1, 1, width]), layers.exact(rows(0, 1), [1, 1, width])]);
  const batch = graph.op('Concat', [size(0), graph.ints([1, width])], { axis: 0 });
  return graph.op('Concat', [graph.op('Expand', [token, batch]), placed], { axis: 1 });
}
