import type { Encoder } from '../contract/encoder.js';

/** `idle`: known, not in memory; `loading`, `loaded`; `failed`: its files are not right, or its last start failed. */
export type PooledState = 'idle' | 'loading' | 'loaded' | 'failed';

export interface PooledEncoder {
  /** Loads its pack at the first call that needs it; the manifest is known before. Another one after its pack was replaced. */
  readonly encoder: Encoder;
  readonly state: PooledState;
  /** What is wrong where `failed`, or with another revision that was put in its place, in words; null otherwise. The next use tries again. */
  readonly problem: string | null;
  /** Resident bytes of its process where loaded, an estimate from the pack's files otherwise. */
  readonly memoryBytes: number;
  /** The encoder to be asked from now on: looks whether its pack was replaced. @throws PACK_INVALID when it was changed in place */
  open(): Promise<Encoder>;
  close(): Promise<void>;
}

/** A folder with a pack.json that cannot be read. */
export interface BrokenPack {
  /** Of the folder. */
  readonly name: string;
  readonly problem: string;
}

/** The packs that one server can run: the active one always, others on first use within ENCODER_BYTES; idle ones are unloaded. */
export interface EncoderPool {
  /** Answers when no encoder is named; never unloaded. */
  readonly active: Encoder;
  /** Every pack that can be named, the active one first. */
  list(): readonly PooledEncoder[];
  readonly broken: readonly BrokenPack[];
  /** The encoder of a name as it is now. @throws BAD_INPUT naming the encoders there are; PACK_INVALID for a broken one */
  find(name: string): Encoder;
  /** As `find`, of the active one where no name is given; a pack that was replaced on disk is noticed. @throws as `find` */
  open(name: string | null): Promise<Encoder>;
  /** Bytes that encoders hold at present or were promised, and how many they may hold together. */
  memory(): { readonly bytes: number; readonly limit: number };
  close(): Promise<void>;
}
