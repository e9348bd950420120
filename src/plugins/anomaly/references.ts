import { badInput, breather, type AnomalyCall, type Features, type ImageSourceInput, type Said } from '../../core/index.js';

/** A picture to compare with. */
export interface Reference {
  readonly content: string;
  readonly features: Features;
  /** Encodes parts of it again; null where there is no picture. */
  readonly look: AnomalyCall['look'] | null;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface References {
  /** No two of equal content, none the picture itself; one or more. */
  readonly list: readonly Reference[];
  readonly notices: readonly Said[];
}

type Call = Pick<AnomalyCall, 'visual' | 'image' | 'signal'>;

/**
 * Leaves out what says nothing: pictures that are there twice, and the picture that is asked about itself, beside which nothing could stand out.
 * @param field as the client wrote it, e.g. `by.memory.normal`
 * @throws BAD_INPUT where nothing is left
 */
export function distinctReferences<Item extends { readonly content: string }>(
  items: readonly Item[],
  content: string,
  field: string,
): { readonly list: readonly Item[]; readonly notices: readonly Said[] } {
  const notices: Said[] = [];
  const seen = new Map<string, number>();
  const list = items.filter((item, place) => {
    if (item.content === content) {
      const message = `${field}[${place}] is the picture that is asked about: it was left out, or nothing in it could stand out.`;
      notices.push({ code: 'PICTURE_AMONG_REFERENCES', message, field: `${field}[${place}]` });
      return false;
    }
    const first = seen.get(item.content);
    if (first === undefined) {
      seen.set(item.content, place);
      return true;
    }
    const message = `${field}[${place}] is the same picture as ${field}[${first}]: it counts once.`;
    notices.push({ code: 'PICTURES_ALIKE', message, field: `${field}[${place}]` });
    return false;
  });
  if (list.length > 0) return { list, notices };
  throw badInput(field, 'has no picture but the one that is asked about. Give at least one other.');
}

/**
 * Pictures of a query to compare with: all are opened before the first of them is encoded, so that too many cost nothing.
 * @throws whatever `image(source:)` fails with, naming the picture; LIMIT_EXCEEDED; BAD_INPUT where the picture itself is the only one
 */
export async function openReferences(call: Call, sources: readonly ImageSourceInput[], field: string): Promise<References> {
  const breathe = breather(call.signal);
  const opened = [];
  for (const [place, source] of sources.entries()) {
    const visual = await call.visual(source, { field: `${field}[${place}]` });
    opened.push({ content: visual.image.content, visual });
    await breathe();
  }
  const { list, notices } = distinctReferences(opened, call.image.content, field);
  const encoded = await Promise.all(
    list.map(async ({ content, visual }): Promise<Reference> => {
      return { content, features: await visual.features(), look: visual.look, box: visual.image.box };
    }),
  );
  return { list: encoded, notices };
}
