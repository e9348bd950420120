import { set, state } from '../state/store';
import type { Finding } from '../read/reading';

/** What is singled out: a finding by its place, or all of one name. */
export type Hot = number | string | null;

export const isHot = (hot: Hot, { place, name }: Pick<Finding, 'place' | 'name'>): boolean => hot === place || hot === name;

/** What makes the pointer, or the focus, on something of a label single that label out everywhere. Afterwards, what was picked stands out again. */
export const hotProps = (hot: number | string) => ({
  onPointerEnter: () => set({ hot }),
  onPointerLeave: () => set({ hot: state().picked }),
  onFocus: () => set({ hot }),
  onBlur: () => set({ hot: state().picked }),
});

/** Keeps one singled out, for fingers, which cannot hover; once more, or nothing, lets it go. */
export function pick(place: number | null): void {
  const picked = state().picked === place ? null : place;
  set({ picked, hot: picked });
}
