import type { Link } from './chain.js';
import type { Operation } from '../operation.js';
import { Cost } from './cost.js';
import { Notices } from './notices.js';

/** Who asks: what answers within cost, and what they have to say of themselves, joins its own. A client asks with an empty chain. */
export interface Asker {
  readonly chain: readonly Link[];
  readonly cost: Cost;
  readonly notices: Notices;
  /** Contents of the reference sets that the answer was made with, those of answers within included. */
  readonly sets: Set<string>;
  /** What is asked further comes out of this answer's share of the budget; null: a client asks. */
  readonly operation: Operation | null;
}

export const askerOf = (chain: readonly Link[], operation: Operation | null = null): Asker => ({
  chain,
  cost: new Cost(),
  notices: new Notices(),
  sets: new Set(),
  operation,
});
