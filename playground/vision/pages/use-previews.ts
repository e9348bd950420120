import { useEffect, useState } from 'react';
import { buildQuery } from '../ask/build-query';
import { send } from '../ask/send';
import { newLayer, VIEW } from '../model/view';
import pictureQuery from '../queries/picture.graphql?raw';
import type { PictureQuery } from '../queries.generated';
import { readAnswer } from '../read/read-answer';
import type { Reading } from '../read/reading';
import { state, type Shown } from '../state/store';
import type { CardOf } from './cards';

export interface Preview {
  readonly shown: Shown;
  readonly reading: Reading | null;
}

/** Who knows what to click is not held up by what nobody asked for: so long, in milliseconds, the cards' questions wait. */
const PAUSE_MS = 600;

/** Asks the cards' questions, one after the other so that a visitor who is faster waits for one at most; leaving the page ends it. */
export function usePreviews(cards: readonly CardOf[]): readonly (Preview | undefined)[] {
  const [previews, setPreviews] = useState<readonly (Preview | undefined)[]>([]);
  const key = cards.map(({ sample, task }) => `${sample.id} ${task.name}`).join();
  useEffect(() => {
    const controller = new AbortController();
    const put = (place: number, preview: Preview) => setPreviews((before) => Object.assign([...before], { [place]: preview }));
    void askAll(cards, put, controller.signal).catch(() => undefined);
    return () => controller.abort();
    // The cards are made anew with every drawing; their names tell whether they are others.
  }, [key]);
  return previews;
}

async function askAll(cards: readonly CardOf[], put: (place: number, preview: Preview) => void, signal: AbortSignal): Promise<void> {
  const shown = await Promise.all(cards.map((card) => pictureOf(card, signal)));
  for (const [place, one] of shown.entries()) if (one) put(place, { shown: one, reading: null });
  await pause(signal);
  for (const [place, card] of cards.entries()) {
    const picture = shown[place];
    const reading = await readingOf(card, signal);
    if (picture && reading) put(place, { shown: picture, reading });
  }
}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PAUSE_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('The page was left.'));
    });
  });

async function pictureOf({ sample }: CardOf, signal: AbortSignal): Promise<Shown | null> {
  const { data } = await send<PictureQuery>(pictureQuery, { source: { sample: sample.id }, maxSize: 640 }, signal);
  const image = data?.image;
  return image?.picture ? { url: image.picture.dataUri, width: image.width, height: image.height, title: sample.title } : null;
}

async function readingOf({ sample, task, texts }: CardOf, signal: AbortSignal): Promise<Reading | null> {
  const { schema, tasks } = state().start!;
  const { text, asks } = buildQuery(schema, tasks, { ...VIEW, source: { sample: sample.id }, layers: [newLayer(task.name, texts)] });
  const { data } = await send<{ image: Record<string, unknown> | null }>(text, undefined, signal);
  const answer = data?.image?.[asks[0]?.path[1] ?? ''];
  return answer == null ? null : readAnswer(schema, task.type, answer);
}
