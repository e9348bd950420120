import { boxMeans, growRect, type Planes, type Rect, type RowBand } from './box-mean.js';

/**
 * The coefficients of the guided filter (He, Sun, Tang, "Guided Image Filtering", TPAMI 2013, algorithm 1) on rows of a
 * grid. With a subsampled grid whose coefficients are enlarged and applied to the full guide this is the fast guided
 * filter (He and Sun 2015, arXiv:1505.00996): q = a * guide + b.
 *
 * The guide's statistics are worked out once; {@link coefficients} is then called once a channel, for the part of the grid where
 * that channel matters. Rows can be worked out in bands: {@link needed} says what a band depends on.
 */
export class GuidedFilter {
  /** The rows that guide and input hold: `2 * radius` more than the output on either side. */
  readonly needed: RowBand;
  private readonly meanGuide: Float32Array;
  /** 1 / (variance + eps). */
  private readonly share: Float32Array;
  private readonly product: Float32Array;
  private readonly middle: Planes;
  private readonly sums: Float64Array;

  /**
   * @param guide rows `neededRows(...)` of the grid, values in [0, 1]
   * @param radius of the window, in cells of the grid
   * @param eps in squared units of the guide: edges whose variance is well above it are kept, below it smoothed
   * @param output the rows whose coefficients are wanted
   */
  constructor(
    private readonly guide: Float32Array,
    private readonly width: number,
    private readonly height: number,
    private readonly radius: number,
    eps: number,
    output: RowBand,
  ) {
    this.needed = neededRows(output, radius, height);
    const rows = grow(output, radius, height);
    const cells = (rows.end - rows.first) * width;
    this.middle = { first: rows.first, one: new Float32Array(cells), two: new Float32Array(cells) };
    this.meanGuide = new Float32Array(cells);
    this.share = new Float32Array(cells);
    this.product = new Float32Array(guide.length);
    this.sums = new Float64Array(2 * width);
    for (let i = 0; i < guide.length; i++) this.product[i] = guide[i]! * guide[i]!;
    const from = { first: this.needed.first, one: guide, two: this.product };
    const to = { first: rows.first, one: this.meanGuide, two: this.share };
    boxMeans(width, height, radius, from, to, { left: 0, right: width, top: rows.first, bottom: rows.end }, this.sums);
    for (let i = 0; i < cells; i++) this.share[i] = 1 / (Math.max(0, this.share[i]! - this.meanGuide[i]! ** 2) + eps);
  }

  /**
   * @param input one channel on rows {@link needed}, any unit; read in {@link reach} of `rect` only
   * @param slopes receives a in `one` and b in `two`
   * @param rect of the grid, inside the output rows
   */
  coefficients(input: Float32Array, slopes: Planes, rect: Rect): void {
    const { guide, product, meanGuide, share, middle, width, height, radius, sums, needed } = this;
    const outer = this.reach(rect);
    for (let y = outer.top; y < outer.bottom; y++) {
      const end = (y - needed.first) * width + outer.right;
      for (let i = (y - needed.first) * width + outer.left; i < end; i++) product[i] = guide[i]! * input[i]!;
    }
    const inner = growRect(rect, radius, width, height);
    boxMeans(width, height, radius, { first: needed.first, one: input, two: product }, middle, inner, sums);
    const { one: meanInput, two: meanProduct } = middle;
    for (let y = inner.top; y < inner.bottom; y++) {
      const end = (y - middle.first) * width + inner.right;
      for (let i = (y - middle.first) * width + inner.left; i < end; i++) {
        const slope = (meanProduct[i]! - meanGuide[i]! * meanInput[i]!) * share[i]!;
        const mean = meanInput[i]!;
        meanInput[i] = slope;
        meanProduct[i] = mean - slope * meanGuide[i]!;
      }
    }
    boxMeans(width, height, radius, middle, slopes, rect, sums);
  }

  /** The part of the input that coefficients in `rect` depend on. */
  reach(rect: Rect): Rect {
    return growRect(rect, 2 * this.radius, this.width, this.height);
  }
}

/** The rows of guide and input that coefficients on `output` depend on. */
export function neededRows(output: RowBand, radius: number, height: number): RowBand {
  return grow(output, 2 * radius, height);
}

const grow = (band: RowBand, by: number, height: number): RowBand => ({
  first: Math.max(0, band.first - by),
  end: Math.min(height, band.end + by),
});
