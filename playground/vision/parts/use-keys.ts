import { useEffect } from 'react';
import { pick } from '../draw/hot';
import { activeLayer } from '../state/active';
import { changeLayer, changeLook, toggleCompare, toggleLabel } from '../state/change';
import { toggleBox } from '../state/box';
import { toggleAlone } from '../state/folded';
import { cancel, run } from '../state/run';
import { set, state } from '../state/store';

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['range', 'checkbox', 'radio'].includes(target.type)));

const click = (selector: string): void => document.querySelector<HTMLElement>(selector)?.click();

/** Keys of one letter, where no text field has the focus; R, C and the like do what their buttons do. */
const LETTERS: Readonly<Record<string, () => void>> = {
  '0': () => changeLayer({ hidden: [] }),
  '/': () => document.getElementById('add-label')?.focus(),
  o: () => click('[data-open]'),
  r: toggleBox,
  c: () => {
    toggleCompare();
    void run();
  },
  d: () => click('[data-theme-switch]'),
  f: toggleAlone,
  '?': () => click('[data-keys]'),
  '[': () => changeLook({ opacity: Math.max(0, state().look.opacity - 0.1) }),
  ']': () => changeLook({ opacity: Math.min(1, state().look.opacity + 0.1) }),
};

function escape(): void {
  const { running, boxing, view, problem, picked } = state();
  if (running) cancel();
  else if (problem) set({ problem: null });
  else if (boxing || view.box) toggleBox();
  else if (picked !== null) pick(null);
  else if (activeLayer(view)?.other) toggleCompare();
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open], [role="menu"]'))
    return;
  if (event.key === 'Escape') return escape();
  if (isText(event.target) || !state().view.source || location.hash.length > 1) {
    if (isText(event.target) || !['o', 'd', '?'].includes(event.key)) return;
  }
  if (event.key === ' ' && !(event.target instanceof HTMLElement && event.target.closest('button, a, summary, [type="checkbox"]'))) {
    document.documentElement.classList.add('bare');
    return event.preventDefault();
  }
  if (/^[1-9]$/.test(event.key)) return toggleLabel(Number(event.key) - 1);
  const act = LETTERS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}

export function useKeys(): void {
  useEffect(() => {
    const release = (event: KeyboardEvent): void => {
      if (event.key === ' ') document.documentElement.classList.remove('bare');
    };
    window.addEventListener('keydown', press);
    window.addEventListener('keyup', release);
    return () => {
      window.removeEventListener('keydown', press);
      window.removeEventListener('keyup', release);
    };
  }, []);
}
