import { set } from '../state/store';

/** What makes the pointer, or the focus, on something of a label single that label out everywhere. */
export const hotProps = (place: number) => ({
  onPointerEnter: () => set({ hot: place }),
  onPointerLeave: () => set({ hot: null }),
  onFocus: () => set({ hot: place }),
  onBlur: () => set({ hot: null }),
});
