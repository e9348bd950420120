import type { Link } from './chain.js';
import { Cost } from './cost.js';
import { Notices } from './notices.js';

/** Who asks: what answers within cost, and what they have to say of themselves, joins its own. A client asks with an empty chain. */
export interface Asker {
  readonly chain: readonly Link[];
  readonly cost: Cost;
  readonly notices: Notices;
}

export const askerOf = (chain: readonly Link[]): Asker => ({ chain, cost: new Cost(), notices: new Notices() });
