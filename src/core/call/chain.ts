import { DenseqlError } from '../errors.js';

/** Who asks: methods that asked each other, the first one first; empty for a client. */
export interface Link {
  readonly task: string;
  readonly method: string;
  readonly plugin: string;
}

/** Questions of plugins to each other, one within the other: a chain that comes back to itself would never end. */
const DEEPEST = 8;

const written = (chain: readonly Link[]): string => chain.map(({ task, method }) => `${task} by ${method}`).join(' -> ');

/**
 * The chain with one more link.
 * @throws PLUGIN_FAILED naming the chain where it is too deep
 */
export function extended(chain: readonly Link[], link: Link): readonly Link[] {
  const longer = [...chain, link];
  if (longer.length <= DEEPEST) return longer;
  const plugin = chain.at(-1)!.plugin;
  throw new DenseqlError(
    'PLUGIN_FAILED',
    `Plugin "${plugin}": methods ask each other more than ${DEEPEST} deep: ${written(longer)}. A method must not lead back to itself.`,
    { plugin, method: chain.at(-1)!.method },
  );
}
