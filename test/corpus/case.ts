import type { Look } from './bases.js';

/** `answered`: any size and colours, or any of the codes for pictures. */
export type Expected =
  | { readonly kind: 'right'; readonly look: Look }
  | { readonly kind: 'right or refused'; readonly look: Look }
  | { readonly kind: 'refused'; readonly codes: readonly string[] }
  | { readonly kind: 'answered' };

export interface Case {
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: Expected;
}

export const BAD: Expected = { kind: 'refused', codes: ['BAD_IMAGE'] };
export const ANSWERED: Expected = { kind: 'answered' };
