import { join } from 'node:path';
import type { Config } from '../../config.js';
import { createPooledEncoder } from '../../encoder/pool/pooled-encoder.js';
import { pictureLimits } from '../../images/limits.js';
import type { Log } from '../../log.js';
import { createSamples } from '../../images/samples.js';
import { Operation } from '../../operation.js';
import { projectRoot } from '../../project-root.js';
import { calibratePack } from './calibrate-pack.js';
import type { PackManifest } from '../manifest.js';

const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
export interface ProveCall {
  readonly config: Config;
  readonly log?: Log;
  readonly signal?: AbortSignal;
  /** False: only prove. */
  readonly calibrate?: boolean;
}

/**
 * Starts a pack as the server does, which verifies its files and proves its golden vectors on the device in use; then fits its constants
 * on the sample pictures.
 *
 * @returns the constants; null when they are not wanted, or when no sample pictures are installed
 * @throws PACK_INVALID, ENCODER_UNAVAILABLE
 */
export async function proveAndFit(
  packFolder: string,
  manifest: PackManifest,
  { config, log = SILENT, signal = new AbortController().signal, calibrate = true }: ProveCall,
  onStage: (stage: 'verifying' | 'calibrating', done?: number, total?: number) => void,
): Promise<PackManifest['calibration'] | null> {
  onStage('verifying');
  // Every picture is seen once: nothing is worth keeping.
  const encoder = createPooledEncoder({ pack: { folder: packFolder, manifest }, pinned: true, config: { ...config, CACHE_BYTES: 1 }, log });
  const stop = (): void => void encoder.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await encoder.ready();
    if (!calibrate) return null;
    onStage('calibrating');
    return await calibratePack({
      encoder,
      samples: createSamples(join(projectRoot(), 'samples')),
      operation: new Operation('compile', signal, Infinity),
      limits: pictureLimits(config),
      onPicture: (done, total) => onStage('calibrating', done, total),
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await encoder.close();
  }
}
