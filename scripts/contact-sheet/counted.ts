/** What is counted in a sample, and how many of it a person sees. */
export interface Counted {
  readonly of: string;
  /** Null: blurred or hidden so that people do not agree. */
  readonly true: number | null;
}

/**
 * One label a sample, counted by eye on the pictures at full size, things that the edge cuts among them. Every sample has an entry: one that is
 * added without is refused, so that no sheet leaves out what a method finds hard.
 */
export const COUNTED: Readonly<Record<string, Counted>> = {
  cat: { of: 'cat', true: 1 },
  spaniels: { of: 'dog', true: 2 },
  // Seven limes, seven lemons, six oranges, four grapefruits; nine slices lie wholly in the picture.
  'citrus-slices': { of: 'fruit slice', true: 24 },
  'honey-bee': { of: 'bee', true: 1 },
  raccoon: { of: 'raccoon', true: 1 },
  'music-room': { of: 'wine bottle', true: 1 },
  'fig-bowl': { of: 'fig', true: 1 },
  paintbrushes: { of: 'paintbrush', true: null },
  dandelions: { of: 'dandelion', true: null },
  // Nobody is on it.
  'mountain-path': { of: 'person', true: 0 },
  'night-bridge': { of: 'boat', true: 1 },
  pagoda: { of: 'pagoda', true: 1 },
  'hot-air-balloon': { of: 'balloon', true: 1 },
  mechanics: { of: 'person', true: 3 },
};
