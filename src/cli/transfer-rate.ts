/** Over how long a rate is taken: long enough to be calm, short enough to follow. */
const WINDOW_MS = 8_000;

/** Bytes a second of a transfer, and how long the rest will take, from what came in the last seconds. */
export class TransferRate {
  private samples: { readonly at: number; readonly bytes: number }[] = [];

  constructor(
    private readonly total: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** `bytes` are here now. Fewer than before: it began anew. */
  add(bytes: number): void {
    const at = this.now();
    const last = this.samples.at(-1);
    if (last !== undefined && bytes < last.bytes) this.samples = [];
    this.samples.push({ at, bytes });
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > WINDOW_MS) this.samples.shift();
  }

  /** Null until it can be told. */
  get bytesPerSecond(): number | null {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (first === undefined || last === undefined || last.at <= first.at) return null;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }

  get secondsLeft(): number | null {
    const rate = this.bytesPerSecond;
    return rate === null || rate === 0 ? null : (this.total - (this.samples.at(-1)?.bytes ?? 0)) / rate;
  }

  /** `12.3 MB/s, 1:05 left` */
  toString(): string {
    const [rate, left] = [this.bytesPerSecond, this.secondsLeft];
    if (rate === null || left === null) return '';
    const seconds = Math.ceil(left);
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return `${(rate / 1e6).toFixed(1)} MB/s, ${clock} left`;
  }
}
