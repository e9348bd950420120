import type { Encoder, EncoderState } from '../encoder.js';
import type { PooledEncoder, PooledState } from '../pool.js';
import { estimateBytes } from './estimate-bytes.js';

const STATES: Readonly<Record<EncoderState, PooledState>> = {
  starting: 'loading',
  restarting: 'loading',
  ready: 'loaded',
  failed: 'failed',
  stopped: 'idle',
};

/** The active encoder as one of the pool. */
export const pooledActive = (encoder: Encoder): PooledEncoder => ({
  encoder,
  get state() {
    return STATES[encoder.status().state];
  },
  get problem() {
    return encoder.status().state === 'failed' ? 'Its process could not be started; the log has the details.' : null;
  },
  get memoryBytes() {
    return encoder.status().memoryBytes || estimateBytes(encoder.manifest);
  },
});
