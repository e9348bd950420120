import { DenseqlError, intersect, wholeGrid, type Features, type TaskCall } from '../../core/index.js';
import { freeProposals } from './free-proposals.js';
import type { Head } from './head.js';
import { headProposals } from './head-proposals.js';
import type { OvdetForm } from './options.generated.js';
import { area } from './overlap.js';
import type { Proposal } from './proposal.js';

type Call = Pick<
  TaskCall<{ readonly form: OvdetForm | null }, Head>,
  'features' | 'image' | 'pack' | 'compute' | 'look' | 'signal' | 'options'
>;

/** Of a region without a pass of its own: a proposal of the whole picture belongs to it by this share of its area. */
const INSIDE = 0.5;

/** The head to look with, or null for the form without. @param field of the form, for errors @throws PLUGIN_UNAVAILABLE where HEAD is asked for and the pack has none */
export function headFor({ options: { form }, pack }: Pick<Call, 'options' | 'pack'>, field: string): Head | null {
  if (form === 'TRAINING_FREE') return null;
  const head = pack.head ?? null;
  if (head || form === null) return head;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `${field}: HEAD needs a head for proposals, which the pack ${pack.name} does not carry (pack.json, heads.ovdet). ` +
      'TRAINING_FREE runs on every pack with dense vectors; null takes the form that a pack has.',
    { pack: pack.name, form },
  );
}

/** How proposals are found, for `meta.form`. */
export const formOf = (head: Head | null): string => (head ? 'trained proposals' : 'training-free proposals');

/** Proposals of a pass as those of the part that was asked about. */
function insideOf(image: Call['image'], proposals: readonly Proposal[]): Proposal[] {
  return proposals.flatMap((proposal) => {
    const box = intersect(proposal.box, image.box);
    return box.width > 0 && box.height > 0 && area(box) >= INSIDE * area(proposal.box) ? [{ ...proposal, box }] : [];
  });
}

/** What is looked for besides what the call says. */
interface Wanted {
  /** Proposals at most. */
  readonly proposals: number;
  /** Of quality; none that is lower is wanted. 0: all are. */
  readonly leastQuality: number;
  /** What the form without a head looks for: cosines of the whole pass's patches with each label, then with each text that competes with them, [N] each. */
  readonly free: {
    readonly maps: Float32Array;
    /** How many of them are labels. */
    readonly labels: number;
    readonly tree: boolean;
  } | null;
}

/**
 * Places that may be whole things, in the part that was asked about, by the pass that it is part of.
 * @returns the best first
 */
export async function findProposals(call: Call, head: Head | null, { proposals, leastQuality, free }: Wanted): Promise<Proposal[]> {
  const pass: Features = wholeGrid(call.features);
  if (head) return insideOf(call.image, await headProposals(call, head, pass, { most: proposals, leastQuality }));
  if (free === null) return [];
  const found = await freeProposals(call, pass, free.maps, free.labels, { proposals, tree: free.tree });
  return insideOf(
    call.image,
    found.filter(({ quality }) => quality >= leastQuality),
  );
}
