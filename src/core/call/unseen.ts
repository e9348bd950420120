import type { Features } from '../visual/features.js';

/** In the place of features, where the picture's pass has not run: whatever is read of them throws. */
export const UNSEEN = new Proxy(Object.freeze({}), {
  get() {
    throw new Error('The features are not there yet: `before` runs ahead of the pass.');
  },
}) as Features;
