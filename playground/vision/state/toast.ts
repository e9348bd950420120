import { create } from 'zustand';

export const useToast = create<{ readonly text: string; readonly on: boolean }>(() => ({ text: '', on: false }));

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a moment, also to screen readers. */
export function say(text: string): void {
  clearTimeout(timer);
  useToast.setState({ text, on: true });
  timer = setTimeout(() => useToast.setState({ on: false }), 1500 + text.length * 40);
}
