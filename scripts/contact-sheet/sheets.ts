import { COUNTED } from './counted.js';
import { TILE, type Tile } from './sheet.js';

export interface Sample {
  readonly id: string;
  readonly labels: readonly string[];
}
/** `Query.image` of one sample. @throws Error when the answer carries errors */
export type AskImage = (sample: string, declared: string, fields: string, variables: Record<string, unknown>) => Promise<unknown>;
/** What stands on a sheet for a sample, and what is printed about it. */
export type Show = (sample: Sample, ask: AskImage) => Promise<{ readonly tile: Tile; readonly line: string }>;

/** Asked of every picture, and in none of them. */
const ABSENT = 'submarine';

export const bytesOf = (dataUri: string): Buffer => Buffer.from(dataUri.slice(dataUri.indexOf(',') + 1), 'base64');

interface Overlaid {
  readonly overlay: { readonly dataUri: string };
  readonly meta: { readonly form: string };
}

const segmented =
  (method: string): Show =>
  async (sample, ask) => {
    const labels = [...sample.labels, ABSENT];
    const fields = `segmentation(labels: $labels, by: { ${method}: {} }) { overlay { dataUri } meta { form } }`;
    const { segmentation } = (await ask(sample.id, ', $labels: [String!]!', fields, { labels })) as { segmentation: Overlaid };
    const tile = { picture: bytesOf(segmentation.overlay.dataUri), caption: null };
    return { tile, line: `${labels.join(', ')} (${segmentation.meta.form})` };
  };

/** By the pack's head, or by the form without one: `meta.form` is in the printed line. */
const counted: Show = async (sample, ask) => {
  const entry = COUNTED[sample.id];
  if (entry === undefined) throw new Error(`scripts/contact-sheet/counted.ts says nothing of the sample "${sample.id}".`);
  const fields = `count(of: $of, by: { clipEbc: {} }) { total saturated overlay(maxSize: ${TILE}) { dataUri } meta { form } }`;
  const { count } = (await ask(sample.id, ', $of: String!', fields, { of: entry.of })) as {
    count: Overlaid & { readonly total: number; readonly saturated: boolean | null };
  };
  const answer = `${count.saturated === true ? 'at least ' : ''}${count.total.toFixed(1)}`;
  const caption = `${entry.of}: ${answer} / ${entry.true ?? 'not countable by eye'}`;
  return { tile: { picture: bytesOf(count.overlay.dataUri), caption }, line: `${caption} (${count.meta.form})` };
};

const detected: Show = async (sample, ask) => {
  const labels = [...sample.labels, ABSENT];
  const fields = `detection(labels: $labels, by: { ovdet: {} }) { objects { label score } overlay(maxSize: ${TILE}) { dataUri } meta { form } }`;
  const { detection } = (await ask(sample.id, ', $labels: [String!]!', fields, { labels })) as {
    detection: Overlaid & { readonly objects: readonly { readonly label: string; readonly score: number }[] };
  };
  const found = detection.objects.map(({ label, score }) => `${label} ${score.toFixed(2)}`);
  return {
    tile: { picture: bytesOf(detection.overlay.dataUri), caption: null },
    line: `${found.join(', ') || 'nothing'} (${detection.meta.form})`,
  };
};

/** Sheets by the name that `--by` takes: their file in docs/, and what stands on them. */
export const SHEETS: Readonly<Record<string, { readonly file: string; readonly show: Show }>> = {
  maskclip: { file: 'contact-sheet.jpg', show: segmented('maskclip') },
  denseclip: { file: 'contact-sheet-denseclip.jpg', show: segmented('denseclip') },
  count: { file: 'contact-sheet-count.jpg', show: counted },
  detection: { file: 'contact-sheet-detection.jpg', show: detected },
};
