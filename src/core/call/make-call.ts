import { checkDetail } from '../images/encoder-size.js';
import { packId } from '../encoder/contract/pack-id.js';
import { OnceAnOperation } from '../once.js';
import type { ReferenceSets } from '../references/reference-sets.js';
import type { Features } from '../visual/features.js';
import type { OpenVisual } from '../visual/open-visual.js';
import type { Visual } from '../visual/visual.js';
import { askedVisual, namesAsker, namesSource, type Reach } from './asked-visual.js';
import { createCompute } from './compute.js';
import type { TaskCall } from './contract.js';
import { withOwnErrors } from './own-errors.js';
import { ownFeatures } from './own.js';
import { packFacts } from './pack-facts.js';
import type { MethodSpan } from './method-span.js';
import { ownReferenceSet } from './reference-set.js';
import { createTextAccess, type TextAccessOptions } from './text-access.js';
import { UNSEEN } from './unseen.js';

export interface CallParts {
  readonly visual: Visual;
  /** null: the pass has not run. */
  readonly features: Features | null;
  /** Checked and frozen. */
  readonly question: object;
  readonly options: object;
  readonly reach: Reach;
  /** What else was asked, and who hears what is to be told of texts. */
  readonly texts: Omit<TextAccessOptions, 'templates'>;
  readonly open: OpenVisual;
  readonly references: ReferenceSets;
  readonly span: MethodSpan;
}

const shared = new OnceAnOperation<unknown>();

/** Everything that a method gets: its own copies, frozen, all of it of the encoder that saw this picture. */
export function makeCall<Question extends object>(parts: CallParts & { readonly question: Question }): TaskCall & Question {
  const { visual, question, options, reach, texts, span } = parts;
  const { encoder } = visual;
  const { operation } = reach;
  const working = span.of(operation);
  const { manifest } = encoder;
  return Object.freeze({
    ...question,
    ...askedVisual(visual, reach),
    features: parts.features === null ? UNSEEN : ownFeatures(parts.features),
    text: withOwnErrors(createTextAccess(encoder, working, { ...texts, templates: manifest.text.templates }), namesAsker(reach, 'text.')),
    pack: packFacts(manifest, reach.owner),
    compute: withOwnErrors(createCompute(encoder, working, reach.owner)),
    options,
    signal: span.worked,
    once: <Value>(key: string, make: () => Promise<Value>) =>
      shared.get(operation, JSON.stringify([reach.owner.name, packId(manifest), key]), make) as Promise<Value>,
    // Not named as the plugin's question: the client has written the id.
    ...withOwnErrors<Pick<TaskCall, 'referenceSet'>>({
      async referenceSet(id, field) {
        const set = await parts.references.open(String(id), encoder, String(field), operation);
        reach.sets.add(set.info.content);
        return ownReferenceSet(set, reach.owner, operation, span);
      },
    }),
    // Opening names the client's field, or the plugin.
    ...withOwnErrors<Pick<TaskCall, 'visual'>>({
      async visual(source, { detail = visual.detail, field } = {}) {
        const written = field === undefined ? undefined : String(field);
        const opening = withOwnErrors(
          { visual: async () => parts.open({ ...source }, { detail: checkDetail(detail), encoder }, operation) },
          namesSource(reach, written),
        );
        return askedVisual(await opening.visual(), reach, written);
      },
    }),
  } satisfies TaskCall);
}
