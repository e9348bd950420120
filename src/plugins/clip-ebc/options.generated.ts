// Written by `npm run codegen` from plugin.graphql; edit that.

/** Options of `clipEbc`. Only `tiles`, `rescore` and a released HEAD need further passes. */
export interface ClipEbcOptions {
  /** Null takes the head where the encoder has one, and the training-free form otherwise. PLUGIN_UNAVAILABLE for a HEAD that is not there. */
  readonly form: ClipEbcForm | null;
  /**
   * HEAD: side of a block in patches, 1 or more, one of the head's (BAD_INPUT lists them); null takes its first. A released head's blocks are fixed, in
   * pixels: null only. The training-free form has none.
   */
  readonly blockSize: number | null;
  /**
   * For dense or large pictures: this many square tiles along the longer side, 1 to 8, overlapping by at least a quarter, each encoded again
   * at the picture's detail. Where tiles overlap, their mean counts (the paper's sliding window). Each tile is a pass: counted in
   * `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. 1 takes the visual's own pass. A released head takes 1 only: it has windows of its own.
   */
  readonly tiles: number;
  /**
   * Crops encoded again, 0 to 16: of a fixed grid of parts (thirds of the longer side, 9 at most), up to this many that hold most are looked at
   * closer, each with an eighth of its side around it, at the detail that the head names for crops, else the picture's; what is seen there replaces
   * their counts and says whether the label is there, elsewhere the first look stays. Parts that hold less than half a thing are left out. Each is
   * a pass: counted in `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. BAD_INPUT with `tiles` above 1, and with a released head. 0 looks
   * once. Not in the paper.
   */
  readonly rescore: number;
  /**
   * Below this score (see `Count.score`) a label counts as absent: `total` is 0, whatever the blocks say; 0 to 1, 0 never. Null takes the
   * head's own, or 0.5, and 0 with a released head. Not in the paper, which counts people only.
   */
  readonly minPresence: number | null;
  /**
   * One to 8 things of the kind to count, each in a box: what looks like them is counted, and `of` is only what the answer is called. For what no
   * word names, or what a word does not find. In pixels of the upright original, anywhere in the pass that the visual is part of (a region
   * without zoom may be shown things elsewhere in its picture; a zoomed one has its own part alone, else BAD_INPUT); three or four of different sizes say more than one. `Count.score` is
   * null, and `minPresence` must be null or 0: what is shown is there. PLUGIN_UNAVAILABLE where the pack's head takes no examples, BAD_INPUT with
   * TRAINING_FREE. Null counts by the word. Not in the paper; see FamNet (arXiv:2104.08057) and CounTR (arXiv:2208.13721).
   */
  readonly examples: readonly BoxInput[] | null;
}

/** What counts. */
export type ClipEbcForm =
  /**
   * The head that the encoder carries, of one kind (CLIP-EBC) or two (EBC-ZIP: whether a block holds anything, and how many if so); or a released
   * CLIP-EBC (`denseql models convert`) with an encoder of its own, whose windows are passes each. That one counts people alone: BAD_INPUT for
   * other labels. `meta.form` says which.
   */
  | 'HEAD'
  /**
   * No training, no published method: connected places where the label beats background texts are things, one for each prominent maximum or for
   * each median single area. For some tens of things larger than a patch; knows no `uncertainty`.
   */
  | 'TRAINING_FREE';

/** A rectangle of the upright original picture, also when a region of a region is asked for. */
export interface BoxInput {
  /** Left edge. */
  readonly x: number;
  /** Top edge. */
  readonly y: number;
  /** Width, above 0. */
  readonly width: number;
  /** Height, above 0. */
  readonly height: number;
  /** What the numbers are counted in. */
  readonly unit: BoxUnit;
}

/** What a BoxInput is counted in. */
export type BoxUnit =
  /** Pixels of the upright original picture. */
  | 'PIXEL'
  /** Shares of the upright original's width and height, from 0 to 1. */
  | 'NORMALIZED';
