import { set, state } from './store';

/** What stands around the picture, and may be folded away for a larger one. */
export interface Folded {
  /** Method and options. */
  readonly how: boolean;
  /** The answer, its cost and its query. */
  readonly what: boolean;
  readonly gallery: boolean;
}

const NAME = 'denseql:folded';
export const NOTHING: Folded = { how: false, what: false, gallery: false };
const ALL: Folded = { how: true, what: true, gallery: true };

/** As the visitor left it. */
export function storedFolded(): Folded {
  const kept = (localStorage.getItem(NAME) ?? '').split(' ');
  return { how: kept.includes('how'), what: kept.includes('what'), gallery: kept.includes('gallery') };
}

function fold(folded: Folded): void {
  const kept = Object.entries(folded).flatMap(([part, is]) => (is ? [part] : []));
  localStorage.setItem(NAME, kept.join(' '));
  set({ folded });
}

export const toggleFold = (part: keyof Folded): void => fold({ ...state().folded, [part]: !state().folded[part] });

export const isAlone = ({ how, what, gallery }: Folded): boolean => how && what && gallery;

/** The picture alone, or everything again. */
export const toggleAlone = (): void => fold(isAlone(state().folded) ? NOTHING : ALL);
