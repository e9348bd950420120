import { isLeafType, isListType, isNonNullType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import { DenseqlError } from '../../core/errors.js';
import { isKnown } from '../../core/call/run-method.js';
import { isMade, type MadeType } from '../../core/visual/made.js';
import { isIterable } from './is-iterable.js';
import { isThenable } from './is-thenable.js';

const MADE: Readonly<Record<MadeType, true>> = { Heatmap: true, Mask: true, LabelMap: true, Box: true, Picture: true, Region: true };
const isMadeType = (name: string): name is MadeType => Object.hasOwn(MADE, name);

/** Whose value it is. */
export interface ValueOrigin {
  readonly plugin: string;
  /** `Type.field`. */
  readonly field: string;
}

/** @param problem holds nothing of the value: what a plugin gives may be a secret */
const wrong = ({ plugin, field }: ValueOrigin, problem: string, cause?: unknown): DenseqlError =>
  new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}": the value of ${field} ${problem}.`, { plugin }, { cause });

const failed = (error: unknown, { plugin, field }: ValueOrigin): DenseqlError =>
  isKnown(error)
    ? error
    : new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}" failed while it answered ${field}.`, { plugin }, { cause: error });

/** A list's items, each for itself: one that is wrong is an error in its place, as GraphQL has it. */
function checkItems(type: GraphQLOutputType, values: Iterable<unknown>, origin: ValueOrigin): unknown {
  const item = (value: unknown): unknown => {
    try {
      const checked = checkValue(type, value, origin);
      return isThenable(checked) ? checked.then(undefined, (error: unknown) => failed(error, origin)) : checked;
    } catch (error) {
      return failed(error, origin);
    }
  };
  const items = Array.from(values, item);
  return items.some(isThenable) ? Promise.all(items) : items;
}

/**
 * Looks a plugin's value over by its field's type before GraphQL does, whose own complaints name no plugin and tell the value. What a list or a promise holds is
 * waited for here, where the deadline is known.
 *
 * @returns the value, or a promise of it; an item of a list that is wrong is an Error in its place
 * @throws PLUGIN_FAILED naming plugin and field
 */
export function checkValue(type: GraphQLOutputType, value: unknown, origin: ValueOrigin): unknown {
  if (isThenable(value)) return Promise.resolve(value).then((later) => checkValue(type, later, origin));
  if (value instanceof Error) throw failed(value, origin);
  if (isNonNullType(type)) {
    if (value === null || value === undefined) throw wrong(origin, 'is null, and must not be');
    return checkValue(type.ofType, value, origin);
  }
  if (value === null || value === undefined) return null;
  if (isListType(type)) {
    if (!isIterable(value)) throw wrong(origin, 'is no list');
    return checkItems(type.ofType, value, origin);
  }
  if (isLeafType(type)) return checkLeaf(type, value, origin);
  if (isMadeType(type.name) && !isMade(type.name, value))
    throw wrong(origin, `is no ${type.name} that the host made: \`about.draw\` makes them`);
  if (type.name === 'Point' && !isPoint(value)) throw wrong(origin, 'is no point with finite x and y');
  if (typeof value !== 'object') throw wrong(origin, `is no object, which ${type.name} is`);
  return value;
}

const isPoint = (value: unknown): boolean => {
  const { x, y } = value as { x?: unknown; y?: unknown };
  return Number.isFinite(x) && Number.isFinite(y);
};

/** GraphQL serializes it once more: what a scalar gives need not be what it takes. */
function checkLeaf(type: Extract<GraphQLOutputType, { serialize: unknown }>, value: unknown, origin: ValueOrigin): unknown {
  let written: unknown;
  try {
    written = type.serialize(value);
  } catch (cause) {
    throw wrong(origin, `is no ${type.name}`, cause);
  }
  if (written === null || written === undefined) throw wrong(origin, `is no ${type.name}`);
  return value;
}
