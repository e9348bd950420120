import { minutes, TransferRate } from '../transfer-rate.js';

/** Shows how far a run over many pictures is. */
export interface ManyProgress {
  /** So many are done, well or not. */
  at(done: number): void;
  /** A failure that a log should have at once. */
  tell(line: string): void;
  close(): void;
}

const TELL_EVERY_MS = 10_000;

/** `1.4 pictures/s, 1:05 left`; empty until it can be told. */
function pace(rate: TransferRate): string {
  const [each, left] = [rate.perSecond, rate.secondsLeft];
  return each === null || left === null ? '' : `${each.toFixed(1)} pictures/s, ${minutes(left)} left`;
}

/** For logs: a line every ten seconds. */
export function lineProgress(total: number, say: (line: string) => void, now: () => number = () => performance.now()): ManyProgress {
  const rate = new TransferRate(total, now);
  rate.add(0);
  let told = now();
  return {
    at: (done) => {
      rate.add(done);
      if (now() - told < TELL_EVERY_MS || done >= total) return;
      told = now();
      say(`${done} of ${total}, ${pace(rate)}`);
    },
    tell: say,
    close: () => undefined,
  };
}

/** For terminals: one bar. */
async function barProgress(total: number): Promise<ManyProgress> {
  const { SingleBar, Presets } = (await import('cli-progress')).default;
  const options = { format: '{bar} {value} of {total}  {pace}', barsize: 24, hideCursor: true, gracefulExit: false };
  const bar = new SingleBar({ ...options, stream: process.stderr, clearOnComplete: true, stopOnComplete: false }, Presets.shades_classic);
  const rate = new TransferRate(total);
  rate.add(0);
  bar.start(total, 0, { pace: '' });
  return {
    at: (done) => {
      rate.add(done);
      bar.update(done, { pace: pace(rate) });
    },
    // A line in between would be lost where the bar puts the cursor back; what failed is listed at the end.
    tell: () => undefined,
    close: () => bar.stop(),
  };
}

/** A bar where stderr is a terminal, lines where it is not, nothing with `quiet`. */
export async function manyProgress(total: number, quiet: boolean, say: (line: string) => void): Promise<ManyProgress> {
  if (quiet) return { at: () => undefined, tell: () => undefined, close: () => undefined };
  return process.stderr.isTTY ? barProgress(total) : lineProgress(total, say);
}
