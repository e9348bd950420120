import type { PassFeatures } from '../encoder/contract/encoder.js';
import { DenseqlError } from '../errors.js';
import type { Operation } from '../operation.js';
import type { View } from '../visual/open-visual.js';
import { numbersOfPass, passOf } from './pass-bytes.js';
import { readInputs, type InputsParts, type ReferenceInput } from './read-inputs.js';
import type { ReferenceSetInfo } from './reference-set.js';
import type { NewSet } from './set-changes.js';
import type { SetStore } from './set-store.js';

/** Times that passes which are deleted by somebody else meanwhile are made anew. */
const TRIES = 3;

export interface Keeping extends InputsParts {
  readonly store: SetStore;
}

export interface Put {
  readonly owner: string;
  /** A new one, or the id of one that is there. */
  readonly set: string | NewSet;
  readonly inputs: readonly ReferenceInput[];
  readonly view: View;
}

/**
 * Encodes what is not kept yet, and keeps all pictures or none.
 * @throws SET_NOT_FOUND, BAD_INPUT, LIMIT_EXCEEDED, STORE_FAILED, whatever pictures and passes fail with; OVERLOADED where others delete the same again and again
 */
export async function putPictures(
  { store, ...parts }: Keeping,
  { owner, set, inputs, view }: Put,
  operation: Operation,
): Promise<ReferenceSetInfo> {
  operation.take('regions', inputs.length);
  const asked = await readInputs(inputs, parts, view, operation);
  const visuals = new Map(asked.map(({ item, visual }) => [item.pass, visual]));
  const passes = new Map<string, PassFeatures>();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const known = await store.known(owner, [...visuals.keys()]);
    const missing = [...visuals].filter(([key]) => !known.has(key) && !passes.has(key));
    const bytes = missing.map(([, visual]) => numbersOfPass(visual.grid, view.encoder.manifest.outputs));
    // Before the first pass; what its head takes beside is counted when it is kept.
    if (missing.length > 0)
      await store.expectRoom(
        owner,
        bytes.reduce((sum, one) => sum + one, 0),
      );
    await Promise.all(missing.map(async ([key, visual]) => passes.set(key, passOf((await visual.features()).features))));
    // From here on it is done, whoever still waits: what is answered is kept.
    operation.throwIfOver();
    const items = asked.map(({ item }) => item);
    const added = await store.add(owner, set, items, passes);
    if (added) return added;
  }
  throw new DenseqlError('OVERLOADED', 'What is kept was changed again and again meanwhile. Try again.', { retryAfterMs: 1000 });
}
