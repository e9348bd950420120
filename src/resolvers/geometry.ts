import type { Resolvers } from './types.generated.js';

export const geometryResolvers = {
  Point: {
    // A point is a value, and there may be thousands: made only where it is selected.
    id: ({ x, y }) => `${x},${y}`,
    x: ({ x }) => x,
    y: ({ y }) => y,
  },
} satisfies Resolvers;
