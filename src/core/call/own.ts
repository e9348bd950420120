import { DenseqlError } from '../errors.js';
import type { Tensor } from '../math/tensor.js';
import type { Features } from '../visual/features.js';
import { ownTensor } from '../math/own-tensor.js';

// What a method gets is its own. Typed arrays cannot be frozen, so they are copied (math/own-tensor.ts); everything else is frozen.

/** Plain objects and arrays, frozen to any depth; arrays of numbers and instances of classes are left as they are. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  if (!isPlain) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}

/** The host's features behind those that a method holds. */
const originals = new WeakMap<Features, Features>();

/**
 * Features that a method may write to. An output is copied when it is first asked for, once a call: 2.6 MB for 1,728 patches of 384 numbers, some
 * thousandth of the pass that made them.
 */
export function ownFeatures(features: Features): Features {
  const made = new Map<string, Tensor>();
  const { key, rows, columns, frame, within, outputs } = features;
  const own: Features = Object.freeze({
    key,
    rows,
    columns,
    frame: Object.freeze({ ...frame }),
    within: within && Object.freeze({ ...within, features: ownFeatures(within.features) }),
    outputs: new Set(outputs),
    output(name: string): Tensor {
      const tensor = made.get(name) ?? ownTensor(features.output(name));
      made.set(name, tensor);
      return tensor;
    },
  });
  originals.set(own, features);
  return own;
}

/**
 * What the host gave: what it computes further for others too must not start from numbers that a method may have changed.
 * @throws PLUGIN_FAILED for features that a method has made itself
 */
export function hostFeatures(own: Features): Features {
  const features = originals.get(own);
  if (features) return features;
  throw new DenseqlError(
    'PLUGIN_FAILED',
    'Features must be those that the host gave: of the call, of `look.encode`, or the whole grid of them.',
  );
}
