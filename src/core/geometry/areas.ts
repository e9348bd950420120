import type { Box } from './box.js';

/** Per label: how many pixels it has, and their bounds in pixels; null where it has none. */
export interface LabelAreas {
  readonly areas: readonly number[];
  readonly bounds: readonly (Box | null)[];
}

/** Counts labels band by band; bands may come from different threads and in any order. */
export class AreaCounter {
  private readonly counts: Float64Array;
  /** Per label: left, top, right, bottom, the last two inclusive. */
  private readonly edges: Int32Array;

  constructor(private readonly labels: number) {
    this.counts = new Float64Array(labels + 1);
    this.edges = new Int32Array(4 * (labels + 1));
    for (let label = 0; label <= labels; label++) this.edges.set([0x7fffffff, 0x7fffffff, -1, -1], 4 * label);
  }

  /** Counts rows [first, end) of row-major labels (0 = nothing, 1 = first label). Values beyond `labels` are a caller's error. */
  addRows(data: Uint16Array, width: number, first: number, end: number): this {
    const { counts, edges } = this;
    for (let y = first; y < end; y++) {
      const row = y * width;
      // Runs, not pixels: a row of a mask has few.
      for (let x = 0; x < width;) {
        const label = data[row + x]!;
        const from = x;
        do x++;
        while (x < width && data[row + x] === label);
        const at = 4 * label;
        counts[label] = counts[label]! + (x - from);
        if (from < edges[at]!) edges[at] = from;
        if (y < edges[at + 1]!) edges[at + 1] = y;
        if (x - 1 > edges[at + 2]!) edges[at + 2] = x - 1;
        if (y > edges[at + 3]!) edges[at + 3] = y;
      }
    }
    return this;
  }

  add(other: AreaRecord): this {
    for (let label = 0; label <= this.labels; label++) {
      const at = 4 * label;
      this.counts[label] = this.counts[label]! + other.counts[label]!;
      for (const i of [0, 1]) this.edges[at + i] = Math.min(this.edges[at + i]!, other.edges[at + i]!);
      for (const i of [2, 3]) this.edges[at + i] = Math.max(this.edges[at + i]!, other.edges[at + i]!);
    }
    return this;
  }

  /** As plain arrays, to cross threads. */
  record(): AreaRecord {
    return { counts: this.counts, edges: this.edges };
  }

  /** Without the 0 of "nothing": index 0 is the first label. */
  result(): LabelAreas {
    const bounds = Array.from({ length: this.labels }, (_, i): Box | null => {
      const [left, top, right, bottom] = this.edges.subarray(4 * i + 4, 4 * i + 8) as unknown as [number, number, number, number];
      return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
    });
    return { areas: Array.from(this.counts.subarray(1)), bounds };
  }
}

export interface AreaRecord {
  readonly counts: Float64Array;
  readonly edges: Int32Array;
}
