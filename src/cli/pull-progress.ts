import type { MultiBar, SingleBar } from 'cli-progress';
import type { PullEvent } from '../core/packs/hub/events.js';
import { megabytes } from './output.js';
import { TransferRate } from './transfer-rate.js';

/** Shows a pull while it runs. */
export interface PullProgress {
  show(event: PullEvent): void;
  close(): void;
}

/** Configs are a kilobyte, weights a gigabyte. */
const size = (bytes: number): string => (bytes < 100e3 ? `${(bytes / 1e3).toFixed(1)} kB` : megabytes(bytes));

/** What is said in words, whichever way the rest is shown; null: nothing. */
function sentence(event: PullEvent): string | null {
  if (event.kind === 'waiting') return 'another pull of this repository is running here; waiting for it';
  if (event.kind === 'listed') return `commit ${event.commit}, licence ${event.licence ?? 'not stated'}`;
  if (event.kind === 'retry') return `${event.what}: ${event.why}; trying again in ${(event.milliseconds / 1000).toFixed(1)} s`;
  return null;
}

const TENTHS = 10;
const QUIET_MS = 10_000;

/** For logs: a line at the beginning, at every tenth or ten seconds, and at the end of each file. */
export class PlainProgress implements PullProgress {
  private current: { name: string; tenth: number; at: number; rate: TransferRate } | null = null;

  constructor(
    private readonly say: (line: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  show(event: PullEvent): void {
    const words = sentence(event);
    if (words !== null) this.say(words);
    if (event.kind === 'done')
      this.say(`${event.name}: ${size(event.bytes)}, ${event.cached ? 'here already' : 'fetched, checksum right'}`);
    if (event.kind === 'bytes') this.bytes(event);
  }

  close(): void {
    this.current = null;
  }

  private bytes({ name, bytes, total }: Extract<PullEvent, { kind: 'bytes' }>): void {
    const tenth = Math.floor((bytes / total) * TENTHS);
    if (this.current?.name !== name) {
      this.current = { name, tenth, at: this.now(), rate: new TransferRate(total, this.now) };
      if (bytes > 0) this.say(`${name}: resumes at ${size(bytes)} of ${size(total)}`);
    }
    const { current } = this;
    current.rate.add(bytes);
    // Small files are here at once; whoever reads a log need not watch them grow.
    const due = tenth > current.tenth || this.now() - current.at >= QUIET_MS;
    if (!due || total < 10e6 || bytes >= total) return;
    current.tenth = tenth;
    current.at = this.now();
    this.say(`${name}: ${size(bytes)} of ${size(total)} ${current.rate.toString()}`.trimEnd());
  }
}

/** For terminals: one bar a file. */
class BarProgress implements PullProgress {
  private readonly files = new Map<string, { bar: SingleBar; rate: TransferRate }>();

  constructor(
    private readonly bars: MultiBar,
    private readonly say: (line: string) => void,
  ) {}

  show(event: PullEvent): void {
    const words = sentence(event);
    // The bars keep a line for the next time they are drawn, and drop it when there is none.
    if (words !== null && this.files.size === 0) this.say(words);
    else if (words !== null) this.bars.log(`${words}\n`);
    if (event.kind === 'bytes') {
      const { bar, rate } = this.file(event.name, event.total);
      rate.add(event.bytes);
      bar.update(event.bytes, { size: `${size(event.bytes)} of ${size(event.total)}`, state: rate.toString() });
    }
    if (event.kind === 'checking') this.files.get(event.name)?.bar.update({ state: 'checking' });
    if (event.kind === 'done') {
      const { bar } = this.file(event.name, event.bytes);
      bar.update(event.bytes, { size: size(event.bytes), state: event.cached ? 'here already' : 'done' });
      bar.stop();
    }
  }

  close(): void {
    this.bars.stop();
  }

  private file(name: string, total: number): { bar: SingleBar; rate: TransferRate } {
    const known = this.files.get(name);
    if (known !== undefined) return known;
    const fresh = { bar: this.bars.create(total, 0, { name: name.padEnd(26), size: '', state: '' }), rate: new TransferRate(total) };
    this.files.set(name, fresh);
    return fresh;
  }
}

/** Bars where stderr is a terminal, lines where it is not, nothing with `quiet`. */
export async function pullProgress(quiet: boolean, say: (line: string) => void): Promise<PullProgress> {
  if (quiet) return { show: () => undefined, close: () => undefined };
  if (!process.stderr.isTTY) return new PlainProgress(say);
  const { MultiBar, Presets } = (await import('cli-progress')).default;
  const options = { format: '{name} {bar} {size}  {state}', barsize: 24, hideCursor: true, gracefulExit: false, emptyOnZero: true };
  return new BarProgress(new MultiBar({ ...options, stream: process.stderr, forceRedraw: true }, Presets.shades_classic), say);
}
