import type { EncodedText, PassFeatures } from '../contract/encoder.js';

/**
 * What was computed before, by key. Values are plain data, so that they can be kept elsewhere than in this process. A store that forgets or fails
 * costs a pass, never an answer.
 */
export interface Store<Value> {
  /** The value of each key, undefined where there is none. */
  get(keys: readonly string[]): Promise<readonly (Value | undefined)[]>;
  /** Keeps a value under its key; may let go of others, or of this one, to stay within its room. */
  set(key: string, value: Value): Promise<void>;
  /** Bytes that it holds at present, as far as it knows. */
  bytes(): number;
}

/**
 * What encoders gave before. One pair for all encoders of a server: the settings bound the sum, and what an encoder gave stays known
 * after it was unloaded. Keys begin with the pack's id, and then with the scope of who asked, where there is one (`Operation.scope`).
 */
export interface EncoderStores {
  readonly features: Store<PassFeatures>;
  readonly texts: Store<EncodedText>;
}
