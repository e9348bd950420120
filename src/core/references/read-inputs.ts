import type { Config } from '../config.js';
import { DenseqlError } from '../errors.js';
import { hashId } from '../hash-id.js';
import type { ImageSourceInput } from '../images/picture.js';
import { breathe } from '../math/breathe.js';
import type { Operation } from '../operation.js';
import { checkText } from '../text/check-texts.js';
import type { OpenVisual, View } from '../visual/open-visual.js';
import { regionBox, type BoxRequest } from '../visual/region-box.js';
import type { Visual } from '../visual/visual.js';
import type { KeptItem } from './rows.js';

/** A picture for a set, as a client writes it. */
export interface ReferenceInput {
  readonly source: ImageSourceInput;
  readonly box?: BoxRequest | null;
  readonly label?: string | null;
}

export interface InputsParts {
  readonly open: OpenVisual;
  readonly config: Pick<Config, 'MAX_LABEL_LENGTH'>;
}

export interface ReadInput {
  readonly item: KeptItem;
  readonly visual: Visual;
}

/** An error of one picture of several, which names it. */
function within(field: string, error: unknown): Error {
  if (!DenseqlError.is(error) || error.code === 'CANCELLED' || error.code === 'DEADLINE_EXCEEDED') return error as Error;
  return new DenseqlError(error.code, `${field}: ${error.message}`, { ...error.details, field }, { cause: error });
}

/**
 * Opens all pictures before the first is encoded: what is wrong costs no pass.
 * @throws BAD_INPUT, and whatever `image(source:)` fails with, naming the item
 */
export async function readInputs(
  inputs: readonly ReferenceInput[],
  { open, config }: InputsParts,
  view: View,
  operation: Operation,
): Promise<readonly ReadInput[]> {
  const read: ReadInput[] = [];
  for (const [index, { source, box: asked, label: written }] of inputs.entries()) {
    const field = `items[${index}]`;
    const label = written === null || written === undefined ? null : checkText(written, `${field}.label`, config.MAX_LABEL_LENGTH);
    const visual = await open(source, view, operation).catch((error: unknown) => Promise.reject(within(field, error)));
    const { content, original, box: whole } = visual.info;
    const box = asked ? regionBox(asked, original, whole, `${field}.box`) : null;
    const pass = visual.passKey;
    const id = hashId(JSON.stringify([pass, box && [box.x, box.y, box.width, box.height], label]));
    read.push({ item: { id, pass, content, original, box, label }, visual });
    await breathe(operation.lane);
  }
  return read;
}
