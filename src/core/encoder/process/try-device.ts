import { realClock, type Clock } from '../../clock.js';
import type { Log } from '../../log.js';
import { readGolden } from '../../packs/golden.js';
import type { Pack } from '../../packs/load-pack.js';
import { deviceHint } from './device-hints.js';
import { climb, NoDevice } from './device-ladder.js';
import { EncoderProcess } from './encoder-process.js';
import { forkChild } from './fork-child.js';
import { graphPaths } from './graph-paths.js';
import { loadCommand } from './load-command.js';
import { packWords } from './named-folders.js';
import { PassTimes } from './pass-times.js';
import { Trial } from './trial.js';
import { within } from './within.js';

/** How a device did with a pack. */
export interface TriedDevice {
  readonly device: string;
  /** Whether it holds the pack's golden vectors. */
  readonly right: boolean;
  /** Milliseconds to start a process, load the pack and compile kernels, one golden pass included; null where it got not so far. */
  readonly startMs: number | null;
  /** Milliseconds of a warm golden pass, picture and texts. */
  readonly goldenMs: number | null;
  /** Why it cannot be used; null where it can. */
  readonly problem: string | null;
  /** The way out, where one is known. */
  readonly hint: string | null;
}

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Tries one device with one pack in a process of its own, which is ended.
 * @param limitMs milliseconds after which it is given up
 * @throws PACK_INVALID when the pack's golden vectors cannot be read
 */
export async function tryDevice(
  { folder, manifest }: Pack,
  device: string,
  threads: number,
  limitMs: number,
  clock: Clock = realClock,
): Promise<TriedDevice> {
  const golden = await readGolden(folder, manifest);
  const shown = await packWords(folder, manifest.name);
  const load = (on: string) => loadCommand(folder, manifest, on, threads);
  const trial = new Trial(new EncoderProcess(forkChild(), new PassTimes(), graphPaths(folder), shown), { log: quiet, golden, load });
  const refused = (problem: string): TriedDevice => {
    const hint = deviceHint(device, problem);
    return { device, right: false, startMs: null, goldenMs: null, problem, hint: hint === '' ? null : hint };
  };
  const from = clock.now();
  try {
    const climbed = await within(
      climb([device], () => trial, clock),
      limitMs,
      clock,
    );
    if (climbed === null) return refused(`no answer within ${Math.round(limitMs / 1000)} s`);
    const startMs = clock.now() - from;
    return { device, right: true, startMs, goldenMs: await trial.warm(), problem: null, hint: null };
  } catch (error) {
    if (error instanceof NoDevice) return refused(error.message.replace(`${device}: `, ''));
    throw error;
  } finally {
    await trial.discard();
  }
}
