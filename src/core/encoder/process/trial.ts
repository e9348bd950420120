import type { Log } from '../../log.js';
import type { Runner } from '../contract/work.js';
import type { Golden } from '../../packs/golden.js';
import type { Candidate } from './ascent.js';
import type { EncoderProcess } from './encoder-process.js';
import type { LoadCommand } from './protocol.js';
import { proveGolden } from './prove.js';

/** Warm passes of which the faster counts. */
const WARM_PASSES = 2;

export interface TrialOptions {
  readonly log: Log;
  readonly golden: Golden;
  /** What loads the pack on a device. */
  readonly load: (device: string) => LoadCommand;
}

/** A process on the ladder. */
export class Trial implements Candidate {
  readonly onAbort = (): void => this.life.kill();
  private known: Promise<readonly string[]> | null = null;

  constructor(
    readonly life: EncoderProcess,
    private readonly options: TrialOptions,
  ) {}

  backends(): Promise<readonly string[]> {
    return (this.known ??= this.life.up());
  }

  async prove(device: string): Promise<void> {
    try {
      await this.life.load(this.options.load(device));
      await this.golden();
    } catch (error) {
      // The rung's note, which the log has, too, says in a few words what people need.
      this.options.log.debug({ device, err: error }, 'The encoder process cannot use a device.');
      throw error;
    }
  }

  async warm(): Promise<number> {
    let least = Infinity;
    for (let pass = 0; pass < WARM_PASSES; pass++) least = Math.min(least, await this.golden());
    return least;
  }

  alive(): boolean {
    return this.life.alive;
  }

  said(): Promise<string> {
    return this.life.said();
  }

  async discard(): Promise<string> {
    const crashed = !this.life.alive;
    this.life.kill();
    const how = await this.life.exited;
    if (crashed) this.options.log.warn({ how, pid: this.life.pid }, 'The encoder process ended while it was proven.');
    return this.life.ending;
  }

  golden(): Promise<number> {
    return proveGolden(this.run, this.options.golden);
  }

  readonly run: Runner['run'] = (work) => this.life.run(work);
}
