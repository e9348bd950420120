import type { Encoder, EncoderState } from '../contract/encoder.js';
import { estimateBytes } from './estimate-bytes.js';
import type { PooledEncoder, PooledState } from './pool.js';

const STATES: Readonly<Record<EncoderState, PooledState>> = {
  starting: 'loading',
  restarting: 'loading',
  ready: 'loaded',
  failed: 'failed',
  stopped: 'idle',
};

/** An encoder that somebody else runs, as one of the pool. */
export const foreignEncoder = (encoder: Encoder): PooledEncoder => ({
  encoder,
  open: async () => encoder,
  close: () => encoder.close(),
  get state() {
    return STATES[encoder.status().state];
  },
  get problem() {
    return encoder.status().state === 'failed' ? 'It could not be started; the log has the details.' : null;
  },
  get memoryBytes() {
    return encoder.status().memoryBytes || estimateBytes(encoder.manifest);
  },
});
