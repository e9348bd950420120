// Written by `npm run codegen` from plugin.graphql; edit that.

/** Options of `ovdet`. Only `rescore` needs further passes. */
export interface OvdetOptions {
  /** Null takes the head where the encoder has one, and the training-free form otherwise. PLUGIN_UNAVAILABLE for a HEAD that is not there. */
  readonly form: OvdetForm | null;
  /** TRAINING_FREE: pieces of a tree of merged patches are places, too, beside connected patches where a label wins. More is found, and more that is wrong. */
  readonly tree: boolean;
  /** Places that are named, the best first, 1 to 300. */
  readonly proposals: number;
  /**
   * The best so many objects are encoded again at LOW with a fifth of their sides around them, and named by both looks, 0 to 16. Each is a pass: counted in
   * `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. 0 looks once.
   */
  readonly rescore: number;
  /**
   * Background of the picture's own (BIRDet's BIM): so many texts of scenes and stuff, those that fit the picture best, become rows of the softmax, 0 to 20; 0 models
   * none. `Detection.backgroundUsed` shows them. Texts that may mean a label are left out.
   */
  readonly scenes: number;
  /** How much of its score an object loses by what background takes of it, 0 to 1: score times 1 less this times `backgroundScore`. 0 loses nothing. */
  readonly backgroundWeight: number;
  /** A box whose middle shows its label much better than all of it is held back: it is larger than its thing. */
  readonly oversizeGuard: boolean;
  /** Which boxes on parts of things, and around groups, are left out (BIRDet's POS). Among boxes of one label only: a wheel of a car stays. */
  readonly parts: OvdetParts;
  /** Boxes of one label that overlap by more (intersection over union) are one thing, 0 to 1. */
  readonly overlap: number;
  /** Weight of the proposal's quality in the geometric mean with what the texts say of it, 0 to 1; 0 leaves the texts alone. Null takes the head's own, or 0.35. */
  readonly qualityShare: number | null;
}

/** What says where things are. */
export type OvdetForm =
  /** The head that the encoder carries: trained on whole things of any kind. */
  | 'HEAD'
  /** No training: connected places where a label wins, and with `tree` pieces of a tree of merged patches. Finds no two things that touch, and nothing smaller than a patch. */
  | 'TRAINING_FREE';

/** What becomes of boxes that lie in others of their label. */
export type OvdetParts =
  /** All stay. */
  | 'OFF'
  /** A box in a larger one goes: it is on a part. */
  | 'PART'
  /** As PART; and a box around several things goes instead of them. */
  | 'GROUP';

/** Options of `instances`. */
export interface InstancesOptions {
  /** As `detection(minScore:)`: objects with a lower score do not count, 0 to 1. Null takes the method's own. */
  readonly minScore: number | null;
  /** As `ovdet`'s: so many of the best are encoded again, a pass each, 0 to 16. */
  readonly rescore: number;
}
