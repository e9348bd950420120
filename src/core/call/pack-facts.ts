import type { PackManifest, TailAttention } from '../packs/manifest.js';
import { headEntry, type HeadOwner } from './head-graphs.js';
import { deepFreeze } from './own.js';

/** Facts about the pack that the features come from. */
export interface PackFacts<Head = unknown> {
  readonly name: string;
  readonly revision: string;
  /** Name of this pack's stand-in when it lacks CLIP's value path. */
  readonly form: string;
  readonly logitScale: number;
  readonly templates: readonly string[];
  readonly calibration: {
    readonly presence: { readonly midpoint: number; readonly slope: number };
    readonly background: readonly string[];
    readonly pixelThreshold: number;
    /** Floor of masks, the share of a label's statistic below which it has nothing of a patch, and the share of it that is taken off where labels are compared; absent: the midpoint, 0 and 0. */
    readonly masks?: { readonly floor: number; readonly least: number; readonly own?: number } | undefined;
  };
  /** Attentions with which the last block can be run again (`Compute.tail`); empty when the pack has no such tail. */
  readonly tail: readonly TailAttention[];
  /** Whether it can be told by a mask what to look at (`Look.encodeMasked`): a CLIP with OVSeg's mask prompts. */
  readonly masked: boolean;
  /** Numbers of a vector that stands in the place of a token (`TextAccess.embedLearned`); null: the pack was compiled without `--inputs-embeds`, and takes none. */
  readonly tokenWidth: number | null;
  /**
   * The pack's entry for the asking plugin under `heads`, read by the plugin's own schema; undefined when it has none.
   * @throws PACK_INVALID when the entry does not fit that schema: where it is looked at, so that forms without a head run all the same
   */
  readonly head: Head | undefined;
}

const shared = new WeakMap<PackManifest, Omit<PackFacts, 'head'>>();

/** Copied and frozen once a pack: every method gets the same. */
function factsOf(manifest: PackManifest): Omit<PackFacts, 'head'> {
  const known = shared.get(manifest);
  if (known) return known;
  const { name, revision, form, logitScale, text, calibration, image } = manifest;
  const tail = image.tail?.attentions ?? [];
  const facts = deepFreeze(
    structuredClone({
      ...{ name, revision, form, logitScale, templates: text.templates, calibration, tail },
      ...{ masked: image.masked !== undefined, tokenWidth: text.inputsEmbeds?.width ?? null },
    }),
  );
  shared.set(manifest, facts);
  return facts;
}

/**
 * What a method may know of the pack that its features come from.
 * @param owner the plugin that the method belongs to: it sees its own entry under `heads` and no other
 */
export const packFacts = (manifest: PackManifest, owner: HeadOwner): PackFacts =>
  Object.freeze({
    ...factsOf(manifest),
    get head() {
      return headEntry(owner, manifest);
    },
  });
