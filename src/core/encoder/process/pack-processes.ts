import type { Config } from '../../config.js';
import { DenseqlError } from '../../errors.js';
import { fingerprint, sameFingerprint, type Fingerprint } from '../../packs/fingerprint.js';
import { expectManifest } from '../../packs/expect-manifest.js';
import { readGolden } from '../../packs/golden.js';
import type { PackManifest } from '../../packs/manifest.js';
import { verifyPack } from '../../packs/verify-pack.js';
import { NoDevice, climb, deviceUnavailable, rungs } from './device-ladder.js';
import type { EncoderStatus } from '../contract/encoder.js';
import { EncoderProcess } from './encoder-process.js';
import { forkChild } from './fork-child.js';
import { graphPaths } from './graph-paths.js';
import { loadCommand } from './load-command.js';
import type { Log } from '../../log.js';
import { packWords } from './named-folders.js';
import type { PassTimes } from './pass-times.js';
import { measureBatch } from './measure-batch.js';
import { PermanentFailure, type Life } from './life.js';
import { Trial } from './trial.js';

export interface PackProcessOptions {
  readonly packFolder: string;
  readonly manifest: PackManifest;
  readonly config: Config;
  readonly log: Log;
  readonly times: PassTimes;
  /** Called when a fresh process holds the pack as it lay on disk then. */
  readonly proven: (at: Fingerprint) => void;
}

/** Starts processes that hold the pack, on the best device that is proven; remembers which that was. */
export class PackProcesses {
  /** The execution provider of the last start; null before the first. */
  device: string | null = null;
  /** Why better ones were passed over. */
  notes: readonly string[] = [];
  /** Pictures of one size that one pass may take on this device. */
  maxBatch = 1;
  private latest: EncoderProcess | null = null;

  constructor(private readonly options: PackProcessOptions) {}

  /** What the encoder's status tells of its processes. */
  status(): Pick<EncoderStatus, 'device' | 'deviceNotes' | 'memoryBytes'> {
    const memoryBytes = this.latest?.alive === true ? this.latest.memoryBytes : 0;
    return { device: this.device, deviceNotes: this.notes, memoryBytes };
  }

  /**
   * Verifies the pack's files, then starts a process and proves it.
   * @throws PermanentFailure for a pack or a device that will not do however often it is tried; Error when the process would not start
   */
  async start(signal: AbortSignal): Promise<Life> {
    const { packFolder, manifest, config, times, log, proven } = this.options;
    // Before the proof: whatever is changed after this is noticed.
    const sealed = await fingerprint(packFolder, manifest);
    const golden = await expectManifest({ folder: packFolder, manifest })
      .then(() => verifyPack(packFolder, manifest))
      .then(() => readGolden(packFolder, manifest))
      .catch((error: unknown) => {
        if (DenseqlError.is(error)) throw new PermanentFailure(error);
        throw new Error(`the files of the pack ${manifest.name} cannot be read`, { cause: error });
      });
    const shown = await packWords(packFolder, manifest.name);
    const spawn = (): Trial => {
      signal.throwIfAborted();
      const load = (device: string) => loadCommand(packFolder, manifest, device, config.THREADS);
      const trial = new Trial(new EncoderProcess(forkChild(), times, graphPaths(packFolder), shown), { log, golden, load });
      signal.addEventListener('abort', trial.onAbort, { once: true });
      return trial;
    };
    // A device once proven is kept for restarts: the rungs above it need not be tried at each.
    const devices = this.device === null ? rungs(config.DEVICE) : [this.device];
    const climbed = await climb(devices, spawn).catch((error: unknown) => {
      throw error instanceof NoDevice ? this.failure(error) : error;
    });
    signal.removeEventListener('abort', climbed.process.onAbort);
    if (this.device === null) {
      this.notes = climbed.notes;
      this.maxBatch = config.BATCH > 0 ? config.BATCH : climbed.device === 'cpu' ? 1 : await measureBatch(climbed.process, golden);
    }
    this.device = climbed.device;
    const passedOver = climbed.notes.length === 0 ? '' : ` Not used: ${climbed.notes.join('; ')}.`;
    const atATime = this.maxBatch > 1 ? `, up to ${this.maxBatch} pictures a pass` : '';
    log.info(
      { pid: climbed.process.life.pid, pack: manifest.name },
      `The encoder process is ready on ${climbed.device}${atATime}.${passedOver}`,
    );
    if (!sameFingerprint(await fingerprint(packFolder, manifest), sealed)) {
      await climbed.process.discard();
      throw new Error(`the files of the pack ${manifest.name} were changed while they were loaded`);
    }
    proven(sealed);
    const { process } = climbed;
    this.latest = process.life;
    return Object.assign(process.life, { check: () => process.golden().then(() => undefined) });
  }

  private failure(error: NoDevice): Error {
    const { DEVICE } = this.options.config;
    const crashed = error.notes.some((note) => note.includes('its process ended'));
    // After a crash the next try may succeed; a plain refusal stays one.
    if (crashed || this.device !== null) {
      // A device that was fine and is not any more: the next try looks at all of them again.
      this.device = null;
      return error;
    }
    if (DEVICE !== 'auto') return new PermanentFailure(deviceUnavailable(DEVICE, error.message.replace(`${DEVICE}: `, ''), error));
    return new PermanentFailure(
      new DenseqlError(
        'ENCODER_UNAVAILABLE',
        `No device runs the pack ${this.options.manifest.name}: ${error.message}.`,
        {},
        { cause: error },
      ),
    );
  }
}
