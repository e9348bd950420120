import { create } from 'zustand';
import type { Hot } from '../draw/hot';
import type { Ask } from '../ask/build-query';
import type { Start } from '../ask/load-start';
import type { Problem } from '../ask/problem';
import type { Cost } from '../ask/send';
import { LOOK, VIEW, type Look, type View } from '../model/view';
import type { Reading } from '../read/reading';
import type { Folded } from './folded';

/** The picture as it is shown. */
export interface Shown {
  /** An address that an `img` takes. */
  readonly url: string;
  /** Of the upright original, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

export interface Part extends Ask {
  readonly reading: Reading;
}

/** The last answer, with the question that it answers. */
export interface Answered {
  readonly view: View;
  readonly query: string;
  readonly parts: readonly Part[];
  readonly cost: Cost | null;
  /** As it came, for who wants it whole. */
  readonly data: unknown;
}

export interface Running {
  /** What is waited for, in words. */
  readonly stage: string;
  /** Of `performance.now()`. */
  readonly since: number;
  readonly cancel: () => void;
}

export interface Playground {
  readonly start: Start | null;
  readonly view: View;
  readonly look: Look;
  readonly shown: Shown | null;
  /** The visitor's own picture, kept to send it again. */
  readonly file: Blob | null;
  readonly running: Running | null;
  readonly answered: Answered | null;
  readonly problem: Problem | null;
  /** What of the active layer the pointer is on, else what was picked. */
  readonly hot: Hot;
  /** The place of what stays singled out without a pointer on it. */
  readonly picked: number | null;
  /** A query that the visitor wrote in the place of the page's own. */
  readonly written: string | null;
  readonly folded: Folded;
  /** Whether the next drag, or the arrows, make a box. */
  readonly boxing: boolean;
  /** Which side the form edits while two are compared. */
  readonly editing: 'left' | 'right';
}

export const usePlayground = create<Playground>(() => ({
  start: null,
  view: VIEW,
  look: LOOK,
  shown: null,
  file: null,
  running: null,
  answered: null,
  problem: null,
  hot: null,
  picked: null,
  written: null,
  folded: { how: false, what: false, gallery: false },
  boxing: false,
  editing: 'left',
}));

export const state = usePlayground.getState;
export const set = usePlayground.setState;
