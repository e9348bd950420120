import { badInput } from '../errors.js';
import type { Detail } from '../images/encoder-size.js';
import type { Operation } from '../operation.js';
import type { OpenSet } from '../references/open-set.js';
import type { ReferenceItem } from '../references/reference-set.js';
import type { Features } from '../visual/features.js';
import type { HeadOwner } from './head-graphs.js';
import type { MethodSpan } from './method-span.js';
import { withOwnErrors } from './own-errors.js';
import { deepFreeze, ownFeatures } from './own.js';

/** A set of pictures that the server keeps as features, as a method may hold it. */
export interface ReferenceSet {
  readonly id: string;
  /** As its owner calls it. */
  readonly name: string;
  /** How closely the encoder looked at its pictures; the picture that is asked about may have another detail. */
  readonly detail: Detail;
  /** Hash of the items in order: equal sets of one encoder have equal ones. */
  readonly content: string;
  /** In the order in which they were added; none of an empty set. */
  readonly items: readonly ReferenceItem[];
  /**
   * Of one item: of its whole picture, or of its box as a region without zoom has them. Read from the disk each time, no pass; copies, as `TaskCall.features`.
   * @throws SET_NOT_FOUND where it was removed meanwhile; BAD_INPUT for what is no item of the set; STORE_FAILED
   */
  features(item: Pick<ReferenceItem, 'id'>): Promise<Features>;
  /**
   * What this plugin learns from the set, kept in memory for later operations until the set is changed, as far as LEARNT_BYTES go; what fails is not kept. Never
   * write to what comes back: it is shared.
   * @param key says all that the value depends on beside the set and the plugin: options, outputs
   * @param make gives arrays, and plain objects and lists of them; it learns from no other set. One large one and two small ones at a time, in turns of who asks. Once
   *   it has begun it goes on when the deadline has passed or the client has left, so that the next question finds what was learnt: the call's `signal` aborts
   *   later then, `features` of the set, `compute` and `text` answer; `visual` and `ask` are the operation's, and fail. It ends when the set is changed, when
   *   the server stops, and after ten times DEADLINE_MS
   * @throws DEADLINE_EXCEEDED, which says whether learning goes on
   */
  learn<Value extends object>(key: string, make: () => Promise<Value>): Promise<Value>;
}

/** A set for methods of one plugin. */
export function ownReferenceSet(
  set: OpenSet,
  { name }: Pick<HeadOwner, 'name'>,
  { lane, deadline }: Pick<Operation, 'lane' | 'deadline'>,
  span: MethodSpan,
): ReferenceSet {
  const { id, name: called, detail, content } = set.info;
  return Object.freeze<ReferenceSet>({
    id,
    name: called,
    detail,
    content,
    items: deepFreeze(structuredClone(set.items)),
    ...withOwnErrors<Pick<ReferenceSet, 'features' | 'learn'>>({
      async features(item) {
        const features = await set.features(item.id);
        if (features) return ownFeatures(features);
        throw badInput('item', `is none of the set "${called}".`);
      },
      learn: (key, make) =>
        set.learn(JSON.stringify([name, key]), (over) => span.hold(over, make), {
          lane,
          deadline,
          signal: span.answered,
          waitsFor: (say) => span.waitsFor(say),
        }),
    }),
  });
}
