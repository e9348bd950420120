import { sigmoid } from '../../core/index.js';

/** What one look says: how sure it is that the label is there, 0 to 1, and how many things it has. */
export interface Word {
  readonly presence: number;
  readonly things: number;
}

const LEAST = 1e-9;

/**
 * What several looks say together, 0 to 1: the mean of their log odds, each weighed by the things in it. The highest of them would let the
 * more absent labels pass the more looks there are; a look at a part without things has nothing to say about them.
 */
export function agreed(words: readonly Word[]): number {
  const all = words.reduce((sum, { things }) => sum + things, 0);
  const odds = words.reduce((sum, { presence, things }) => {
    const share = Math.min(1 - LEAST, Math.max(LEAST, presence));
    return sum + (all > 0 ? things / all : 1 / words.length) * Math.log(share / (1 - share));
  }, 0);
  return sigmoid(odds);
}
