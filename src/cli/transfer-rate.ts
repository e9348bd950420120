/** Over how long a rate is taken: long enough to be calm, short enough to follow. */
const WINDOW_MS = 8_000;

/** `1:05` */
export function minutes(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** How fast something comes (bytes of a transfer, pictures of a run), and how long the rest will take, from what came in the last seconds. */
export class TransferRate {
  private samples: { readonly at: number; readonly amount: number }[] = [];

  constructor(
    private readonly total: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** So many are here now. Fewer than before: it began anew. */
  add(amount: number): void {
    const at = this.now();
    const last = this.samples.at(-1);
    if (last !== undefined && amount < last.amount) this.samples = [];
    this.samples.push({ at, amount });
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > WINDOW_MS) this.samples.shift();
  }

  /** Null until it can be told. */
  get perSecond(): number | null {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (first === undefined || last === undefined || last.at <= first.at) return null;
    return ((last.amount - first.amount) / (last.at - first.at)) * 1000;
  }

  get secondsLeft(): number | null {
    const rate = this.perSecond;
    return rate === null || rate === 0 ? null : (this.total - (this.samples.at(-1)?.amount ?? 0)) / rate;
  }

  /** Of bytes: `12.3 MB/s, 1:05 left` */
  toString(): string {
    const [rate, left] = [this.perSecond, this.secondsLeft];
    if (rate === null || left === null) return '';
    return `${(rate / 1e6).toFixed(1)} MB/s, ${minutes(left)} left`;
  }
}
