import { setTimeout as sleep } from 'node:timers/promises';
import { DenseqlError } from '../../errors.js';
import type { EncoderState } from '../contract/encoder.js';
import type { Log } from '../../log.js';
import type { Runner, Work, WorkResult } from '../contract/work.js';
import { WorkerLost } from '../contract/work.js';
import { FailedPasses } from './failed-passes.js';
import { PermanentFailure, type Life } from './life.js';

const TRIES = 5;
const backOff = (strikes: number): number => (strikes <= 1 ? 0 : Math.min(100 * 2 ** (strikes - 2), 5_000));

/**
 * Keeps one life going: starts it, starts it again when it dies (at once, then later and later until a pass succeeds), and gives up
 * after several failed starts in a row. A request after that tries once more.
 */
export class Supervisor implements Runner {
  state: EncoderState = 'starting';
  restarts = 0;
  private life: Life | null = null;
  private starting: Promise<void> | null = null;
  /** Deaths and failed starts since the last success. */
  private strikes = 0;
  private readonly failed = new FailedPasses();
  private readonly closing = new AbortController();

  /**
   * @param start gives a life that is warm and proven; ends what it started when the signal aborts
   * @param pause waits between tries; replaced in tests
   */
  constructor(
    private readonly start: (signal: AbortSignal) => Promise<Life>,
    private readonly log: Log,
    private readonly pause: (ms: number, signal: AbortSignal) => Promise<unknown> = (ms, signal) => sleep(ms, undefined, { signal }),
  ) {}

  get pid(): number | null {
    return this.life?.pid ?? null;
  }

  ready(): Promise<void> {
    if (this.closing.signal.aborted) return Promise.reject(closed());
    if (this.life !== null) return Promise.resolve();
    this.starting ??= this.startAgain().finally(() => (this.starting = null));
    return this.starting;
  }

  async run(work: Work): Promise<WorkResult> {
    const life = this.life;
    if (life === null) throw new WorkerLost('the process is not there');
    try {
      const result = await life.run(work);
      this.strikes = 0;
      const why = this.failed.afterResult(work, result);
      if (why !== null) await this.proveAgain(life, why);
      return result;
    } catch (error) {
      const why = this.failed.afterError(work, error);
      if (why !== null) await this.proveAgain(life, why);
      // At once, not when the exit is fully told: work that is tried again must not meet the same dead process.
      if (error instanceof WorkerLost) this.replace(life);
      throw error;
    }
  }

  /** @throws WorkerLost where the life is no longer what it was proven to be: it is replaced */
  private async proveAgain(life: Life, why: string): Promise<void> {
    try {
      await life.check();
    } catch (error) {
      this.log.warn({ why, cause: (error as Error).message }, 'The encoder process fails its proof; it is replaced.');
      this.replace(life);
      await life.end();
      throw new WorkerLost(`its device fails: ${why}`);
    }
  }

  /** Ends the life and starts no other. */
  async close(): Promise<void> {
    this.closing.abort();
    this.state = 'stopped';
    await this.starting?.catch(() => undefined);
    const { life } = this;
    this.life = null;
    await life?.end();
  }

  private async startAgain(): Promise<void> {
    const tries = this.state === 'failed' ? 1 : TRIES;
    for (let failures = 1; ; failures++) {
      try {
        await this.pause(backOff(this.strikes), this.closing.signal);
        const life = await this.start(this.closing.signal);
        if (this.closing.signal.aborted) await life.end();
        else return this.adopt(life);
      } catch (error) {
        if (!this.closing.signal.aborted) this.noteFailedStart(error as Error, failures >= tries);
      }
      if (this.closing.signal.aborted) throw closed();
    }
  }

  /** @throws the error for those who wait, when this was the last try */
  private noteFailedStart(error: Error, last: boolean): void {
    this.strikes++;
    const permanent = error instanceof PermanentFailure;
    // At the first start, somebody waits for it, who is told why and says so: twice would be once too often.
    const level = permanent && this.state === 'starting' ? 'debug' : 'warn';
    this.log[level]({ cause: error.message }, 'The encoder process could not be started.');
    if (!permanent && !last) return;
    this.state = 'failed';
    this.strikes = 0;
    if (permanent) throw error.cause;
    throw new DenseqlError(
      'ENCODER_UNAVAILABLE',
      `The encoder process could not be started: ${error.message}. The next request tries again; the log has the details.`,
      {},
      { cause: error },
    );
  }

  private adopt(life: Life): void {
    this.life = life;
    this.state = 'ready';
    // Now, not a turn later: should this life end at once, the next start must not be taken for this one.
    this.starting = null;
    void life.exited.then((how) => {
      if (!this.closing.signal.aborted) this.log.warn({ how, pid: life.pid }, 'The encoder process ended; it is started again.');
    });
    void life.gone.then(() => this.replace(life));
  }

  private replace(life: Life): void {
    if (this.life !== life) return;
    this.life = null;
    this.state = 'restarting';
    this.restarts++;
    this.strikes++;
    // Those who wait hear of a failure through their own call of ready().
    this.ready().catch(() => undefined);
  }
}

const closed = (): DenseqlError => new DenseqlError('ENCODER_UNAVAILABLE', 'The encoder is closed: the server is stopping.');
