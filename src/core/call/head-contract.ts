import type { z } from 'zod';

/**
 * Dimensions of a tensor: a number is exactly that; a name stands for one size, the same wherever it occurs in one run, known from what is fed, or
 * from the call's `sizes`. In outputs `name/8` is an eighth of it, rounded up.
 */
export type Shape = readonly (number | string)[];

/** What a graph is fed, and what it gives. */
export interface GraphContract {
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly outputs: Readonly<Record<string, Shape>>;
}

/** A plugin's head: what packs say of it in pack.json under `heads.<plugin>`, and the graphs that it is made of. */
export interface HeadContract<Head = unknown> {
  /** Of the entry in pack.json; the host reads it once, PACK_INVALID where it does not fit. */
  readonly manifest: z.ZodType<Head>;
  /** Every graph that the plugin runs, by its path inside the pack. */
  graphs(head: Head): Readonly<Record<string, GraphContract>>;
}

/**
 * Declares a plugin's head, so that the compiler knows its entry.
 * @returns the contract, for `head` in the plugin's manifest
 */
export const defineHead = <Head>(contract: HeadContract<Head>): HeadContract<Head> => Object.freeze({ ...contract });
