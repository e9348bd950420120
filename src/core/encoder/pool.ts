import type { Encoder } from './encoder.js';

/** `idle`: known, not in memory; `loading`, `loaded`; `failed`: its files are not right, or its last start failed. */
export type PooledState = 'idle' | 'loading' | 'loaded' | 'failed';

export interface PooledEncoder {
  /** Loads its pack at the first call that needs it; the manifest is known before. */
  readonly encoder: Encoder;
  readonly state: PooledState;
  /** What is wrong where `failed`, in words; null otherwise. The next use tries again. */
  readonly problem: string | null;
  /** Resident bytes of its process where loaded, an estimate from the pack's files otherwise. */
  readonly memoryBytes: number;
}

/** A folder with a pack.json that cannot be read. */
export interface BrokenPack {
  /** Of the folder. */
  readonly name: string;
  readonly problem: string;
}

/** The packs that one server can run: the active one always, others on first use within ENCODER_BYTES; idle ones are let go. */
export interface EncoderPool {
  /** Answers when no encoder is named; never let go. */
  readonly active: Encoder;
  /** Every pack that can be named, the active one first. */
  list(): readonly PooledEncoder[];
  readonly broken: readonly BrokenPack[];
  /** @throws BAD_INPUT naming the encoders there are; PACK_INVALID for a broken one */
  find(name: string): Encoder;
  /** Bytes that encoders hold at present or were promised, and how many they may hold together. */
  memory(): { readonly bytes: number; readonly limit: number };
  close(): Promise<void>;
}
