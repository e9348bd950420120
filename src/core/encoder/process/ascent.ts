import type { Clock } from '../../clock.js';
import { deviceWords } from './device-words.js';
import { within } from './within.js';

/** One process on trial. */
export interface Candidate {
  /** Execution providers that its runtime was built with. */
  backends(): Promise<readonly string[]>;
  /** Loads the pack on the device and compares its golden vectors. @throws Error saying what is wrong */
  prove(device: string): Promise<void>;
  /** Once more, on graphs that are warm. @returns milliseconds of a golden pass. @throws Error saying what is wrong */
  warm(): Promise<number>;
  /** False once the process is gone. */
  alive(): boolean;
  /** What it wrote of late, as clients may read it. */
  said(): Promise<string>;
  /** Ends it for good. @returns how it ended */
  discard(): Promise<string>;
}

/** Milliseconds that all devices above the CPU may take together: to load the pack, compile their kernels and answer. */
export const TRIAL_MS = 12_000;

const shown = (milliseconds: number): string => (milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds)));

/** A way up the ladder: what was tried, and the processes that are there meanwhile. */
export class Ascent<Process extends Candidate> {
  readonly notes: string[] = [];
  last: unknown;
  private process: Process | null = null;
  /** The CPU, proven and timed, once a device was found to hold against it. */
  private cpu: { readonly process: Process; readonly milliseconds: number } | null = null;
  private readonly until: number;

  constructor(
    private readonly spawn: () => Process,
    private readonly clock: Clock,
  ) {
    this.until = clock.now() + TRIAL_MS;
  }

  /** The process that runs the pack on the device from now on, or null and a note. @param contested whether the CPU is there, too, and may be better */
  async step(device: string, contested: boolean): Promise<Process | null> {
    if (device === 'cpu' && this.cpu !== null) return this.take(this.cpu.process);
    const process = (this.process ??= this.spawn());
    try {
      if (!(await process.backends()).includes(device)) return this.pass(`${device}: not in this build of the runtime`);
      if (!contested) {
        await process.prove(device);
        return await this.take(process);
      }
      const proof = process.prove(device).then(() => process.warm());
      const milliseconds = await within(proof, this.until - this.clock.now(), this.clock);
      if (milliseconds === null) {
        await this.end();
        return this.pass(`${device}: took longer than the ${TRIAL_MS / 1000} s that a device is tried for`);
      }
      const cpu = await this.timeCpu();
      if (cpu === null || milliseconds < cpu) return await this.take(process);
      return this.pass(`${device}: right, but slower than the CPU here (${shown(milliseconds)} against ${shown(cpu)} ms a golden pass)`);
    } catch (error) {
      this.last = error;
      const said = await process.said();
      const crashed = !process.alive();
      const how = crashed ? `its process ended (${[await this.end(), said].filter((part) => part !== '').join(': ')})` : '';
      return this.pass(`${device}: ${deviceWords(crashed ? how : (error as Error).message, said)}`);
    }
  }

  /** Ends whatever is there but for what was taken. */
  async end(): Promise<string> {
    const { process } = this;
    this.process = null;
    return (await process?.discard()) ?? '';
  }

  async endAll(): Promise<void> {
    await this.end();
    await this.cpu?.process.discard();
    this.cpu = null;
  }

  private pass(note: string): null {
    this.notes.push(note);
    return null;
  }

  private async take(process: Process): Promise<Process> {
    if (this.cpu?.process === process) this.cpu = null;
    if (this.process === process) this.process = null;
    await this.endAll();
    return process;
  }

  /** Milliseconds of a golden pass on the CPU; null where it cannot do the pack. */
  private async timeCpu(): Promise<number | null> {
    if (this.cpu !== null) return this.cpu.milliseconds;
    const process = this.spawn();
    try {
      await process.backends();
      await process.prove('cpu');
      this.cpu = { process, milliseconds: await process.warm() };
      return this.cpu.milliseconds;
    } catch {
      await process.discard();
      return null;
    }
  }
}
