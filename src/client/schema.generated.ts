// Written by `npm run codegen` from the SDL files; edit those.
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
};

/** A connected place that stands out. */
export type AnomalousRegion = {
  /** The smallest box around it, in pixels of the upright original, inside the visual. */
  readonly box: Box;
  /** The answer's id and the place in it. */
  readonly id: Scalars['ID']['output'];
  /** Its pixels, where the map is at the threshold or above. The mask covers the visual, so that masks of several regions have one frame. */
  readonly mask?: Maybe<Mask>;
  /** The middle of that cell of the map, in pixels of the upright original. */
  readonly peak: Point;
  /** The place as a part of the picture, which can be asked whatever a picture can be asked. Counts as a region. */
  readonly region?: Maybe<Region>;
  /** The highest value of the map in it, on the scale of `Anomaly.map`: of the first region `map.max`. */
  readonly score: Scalars['Float']['output'];
};


/** A connected place that stands out. */
export type AnomalousRegionMaskArgs = {
  maxSize?: Scalars['Int']['input'];
};


/** A connected place that stands out. */
export type AnomalousRegionRegionArgs = {
  detail?: InputMaybe<Detail>;
  zoom?: Scalars['Boolean']['input'];
};

/** How far a visual is from normal. What the method does not know is null. */
export type Anomaly = {
  /** Hash of visual, question, method and revision: equal ids are equal answers, and clients keep them by it. */
  readonly id: Scalars['ID']['output'];
  /** Whether `score` is above `threshold`. Null where the method has no threshold. */
  readonly isAnomalous?: Maybe<Scalars['Boolean']['output']>;
  /**
   * How abnormal each place is, 0 or more, on the scale of `mapThreshold`. Of a region its patches that lie in it by half or more, their values as they are, laid over its
   * box: places may be off by up to half a patch. `score` and `regions` are of these patches alone.
   */
  readonly map: Heatmap;
  /** The value of `map` from which on a place belongs to one of `regions`. Null where the method has none. */
  readonly mapThreshold?: Maybe<Scalars['Float']['output']>;
  /** How the result came about. */
  readonly meta: Meta;
  /**
   * The visual under the colours of `map`, to look at: no colour below `mapThreshold`, a line there, red from twice it on; where there is no threshold, from no colour at 0 to
   * red at the map's highest value. Score and threshold below.
   */
  readonly overlay?: Maybe<Picture>;
  /**
   * Where `score` would stand among normal pictures, 0 to 1: the share of them that would score lower, as the method estimates it from the normals that it was
   * given. With few of them an estimate more than a count. Null where the method was given none.
   */
  readonly percentile?: Maybe<Scalars['Float']['output']>;
  /**
   * Connected places where `map`, enlarged smoothly, is at `mapThreshold` or above, the highest peak first: every cell of the map that is, lies in one. Empty where nothing
   * is, or the method has no threshold.
   */
  readonly regions: ReadonlyArray<AnomalousRegion>;
  /** How abnormal the visual is, 0 or more, on the method's scale (its description says which). Comparable between pictures that are asked alike. */
  readonly score: Scalars['Float']['output'];
  /** The score above which a visual counts as anomalous, on the scale of `score`. */
  readonly threshold?: Maybe<Scalars['Float']['output']>;
  /** How unsure the method is of `map`, place by place: the standard deviation of its samples, on the map's scale. Null where it draws none. */
  readonly uncertainty?: Maybe<Heatmap>;
};


/** How far a visual is from normal. What the method does not know is null. */
export type AnomalyOverlayArgs = {
  maxSize?: Scalars['Int']['input'];
  opacity?: Scalars['Float']['input'];
};


/** How far a visual is from normal. What the method does not know is null. */
export type AnomalyRegionsArgs = {
  limit?: Scalars['Int']['input'];
};

/** The methods for `anomaly`, one member each; exactly one is given. Members come from plugins. */
export type AnomalyMethod =
  /**
   * Against pictures of good ones: each patch is compared with the likest patch of the normals, on layers in the middle of the encoder (PatchCore, arXiv:2106.08265, on
   * the encoder's own patches). `Anomaly.map` is a patch's distance (1 less the cosine) over the one that good ones have there plus 0.1, from 0; thresholds come from the
   * normals alone, each compared with the others. Training-free, on every encoder. A pass for each normal that is not known, and none but the picture's own for those that are
   * known or in a set.
   */
  { readonly memory: MemoryOptions; readonly mutual?: never; readonly zeroShot?: never; }
  |  /**
   * Among pictures of one product that need not be good ones: what has its like in many others is normal, what has it in few is not (MuSc, arXiv:2401.16753). Wants
   * some twenty. `Anomaly.score` and `map` are distances of unit vectors, 0 to 2; there is no threshold, since nobody says which are good: compare scores within the
   * batch. Training-free, on every encoder. A pass for each picture that is not known; the work grows with their number times `squares` times the layers, for each
   * picture that is asked, and for all of them with `rescore`.
   */
  { readonly memory?: never; readonly mutual: MutualOptions; readonly zeroShot?: never; }
  |  /**
   * From no other picture. On a pack with a head for it (`meta.form` says so): by what was learnt of defects on other things, with states "as it should be" and "as it should
   * not" drawn as samples from distributions that texts of `of` (`object` where it is null) give: `map` is the samples' mean likeliness, 0 to 1, `uncertainty` their standard deviation, 0
   * to 0.5; thresholds are the head's own, chosen on things that it had not seen (pocket: one in five sound ones is above, docs/anomaly.md has what is missed). A stand-in for Bayes-PFL (arXiv:2503.10080). On other packs: by those texts alone (WinCLIP, arXiv:2303.14814; 242 texts), `score` and `map` 0 to 1,
   * neither threshold nor uncertainty, since no picture says what is normal: compare scores of pictures of one kind. Encoders of the CLIP family know such states.
   */
  { readonly memory?: never; readonly mutual?: never; readonly zeroShot: ZeroShotOptions; };

/** How one score is made of a map. */
export type AnomalyScore =
  /** The highest value: for small defects. */
  | 'MAX'
  /** The mean of the top 1 % of places: one odd patch is not enough. */
  | 'TOP_MEAN';

/** A rectangle in pixels of the upright original picture: x to the right, y down, from the top-left corner. */
export type Box = {
  /** Height in pixels, above 0. */
  readonly height: Scalars['Float']['output'];
  /** The original's size and the four numbers: equal boxes of equal originals have equal ids. */
  readonly id: Scalars['ID']['output'];
  /** The same rectangle as shares of the upright original's sides. */
  readonly normalized: NormalizedBox;
  /** Width in pixels, above 0. */
  readonly width: Scalars['Float']['output'];
  /** Left edge in pixels. */
  readonly x: Scalars['Float']['output'];
  /** Top edge in pixels. */
  readonly y: Scalars['Float']['output'];
};

/** A rectangle of the upright original picture, also when a region of a region is asked for. */
export type BoxInput = {
  /** Height, above 0. */
  readonly height: Scalars['Float']['input'];
  /** What the numbers are counted in. */
  readonly unit?: BoxUnit;
  /** Width, above 0. */
  readonly width: Scalars['Float']['input'];
  /** Left edge. */
  readonly x: Scalars['Float']['input'];
  /** Top edge. */
  readonly y: Scalars['Float']['input'];
};

/** What a BoxInput is counted in. */
export type BoxUnit =
  /** Shares of the upright original's width and height, from 0 to 1. */
  | 'NORMALIZED'
  /** Pixels of the upright original picture. */
  | 'PIXEL';

/** A folder of models whose pack.json cannot be read. */
export type BrokenPack = {
  /** Name of the folder. */
  readonly name: Scalars['String']['output'];
  /** What is wrong. */
  readonly problem: Scalars['String']['output'];
};

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

/** Options of `clipEbc`. Only `tiles`, `rescore` and a released HEAD need further passes. */
export type ClipEbcOptions = {
  /**
   * HEAD: side of a block in patches, 1 or more, one of the head's (BAD_INPUT lists them); null takes its first. A released head's blocks are fixed, in
   * pixels: null only. The training-free form has none.
   */
  readonly blockSize?: InputMaybe<Scalars['Int']['input']>;
  /**
   * One to 8 things of the kind to count, each in a box: what looks like them is counted, and `of` is only what the answer is called. For what no
   * word names, or what a word does not find. In pixels of the upright original, anywhere in the pass that the visual is part of (a region
   * without zoom may be shown things elsewhere in its picture; a zoomed one has its own part alone, else BAD_INPUT); three or four of different sizes say more than one. `Count.score` is
   * null, and `minPresence` must be null or 0: what is shown is there. PLUGIN_UNAVAILABLE where the pack's head takes no examples, BAD_INPUT with
   * TRAINING_FREE. Null counts by the word. Not in the paper; see FamNet (arXiv:2104.08057) and CounTR (arXiv:2208.13721).
   */
  readonly examples?: InputMaybe<ReadonlyArray<BoxInput>>;
  /** Null takes the head where the encoder has one, and the training-free form otherwise. PLUGIN_UNAVAILABLE for a HEAD that is not there. */
  readonly form?: InputMaybe<ClipEbcForm>;
  /**
   * Below this score (see `Count.score`) a label counts as absent: `total` is 0, whatever the blocks say; 0 to 1, 0 never. Null takes the
   * head's own, or 0.5, and 0 with a released head. Not in the paper, which counts people only.
   */
  readonly minPresence?: InputMaybe<Scalars['Float']['input']>;
  /**
   * Crops encoded again, 0 to 16: of a fixed grid of parts (thirds of the longer side, 9 at most), up to this many that hold most are looked at
   * closer, each with an eighth of its side around it, at the detail that the head names for crops, else the picture's; what is seen there replaces
   * their counts and says whether the label is there, elsewhere the first look stays. Parts that hold less than half a thing are left out. Each is
   * a pass: counted in `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. BAD_INPUT with `tiles` above 1, and with a released head. 0 looks
   * once. Not in the paper.
   */
  readonly rescore?: Scalars['Int']['input'];
  /**
   * For dense or large pictures: this many square tiles along the longer side, 1 to 8, overlapping by at least a quarter, each encoded again
   * at the picture's detail. Where tiles overlap, their mean counts (the paper's sliding window). Each tile is a pass: counted in
   * `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. 1 takes the visual's own pass. A released head takes 1 only: it has windows of its own.
   */
  readonly tiles?: Scalars['Int']['input'];
};

/** Colours of a heatmap, from the smallest value to the largest. */
export type Colormap =
  /** Dark blue to yellow. Even in lightness, reads the same with colour-blind eyes. */
  | 'CIVIDIS'
  /** Black to white. */
  | 'GRAY'
  /** Blue over green to red. Shows fine steps; not even in lightness. */
  | 'TURBO'
  /** Dark violet to yellow. Even in lightness, also in grey print. */
  | 'VIRIDIS';

/** How many things of a kind a visual shows. What the method does not know is null. */
export type Count = {
  /** Things per block, on the method's grid of blocks. Where the grid fits the visual its values sum to `total`. */
  readonly density?: Maybe<Heatmap>;
  /** Hash of visual, question, method and revision: equal ids are equal answers, and clients keep them by it. */
  readonly id: Scalars['ID']['output'];
  /** How the result came about. */
  readonly meta: Meta;
  /** What was counted, trimmed. */
  readonly of: Scalars['String']['output'];
  /** The visual under the colours of `density`, with its points and a legend, to look at. Null where the method gives no density. */
  readonly overlay?: Maybe<Picture>;
  /**
   * Where the things are, in pixels of the upright original, the most certain first: about `total` points. A method on blocks knows places
   * only to a block.
   */
  readonly points?: Maybe<ReadonlyArray<Point>>;
  /** Whether there is more than the method can tell apart: `total` is a lower bound then. */
  readonly saturated?: Maybe<Scalars['Boolean']['output']>;
  /** How sure the method is that any such thing is in the visual, 0 to 1. Comparable between pictures. */
  readonly score?: Maybe<Scalars['Float']['output']>;
  /**
   * How many: the sum of the expected values of all blocks of the visual, 0 or more, rarely whole. A region without zoom gets its share of
   * its picture's blocks by area, so that regions which tile a picture sum to the picture, unless `score` finds one of them empty.
   */
  readonly total: Scalars['Float']['output'];
  /**
   * Standard deviation of `total`, in things: the square root of the blocks' variances summed, which takes blocks for independent of each
   * other. It covers what the method is unsure of, not what it is wrong about.
   */
  readonly uncertainty?: Maybe<Scalars['Float']['output']>;
};


/** How many things of a kind a visual shows. What the method does not know is null. */
export type CountOverlayArgs = {
  maxSize?: Scalars['Int']['input'];
  opacity?: Scalars['Float']['input'];
};


/** How many things of a kind a visual shows. What the method does not know is null. */
export type CountPointsArgs = {
  limit?: Scalars['Int']['input'];
};

/** The methods for `count`, one member each; exactly one is given. Members come from plugins. */
export type CountMethod =
  /**
   * CLIP-EBC (arXiv:2403.09281): blocks of patches are sorted into bins of counts by their likeness to sentences such as "There are two
   * apples."; the expected values are summed. Needs an encoder that carries a head for it; on others a training-free stand-in
   * runs, and `meta.form` says so.
   */
  { readonly clipEbc: ClipEbcOptions; readonly instances?: never; }
  |  /**
   * One by one: the objects that `detection` by `ovdet` finds of the label, `points` in the middle of their boxes. For a few things apart from each other; a crowd
   * is not told apart. Knows no `density` and no `uncertainty`.
   */
  { readonly clipEbc?: never; readonly instances: InstancesOptions; };

/** How maps become pixels. */
export type DenseclipEdges =
  /** Plain bilinear enlargement, as in the paper. */
  | 'BILINEAR'
  /** Edges follow the picture (guided filter). */
  | 'GUIDED';

/** Options of `denseclip`. None of them needs a further pass. */
export type DenseclipOptions = {
  /** How maps become pixels. */
  readonly edges?: DenseclipEdges;
  /**
   * A label whose score (see `Segment.score`) is below this wins no pixel, 0 to 1; 0 lets every label compete. Null takes the head's own, or 0 for a
   * released one. Not in the paper.
   */
  readonly minPresence?: InputMaybe<Scalars['Float']['input']>;
  /**
   * A pixel whose best value is below this belongs to nothing, 0 to 1. Values are a sigmoid of each label alone (a head for any labels) or a softmax over
   * all classes (a released one). Null takes the head's own, or 0 for a released one: there each pixel has its best class, and those of classes
   * that were not asked for belong to nothing.
   */
  readonly threshold?: InputMaybe<Scalars['Float']['input']>;
};

/** How large a picture is shown to the encoder. `encoders { detail }` gives the long side in pixels of each. */
export type Detail =
  /**
   * Several times the work of MEDIUM; for small and thin things with encoders that were trained for such sizes. pocket is not: on photographs its masks are
   * worse than at MEDIUM (mean IoU .281 against .287, labels over 5 % of the picture .453 against .476) and more absent labels get one; of small things it knows no more.
   * Parts are seen better by `region(zoom: true)`.
   */
  | 'HIGH'
  /** Fastest: enough for large objects. */
  | 'LOW'
  /** The size that most encoders were trained at, or near it. */
  | 'MEDIUM';

/** Long side of the encoder's input in pixels, by detail. */
export type DetailSizes = {
  /** Long side in pixels at HIGH. */
  readonly high: Scalars['Int']['output'];
  /** Long side in pixels at LOW. */
  readonly low: Scalars['Int']['output'];
  /** Long side in pixels at MEDIUM. */
  readonly medium: Scalars['Int']['output'];
};

/** A whole thing that was found. */
export type DetectedObject = {
  /**
   * One number for each text of the question's `attributes`, in order, 0 to 1: likeness of the object to the label with the attribute against the label alone (a
   * stand-in for CLIP-Attr, arXiv:2301.09506). Encoders that learnt from captions know attributes badly, as its authors say, and smaller ones hardly at all: compare
   * objects with each other rather than with a half.
   */
  readonly attributes: ReadonlyArray<ScoredText>;
  /** How much of it the background texts take, 0 to 1; null where nothing competes. */
  readonly backgroundScore?: Maybe<Scalars['Float']['output']>;
  /** Where it is, in pixels of the upright original, inside the visual. */
  readonly box: Box;
  /** Its vector in the space of texts, unit length, pooled over its mask (a stand-in for vectors prompted by a box, as CLOC's, arXiv:2410.02746); null where the method gives none. */
  readonly embedding?: Maybe<ReadonlyArray<Scalars['Float']['output']>>;
  /** The answer's id and the place in it. */
  readonly id: Scalars['ID']['output'];
  /** The label that it was found for, as it was asked for, trimmed. */
  readonly label: Scalars['String']['output'];
  /** Its pixels; null where the method gives no masks. The mask covers the visual, so that masks of several objects have one frame. */
  readonly mask?: Maybe<Mask>;
  /** The object as a part of the picture, which can be asked whatever a picture can be asked. Counts as a region. */
  readonly region?: Maybe<Region>;
  /** How sure the method is that this is a whole thing of the label, 0 to 1. Comparable between pictures. */
  readonly score: Scalars['Float']['output'];
};


/** A whole thing that was found. */
export type DetectedObjectMaskArgs = {
  maxSize?: Scalars['Int']['input'];
};


/** A whole thing that was found. */
export type DetectedObjectRegionArgs = {
  detail?: InputMaybe<Detail>;
  zoom?: Scalars['Boolean']['input'];
};

/** The whole things that a visual shows. */
export type Detection = {
  /** Texts that competed with the labels as background, with their likeness to the picture, -1 to 1; the best first. The caller's `background` is among them. */
  readonly backgroundUsed: ReadonlyArray<ScoredText>;
  /** Hash of visual, question, method and revision: equal ids are equal answers, and clients keep them by it. */
  readonly id: Scalars['ID']['output'];
  /** How the result came about. */
  readonly meta: Meta;
  /** The things, the highest score first, of all labels together. Empty where nothing was found. */
  readonly objects: ReadonlyArray<DetectedObject>;
  /** The visual with the objects' boxes, their scores and a legend, to look at. */
  readonly overlay?: Maybe<Picture>;
};


/** The whole things that a visual shows. */
export type DetectionOverlayArgs = {
  maxSize?: Scalars['Int']['input'];
};

/** The methods for `detection`, one member each; exactly one is given. Members come from plugins. */
export type DetectionMethod =
  /**
   * Whole things of any words from one pass: proposals by the encoder's head where it has one (training-free otherwise, `meta.form` says which), named by what is
   * pooled in their masks, with background texts in the softmax where asked (a stand-in for BIRDet, arXiv:2410.08645) and F-VLM's geometric mean
   * (arXiv:2209.15639) with the proposal's quality.
   */
  { readonly ovdet: OvdetOptions; };

/** An encoder: what turns pictures and texts into vectors that compare. */
export type EncoderInfo = {
  /** Whether it is the one that answers when none is named. That one is always in memory. */
  readonly active: Scalars['Boolean']['output'];
  /** Attentions with which its last block can be run again, e.g. `KK`; empty when it cannot. */
  readonly attentions: ReadonlyArray<Scalars['String']['output']>;
  /** `fp16` where linear layers and attention of its blocks are computed in half precision, else `fp32`. */
  readonly compute: Scalars['String']['output'];
  /** Longest text in tokens; longer ones are cut. */
  readonly contextLength: Scalars['Int']['output'];
  /** Long side of the encoder's input in pixels, by detail. */
  readonly detail: DetailSizes;
  /** Execution provider that last ran it, e.g. `cpu`; null before its first use. */
  readonly device?: Maybe<Scalars['String']['output']>;
  /** Kind of checkpoint that it was compiled from, e.g. `open_clip`; null when it was made otherwise. */
  readonly family?: Maybe<Scalars['String']['output']>;
  /** Plugins that it carries a head for, by their names. */
  readonly heads: ReadonlyArray<Scalars['String']['output']>;
  /** What its parts are licensed under and where they came from. */
  readonly licences: ReadonlyArray<Licence>;
  /** Bytes that its process holds, or will hold by estimate when it is not loaded. */
  readonly memoryBytes: Scalars['Float']['output'];
  /** Name for the `encoder` argument. */
  readonly name: Scalars['String']['output'];
  /** Vectors that one pass gives. */
  readonly outputs: ReadonlyArray<EncoderOutput>;
  /** Input pixels per side of a patch. */
  readonly patch: Scalars['Int']['output'];
  /** Of its stored weights: `fp32`, `fp16` or `int8`. */
  readonly precision: Scalars['String']['output'];
  /** What is wrong when it failed; null otherwise. */
  readonly problem?: Maybe<Scalars['String']['output']>;
  /** Revision of its pack; part of every cache key. */
  readonly revision: Scalars['String']['output'];
  /** Where its checkpoint was pulled from; null when it was not pulled. */
  readonly source?: Maybe<PackSource>;
  /** `idle`: known, started at its first use; `loading`; `loaded`; `failed`: its pack or its last start was wrong, the next use tries again. */
  readonly state: Scalars['String']['output'];
  /** What it is, in a sentence. */
  readonly summary: Scalars['String']['output'];
  /** Default prompt templates; `{}` stands for the label. */
  readonly templates: ReadonlyArray<Scalars['String']['output']>;
  /** Dimensions of text vectors. */
  readonly textDims: Scalars['Int']['output'];
};

/** One kind of vectors that a pass gives. */
export type EncoderOutput = {
  /** Dimensions of a vector. */
  readonly dims: Scalars['Int']['output'];
  /** `patches`: one vector a patch; `tokens`: a class token, then one vector a patch; `global`: one a picture. */
  readonly kind: Scalars['String']['output'];
  /** Name that plugins ask for, e.g. `dense`. */
  readonly name: Scalars['String']['output'];
  /** `joint` vectors compare with texts, `structure` vectors with each other, `layer` ones are raw. */
  readonly space: Scalars['String']['output'];
};

/** What an encoder's process is doing. */
export type EncoderStatus = {
  /** Bytes of picture features in the cache, of all encoders. */
  readonly featureCacheBytes: Scalars['Float']['output'];
  /** Passes over pictures since the start. */
  readonly imagePasses: Scalars['Int']['output'];
  /** Passes that wait. */
  readonly queued: Scalars['Int']['output'];
  /** Times that the process had to be started again. */
  readonly restarts: Scalars['Int']['output'];
  /** starting, ready, restarting, failed or stopped. */
  readonly state: Scalars['String']['output'];
  /** Bytes of text vectors in the cache, of all encoders. */
  readonly textCacheBytes: Scalars['Float']['output'];
  /** Passes over texts since the start. */
  readonly textPasses: Scalars['Int']['output'];
};

/** A thing that is shown beside its word: what looks like it is of the label. For what a word does not find, or does not name. */
export type Example = {
  /**
   * Where it is, in its own picture; at least a part of it must lie in what the encoder was shown: BAD_INPUT otherwise. Of the asked picture that is the pass that the visual is part of:
   * a region without zoom may be shown things elsewhere in its picture.
   */
  readonly box: BoxInput;
  /** Which of the labels it is of. */
  readonly label: Scalars['String']['input'];
  /**
   * The picture that it is in, seen by the same encoder at the visual's detail: a pass, counted in `Meta.encoderRuns`, unless it is known. Null: the picture that is asked about. Under a
   * `url` equal ids are equal answers as long as the address gives the same picture.
   */
  readonly source?: InputMaybe<ImageSource>;
  /** Whether the label's texts count, too: half of it is what they say. False where no word names the thing; one of a label's examples that says so holds for all of them. */
  readonly withText?: Scalars['Boolean']['input'];
};

/** A value for each place of a visual, on the method's own grid of width x height cells that covers `box`. */
export type Heatmap = {
  /** The part of the original that the grid covers: the box of the visual it was asked of. */
  readonly box: Box;
  /** All values of the grid, row by row, as little-endian 32-bit floats in base64 without a prefix. */
  readonly float32: Scalars['String']['output'];
  /** Rows of the grid. */
  readonly height: Scalars['Int']['output'];
  /** The answer's id and the place in it. */
  readonly id: Scalars['ID']['output'];
  /** Largest value of the grid. */
  readonly max: Scalars['Float']['output'];
  /** Smallest value of the grid. */
  readonly min: Scalars['Float']['output'];
  /** The grid as smooth colours over `box`, from `min` to `max`. */
  readonly picture?: Maybe<Picture>;
  /**
   * The values row by row from the top left. A grid with a side above `maxSize` is averaged down, its aspect ratio kept
   * and each side rounded.
   */
  readonly values?: Maybe<ReadonlyArray<Scalars['Float']['output']>>;
  /** Columns of the grid. */
  readonly width: Scalars['Int']['output'];
};


/** A value for each place of a visual, on the method's own grid of width x height cells that covers `box`. */
export type HeatmapPictureArgs = {
  colormap?: Colormap;
  maxSize?: Scalars['Int']['input'];
};


/** A value for each place of a visual, on the method's own grid of width x height cells that covers `box`. */
export type HeatmapValuesArgs = {
  maxSize?: Scalars['Int']['input'];
};

/** A whole picture, upright. */
export type Image = Visual & {
  /**
   * What is wrong with what the visual shows: a score, a map, and the places that stand out. Every number is on the method's own scale, the same for all pictures;
   * nothing is stretched to what a picture happens to hold, so that "nothing is wrong" is an answer. BAD_INPUT for wrong texts or options, PLUGIN_UNAVAILABLE if
   * the method cannot run on the picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly anomaly?: Maybe<Anomaly>;
  /** SHA-256 of the picture's bytes, hex. */
  readonly content: Scalars['ID']['output'];
  /**
   * How many things of a kind there are. BAD_INPUT for wrong texts or options, PLUGIN_UNAVAILABLE if the method cannot run on the
   * picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly count?: Maybe<Count>;
  /**
   * Which whole things there are: a box, a mask and a score for each; texts of the background may compete for them. A label that is not there has no
   * object: an empty list is an answer. Whatever can be asked of a picture can be asked of an object's `region`. BAD_INPUT for wrong labels or options,
   * PLUGIN_UNAVAILABLE if the method cannot run on the picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly detection?: Maybe<Detection>;
  /** The encoder's vector of the whole picture, unit length, comparable with texts. PLUGIN_UNAVAILABLE if the encoder gives none. */
  readonly embedding?: Maybe<ReadonlyArray<Scalars['Float']['output']>>;
  /** Height in pixels of the upright original. */
  readonly height: Scalars['Int']['output'];
  /** Hash of content, encoder revision and detail. Equal ids are equal answers. */
  readonly id: Scalars['ID']['output'];
  /** The picture itself: upright, in sRGB, transparency on white. */
  readonly picture?: Maybe<Picture>;
  /** A part of this picture, which can be asked the same things. */
  readonly region?: Maybe<Region>;
  /** Several parts of this picture, in the order of `boxes`. LIMIT_EXCEEDED for more than MAX_REGIONS regions of one operation, with zoom for more than MAX_PASSES. */
  readonly regions?: Maybe<ReadonlyArray<Region>>;
  /**
   * Which pixels show what: labels compete for every pixel. Every label asked for is answered, in order; one that is
   * not found has coverage 0, no box and an empty mask. Masks and pictures are made only when they are selected.
   * BAD_INPUT for wrong labels or options, PLUGIN_UNAVAILABLE if the method cannot run on the picture's encoder,
   * PLUGIN_FAILED if it threw.
   */
  readonly segmentation?: Maybe<Segmentation>;
  /** Width in pixels of the upright original. */
  readonly width: Scalars['Int']['output'];
};


/** A whole picture, upright. */
export type ImageAnomalyArgs = {
  by?: InputMaybe<AnomalyMethod>;
  of?: InputMaybe<Scalars['String']['input']>;
};


/** A whole picture, upright. */
export type ImageCountArgs = {
  by?: InputMaybe<CountMethod>;
  of?: Scalars['String']['input'];
  prompts?: InputMaybe<Prompts>;
};


/** A whole picture, upright. */
export type ImageDetectionArgs = {
  attributes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  background?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  by?: InputMaybe<DetectionMethod>;
  labels: ReadonlyArray<Scalars['String']['input']>;
  limit?: Scalars['Int']['input'];
  minScore?: InputMaybe<Scalars['Float']['input']>;
  prompts?: InputMaybe<Prompts>;
};


/** A whole picture, upright. */
export type ImagePictureArgs = {
  format?: PictureFormat;
  maxSize?: Scalars['Int']['input'];
};


/** A whole picture, upright. */
export type ImageRegionArgs = {
  box: BoxInput;
  detail?: InputMaybe<Detail>;
  zoom?: Scalars['Boolean']['input'];
};


/** A whole picture, upright. */
export type ImageRegionsArgs = {
  boxes: ReadonlyArray<BoxInput>;
  detail?: InputMaybe<Detail>;
  zoom?: Scalars['Boolean']['input'];
};


/** A whole picture, upright. */
export type ImageSegmentationArgs = {
  background?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  by?: InputMaybe<SegmentationMethod>;
  labels: ReadonlyArray<Scalars['String']['input']>;
  maxSize?: Scalars['Int']['input'];
  prompts?: InputMaybe<Prompts>;
};

/** One picture of a batch, answered. */
export type ImageArrival = {
  /** Position in `sources`, from 0. */
  readonly index: Scalars['Int']['output'];
  /** The picture, or why there is none. */
  readonly outcome: ImageOutcome;
};

/** One picture of `images`: the picture, or why there is none. */
export type ImageOutcome = Image | Problem;

/** Where a picture comes from. Exactly one member is given. */
export type ImageSource =
  /**
   * The bytes of a JPEG, PNG, WebP, GIF, TIFF or AVIF picture as base64, or as a data URI. The type is read from the bytes, never
   * from the URI; of an animation the first picture is read. BAD_INPUT for what is not base64, BAD_IMAGE for what is not a picture,
   * UNSUPPORTED_FORMAT for other formats (HEIC among them) and for kinds of these that would come out wrong.
   */
  { readonly data: Scalars['String']['input']; readonly sample?: never; readonly upload?: never; readonly url?: never; }
  |  /** Id of a picture that ships with the server, see `samples`. UNKNOWN_SAMPLE if there is none. */
  { readonly data?: never; readonly sample: Scalars['ID']['input']; readonly upload?: never; readonly url?: never; }
  |  /** Id that `POST /uploads` answered. UPLOAD_NOT_FOUND if it is unknown or has expired. */
  { readonly data?: never; readonly sample?: never; readonly upload: Scalars['ID']['input']; readonly url?: never; }
  |  /**
   * Address (http or https) of a picture on the public internet, which the server fetches. Off unless the server's DENSEQL_URL_SOURCES allows it:
   * URL_FORBIDDEN then, and for any address that is not allowed. URL_FAILED if an allowed one does not give the picture, BAD_INPUT for what is no address.
   */
  { readonly data?: never; readonly sample?: never; readonly upload?: never; readonly url: Scalars['String']['input']; };

/** Options of `instances`. */
export type InstancesOptions = {
  /** As `detection(minScore:)`: objects with a lower score do not count, 0 to 1. Null takes the method's own. */
  readonly minScore?: InputMaybe<Scalars['Float']['input']>;
  /** As `ovdet`'s: so many of the best are encoded again, a pass each, 0 to 16. */
  readonly rescore?: Scalars['Int']['input'];
};

/** All labels of a segmentation in one picture. */
export type LabelMap = {
  /** The part of the original that the map covers: the box of the visual it was asked of. */
  readonly box: Box;
  /** The labels' colours in the same order, e.g. `#e69f00`: those of overlays, and of the PNG's palette. */
  readonly colors: ReadonlyArray<Scalars['String']['output']>;
  /** Rows of the map. */
  readonly height: Scalars['Int']['output'];
  /** The answer's id and the place in it. */
  readonly id: Scalars['ID']['output'];
  /** The labels in order: palette index 1 is the first label; index 0 belongs to nothing. */
  readonly labels: ReadonlyArray<Scalars['String']['output']>;
  /**
   * A PNG of width x height with a palette, whose indices are label numbers and whose index 0 is transparent; base64 without a prefix. Beyond 255 labels
   * it has 16-bit grey values in place of indices.
   */
  readonly png: Scalars['String']['output'];
  /** Columns of the map. */
  readonly width: Scalars['Int']['output'];
};

/** Texts that belong to one label. */
export type LabelTexts = {
  /** One of the labels that were asked for; BAD_INPUT if it is not. */
  readonly label: Scalars['String']['input'];
  /** The texts, none of them empty. */
  readonly texts: ReadonlyArray<Scalars['String']['input']>;
};

/** The licence of one part of an encoder. */
export type Licence = {
  /** Its licence, e.g. `Apache-2.0`. */
  readonly licence: Scalars['String']['output'];
  /** Which part. */
  readonly part: Scalars['String']['output'];
  /** Where it came from, an address. */
  readonly source: Scalars['String']['output'];
};

/** Limits of one operation, and of all within a minute; more is answered LIMIT_EXCEEDED, IMAGE_TOO_LARGE for a picture, RATE_LIMITED for a minute. */
export type Limits = {
  /** Aliases of a query. */
  readonly aliases: Scalars['Int']['output'];
  /** Bytes of one answer, measured while it is put together. */
  readonly answerBytes: Scalars['Int']['output'];
  /** Fields of list items in one answer. */
  readonly answerFields: Scalars['Int']['output'];
  /** Bytes of one GraphQL request. */
  readonly bodyBytes: Scalars['Int']['output'];
  /** Milliseconds that one operation may take, waiting and running. */
  readonly deadlineMs: Scalars['Int']['output'];
  /** Bytes that decoding one picture may hold at once, estimated from its header. */
  readonly decodedBytes: Scalars['Float']['output'];
  /** Decodes of one operation: of pictures, of parts that are encoded again or drawn, of guides for the edges of masks. */
  readonly decodes: Scalars['Int']['output'];
  /** Depth of a query. */
  readonly depth: Scalars['Int']['output'];
  /** Directives of a query, such as @skip and @include. */
  readonly directives: Scalars['Int']['output'];
  /** Different pictures of one operation; equal ones are decoded once. */
  readonly images: Scalars['Int']['output'];
  /** Characters of pictures inside the queries of one operation; equal ones count once. */
  readonly inlineBytes: Scalars['Int']['output'];
  /** Characters of one label or text. */
  readonly labelLength: Scalars['Int']['output'];
  /** Labels times pictures and regions of one operation; a question without labels counts as one. */
  readonly labelRegions: Scalars['Int']['output'];
  /** Labels of one field. */
  readonly labels: Scalars['Int']['output'];
  /** Labels times mask pixels of one operation. */
  readonly maskPixels: Scalars['Int']['output'];
  /** Encoder passes of one operation. */
  readonly passes: Scalars['Int']['output'];
  /** Encoder passes that whoever asks this may ask for a minute, by its API key or its address; null: no limit. More are RATE_LIMITED at their fields. */
  readonly passesPerMinute?: Maybe<Scalars['Int']['output']>;
  /** Width times height of one picture. */
  readonly pixels: Scalars['Int']['output'];
  /** Regions of one operation, those within regions included. */
  readonly regions: Scalars['Int']['output'];
  /** Pixels of the pictures that one operation has rendered. */
  readonly renderedPixels: Scalars['Int']['output'];
  /** Requests that whoever asks this may send a minute, by its API key or its address; null: no limit. More are RATE_LIMITED. */
  readonly requestsPerMinute?: Maybe<Scalars['Int']['output']>;
  /** Texts of one operation, templates and synonyms multiplied out. */
  readonly texts: Scalars['Int']['output'];
  /** Tokens of a query. */
  readonly tokens: Scalars['Int']['output'];
  /** Bytes of one uploaded picture. */
  readonly uploadBytes: Scalars['Int']['output'];
  /** Values in the variables of a query, those within lists and objects counted. */
  readonly values: Scalars['Int']['output'];
};

/** Which pixels of a visual belong to something. It covers `box` with width x height pixels, and may be coarser than the original. */
export type Mask = {
  /** Pixels of the mask that belong, 0 to width x height. */
  readonly area: Scalars['Int']['output'];
  /** The part of the original that the mask covers: the box of the visual it was asked of. */
  readonly box: Box;
  /**
   * The visual's own pixels where they belong, nothing elsewhere: a PNG with an alpha channel over `box`, as `picture` shows it. Of an empty mask it is
   * transparent all over. BAD_INPUT for an argument out of its range, LIMIT_EXCEEDED beyond MAX_RENDERED_PIXELS.
   */
  readonly cutout?: Maybe<Picture>;
  /** Rows of the mask. */
  readonly height: Scalars['Int']['output'];
  /** The answer's id and the place in it. */
  readonly id: Scalars['ID']['output'];
  /** A PNG of width x height with one channel, 255 where the pixel belongs and 0 elsewhere; base64 without a prefix. */
  readonly png: Scalars['String']['output'];
  /**
   * Outlines in pixels of the upright original, to be filled even-odd; holes are rings of their own, wound the other way. Empty for an empty mask. BAD_INPUT
   * for an argument out of its range.
   */
  readonly polygons: ReadonlyArray<ReadonlyArray<Point>>;
  /** COCO's compressed run lengths, as pycocotools reads them. */
  readonly rle: Rle;
  /** Columns of the mask. */
  readonly width: Scalars['Int']['output'];
};


/** Which pixels of a visual belong to something. It covers `box` with width x height pixels, and may be coarser than the original. */
export type MaskCutoutArgs = {
  maxSize?: Scalars['Int']['input'];
};


/** Which pixels of a visual belong to something. It covers `box` with width x height pixels, and may be coarser than the original. */
export type MaskPolygonsArgs = {
  minArea?: Scalars['Float']['input'];
  tolerance?: InputMaybe<Scalars['Float']['input']>;
};

/** What a pixel may belong to besides the labels. */
export type MaskclipBackground =
  /** Nothing else: every pixel goes to the best label that is present (the paper's benchmarks). */
  | 'NONE'
  /**
   * Patches that show no object, says CLIP-DINOiser's second convolution, and whose best softmax value is below
   * `objectnessBelow` are background (arXiv:2312.12359). The text "background" competes where the field's `background` is null, as there. Needs an
   * encoder that carries CLIP-DINOiser's head; goes with any smoothing.
   */
  | 'OBJECTNESS'
  /** The encoder's background texts compete and `threshold` applies. Without any such text, as THRESHOLD. */
  | 'TEXTS'
  /**
   * To nothing, where no label fits well enough: the encoder's calibrated midpoint competes like a text with that cosine,
   * then `threshold` applies. This way one label alone makes sense, too.
   */
  | 'THRESHOLD';

/** How maps become pixels. */
export type MaskclipEdges =
  /** Plain bilinear enlargement, as in the paper. */
  | 'BILINEAR'
  /** Edges follow the picture (guided filter). */
  | 'GUIDED';

/** What CLIP's last layer makes of a patch. Each needs an encoder compiled from a CLIP checkpoint. */
export type MaskclipForm =
  /** Query-query attention, without residual and MLP (ClearCLIP, arXiv:2407.12442). */
  | 'CLEARCLIP'
  /**
   * Key-key attention that favours near patches (a Gaussian of 5 patches is added before the softmax), without residual and
   * MLP (NACLIP, arXiv:2404.08181).
   */
  | 'NACLIP'
  /** The value path with the layer's residual and MLP, as MaskCLIP's published code has it for transformers. */
  | 'RESIDUAL'
  /** Sum of query-query and key-key attention, with residual and MLP as in its published code (SCLIP, arXiv:2312.01597). */
  | 'SCLIP'
  /** The value path alone: every token attends to itself, without residual and MLP (MaskCLIP, arXiv:2112.01071, section 3). */
  | 'VALUE';

/** Options of `maskclip`. Nothing here needs another pass of the encoder. */
export type MaskclipOptions = {
  /**
   * AFFINITY, KEYS: only patches whose best value is below this are replaced by what their like have, 0 to 1 (MaskCLIP's
   * `ks_thresh`); 1, the paper's setting, replaces all.
   */
  readonly affinityBelow?: Scalars['Float']['input'];
  /** AFFINITY: weights are the softmax of cosines divided by this, above 0 to 10. */
  readonly affinityTemperature?: Scalars['Float']['input'];
  /** AFFINITY: patches whose cosine of appearance is above this count as alike, -1 to 0.99. 0.8 with a temperature of 0.05 did well on the pocket encoder. */
  readonly affinityThreshold?: Scalars['Float']['input'];
  /**
   * What a pixel may belong to besides the labels, where the field's `background` is null. Texts given there compete
   * under every policy.
   */
  readonly backgroundPolicy?: MaskclipBackground;
  /** DINOISER: correlations below this count as none, 0 to 1 (the paper's gamma); a patch always counts for itself. */
  readonly dinoiserThreshold?: Scalars['Float']['input'];
  /** How maps become pixels. */
  readonly edges?: MaskclipEdges;
  /**
   * Things that are shown, 1 to 16: what looks like them is of their label (a prototype less what lies around it, half and half with the label's texts). For what
   * a word does not find. BAD_INPUT for a label that is not asked for and a box outside its picture. A box of bare
   * ground shows that ground: what is found by it means little.
   */
  readonly examples?: InputMaybe<ReadonlyArray<Example>>;
  /**
   * What the encoder's last layer makes of a patch. Null takes the encoder's own dense vectors; `meta.form` says what they
   * are. PLUGIN_UNAVAILABLE where the encoder lacks the form: those compiled from a CLIP checkpoint (`denseql models pull`)
   * have all of them.
   */
  readonly form?: InputMaybe<MaskclipForm>;
  /**
   * Factor on cosines before the softmax over labels and background texts, above 0 to 1000: higher decides harder.
   * Null takes the encoder's own (CLIP: 100, as in the paper).
   */
  readonly logitScale?: InputMaybe<Scalars['Float']['input']>;
  /**
   * A label whose score (see `Segment.score`) is below this wins no pixel, 0 to 1; 0 lets every label compete. The score
   * compares the label's best patches with the encoder's calibration, so that "nothing found" is an answer. Not in the
   * paper.
   */
  readonly minPresence?: Scalars['Float']['input'];
  /**
   * OBJECTNESS: only patches whose best softmax value is below this can become background, 0 to 1 (the paper's delta); 1 spares
   * none. The paper's 0.99 is strict: with labels that resemble each other, background eats patches that are merely ambiguous.
   */
  readonly objectnessBelow?: Scalars['Float']['input'];
  /**
   * Prompt denoising (arXiv:2112.01071), 0 to 1 (the paper takes 0.5): a label or background text whose softmax value is
   * below this on every patch wins no pixel. Comes before smoothing. 0 is off, as in the published code: `minPresence` does
   * this work without depending on the other labels.
   */
  readonly promptDenoising?: Scalars['Float']['input'];
  /**
   * Whether values then walk from patch to neighbouring patch that looks alike (random walker with a prior, Grady 2006), so that a label that holds a part of
   * a thing takes the whole. Needs the encoder's `structure` output. Its price: a label that is wrongly let in floods its thing, and small labels are lost.
   */
  readonly randomWalk?: Scalars['Boolean']['input'];
  /** Whether values are spread over patches that look alike. */
  readonly smoothing?: MaskclipSmoothing;
  /**
   * A pixel whose best value is below this belongs to nothing, 0 to 1. Null takes the encoder's calibrated one, or 0 with
   * the policies NONE and OBJECTNESS.
   */
  readonly threshold?: InputMaybe<Scalars['Float']['input']>;
};

/** Whether values are spread over patches that look alike. */
export type MaskclipSmoothing =
  /** By this plugin, on unsmoothed vectors: softmax of thresholded cosines of the encoder's `structure` output, which it needs. */
  | 'AFFINITY'
  /**
   * CLIP-DINOiser's (arXiv:2312.12359): patch vectors are averaged by learned correlations before they meet the texts. Null as
   * `form` is RESIDUAL here, as published. Needs an encoder that carries CLIP-DINOiser's head.
   */
  | 'DINOISER'
  /**
   * MaskCLIP's key smoothing (arXiv:2112.01071): products of the patches' keys, negative ones kept, then brought into 0 to 1 by shares
   * within a patch. Keys are the encoder's `structure` output, which is MaskCLIP's keys where a CLIP was compiled and other vectors of
   * appearance elsewhere.
   */
  | 'KEYS'
  /** Not at all: the encoder's unsmoothed vectors. */
  | 'NONE'
  /** As the encoder made its dense vectors: the pocket encoder smooths them, CLIP encoders do not. */
  | 'PACK';

/** Which layers patches are compared by. */
export type MemoryLayers =
  /** The last alone: what things are, more than what they look like. */
  | 'LAST'
  /** The encoder's middle blocks: what surfaces look like. Packs without them take the last. */
  | 'MIDDLE'
  /** Those and the last. */
  | 'MIDDLE_AND_LAST';

/** Options of `memory`: exactly one of `normal` and `referenceSet` is given. Only `views` and `rotations` need further passes. */
export type MemoryOptions = {
  /**
   * Scores that are this many standard deviations above the normals' are anomalous, 0 to 6 (of their logarithms, a few normals' own and what is known of other
   * things). Higher: fewer false alarms, more that is missed.
   */
  readonly deviations?: Scalars['Float']['input'];
  /** Which layers patches are compared by. */
  readonly layers?: MemoryLayers;
  /**
   * Pictures of good ones, 1 to 200, taken as the picture is: same place, same distance. Four say much more than one; what varies among good ones should vary among
   * them. Each that is not in the cache is a pass, under MAX_IMAGES and MAX_PASSES of the operation. Equal ones count once, the picture itself not at all
   * (`meta.notices`).
   */
  readonly normal?: InputMaybe<ReadonlyArray<ImageSource>>;
  /**
   * A set of pictures of good ones in place of `normal`, of 1 to 200 items (`createReferenceSet`): no pass for any of them, and what is learnt from them is kept for
   * later operations. Of the same encoder and the same detail as the picture: BAD_INPUT otherwise. Items with a box are compared by that part. SET_NOT_FOUND.
   */
  readonly referenceSet?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Whether normals are remembered as they are turned, too: for parts that lie any way (AnomalyDINO, arXiv:2405.14529, which turns by 45 degrees; quarter turns need no
   * pixel to be made up). Further passes for each normal. A part that lies on its side is no longer odd by itself. With `normal` alone, as `views`, and at most 200
   * normals times rotations.
   */
  readonly rotations?: MemoryRotations;
  /**
   * Patches that are remembered, 256 to 65536: beyond, a part that covers them all is chosen (PatchCore's coreset, in rounds). With `rotations` as many for each of
   * them, 65536 together at most.
   */
  readonly rows?: Scalars['Int']['input'];
  /** How `score` is made of `map`. */
  readonly score?: AnomalyScore;
  /** How far a patch's value is spread to its neighbours: standard deviation of a Gaussian, in patches, 0 to 3. */
  readonly smoothing?: Scalars['Float']['input'];
  /**
   * So many views of each normal, moved a little, beside the other normals, join those that thresholds are made from, 0 to 4: a pass each. For two or three normals, which
   * say little of how much good ones differ; of a single one they may only raise thresholds. With `normal` alone: a set keeps no pictures, so that none can be looked at again (BAD_INPUT).
   */
  readonly views?: Scalars['Int']['input'];
};

/** Which turns of normals are remembered beside them as they are. */
export type MemoryRotations =
  /** By 180 degrees: a pass more for each normal. */
  | 'HALF'
  /** None. */
  | 'NONE'
  /** By 90, 180 and 270 degrees: three passes more for each normal. */
  | 'QUARTERS';

/** How a result came about. */
export type Meta = {
  /** Whether the features were in the cache. */
  readonly cacheHit: Scalars['Boolean']['output'];
  /** Execution provider that ran the encoder, e.g. `cpu`. */
  readonly device: Scalars['String']['output'];
  /** Encoder passes that this field started; 0 when it shared one or found features in the cache. The sum is in `extensions.denseql`. */
  readonly encoderRuns: Scalars['Int']['output'];
  /** Which form of the method ran, e.g. `value path`, or the encoder's stand-in for it. */
  readonly form: Scalars['String']['output'];
  /** The answer's id and the place in it. What it cost is that of the last time it was asked. */
  readonly id: Scalars['ID']['output'];
  /** Key of the method that ran, e.g. `maskclip`. */
  readonly method: Scalars['String']['output'];
  /** What must be known of the answer, e.g. that a text was cut. Empty when there is nothing to say. */
  readonly notices: ReadonlyArray<Notice>;
  /** Encoder that the features came from. */
  readonly pack: Scalars['String']['output'];
  /** Revision of that encoder's pack. */
  readonly packRevision: Scalars['String']['output'];
  /** Plugin that the method belongs to. */
  readonly plugin: Scalars['String']['output'];
  /** Seed of the method's random choices; null where it makes none. */
  readonly seed?: Maybe<Scalars['Int']['output']>;
  /** Where the time went. */
  readonly timings: Timings;
  /** Version of the plugin. */
  readonly version: Scalars['String']['output'];
};

/** One option of a method. */
export type MethodOption = {
  /** What is taken where it is absent, as a literal in SDL, e.g. `0.5` or `TEXTS`; null where there is none. */
  readonly default?: Maybe<Scalars['String']['output']>;
  /** What it does, in the words of the plugin. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** Highest value, as `min`. */
  readonly max?: Maybe<Scalars['Float']['output']>;
  /** Lowest value of a number, of each where it is a list; `description` says where the bound itself is left out. Null where there is none. */
  readonly min?: Maybe<Scalars['Float']['output']>;
  /** Its name. */
  readonly name: Scalars['String']['output'];
  /** Its type in SDL, e.g. `Float!`; that of nested options by name. */
  readonly type: Scalars['String']['output'];
};

/**
 * What changes something that the server keeps: sets of pictures to compare with. By POST alone. Fields of one operation run one after the other; each is done
 * whole or not at all.
 */
export type Mutation = {
  /**
   * Adds pictures to a set: all of them, or none where one fails. What is in it already (equal picture, box and label) is there once, so that a request whose answer
   * got lost may be sent again. SET_NOT_FOUND; otherwise as `createReferenceSet`.
   */
  readonly addToReferenceSet?: Maybe<ReferenceSet>;
  /**
   * Makes a set of pictures that others are compared with: good parts, examples of classes, pictures to search among. The server keeps what the encoder sees of them
   * (`ReferenceSet`), no pictures. A pass for each picture that is not known, within MAX_IMAGES and MAX_PASSES of the operation: begin with some, and add the rest in
   * batches. Any picture that cannot be read fails the whole field, and names itself.
   * LIMIT_EXCEEDED beyond SETS_BYTES and CLIENT_SETS_BYTES, SETS_FORBIDDEN where sets are off, STORE_FAILED.
   */
  readonly createReferenceSet?: Maybe<ReferenceSet>;
  /** Deletes a set, and whatever is kept for it alone. Gives its id; SET_NOT_FOUND where there is none, STORE_FAILED. */
  readonly deleteReferenceSet?: Maybe<Scalars['ID']['output']>;
  /** Takes items out of a set; those that are not in it do no harm. SET_NOT_FOUND, STORE_FAILED. */
  readonly removeFromReferenceSet?: Maybe<ReferenceSet>;
};


/**
 * What changes something that the server keeps: sets of pictures to compare with. By POST alone. Fields of one operation run one after the other; each is done
 * whole or not at all.
 */
export type MutationAddToReferenceSetArgs = {
  id: Scalars['ID']['input'];
  items: ReadonlyArray<ReferenceInput>;
};


/**
 * What changes something that the server keeps: sets of pictures to compare with. By POST alone. Fields of one operation run one after the other; each is done
 * whole or not at all.
 */
export type MutationCreateReferenceSetArgs = {
  detail?: Detail;
  encoder?: InputMaybe<Scalars['String']['input']>;
  items?: ReadonlyArray<ReferenceInput>;
  name: Scalars['String']['input'];
};


/**
 * What changes something that the server keeps: sets of pictures to compare with. By POST alone. Fields of one operation run one after the other; each is done
 * whole or not at all.
 */
export type MutationDeleteReferenceSetArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What changes something that the server keeps: sets of pictures to compare with. By POST alone. Fields of one operation run one after the other; each is done
 * whole or not at all.
 */
export type MutationRemoveFromReferenceSetArgs = {
  id: Scalars['ID']['input'];
  items: ReadonlyArray<Scalars['ID']['input']>;
};

/** Options of `mutual`. */
export type MutualOptions = {
  /**
   * The other pictures, 2 to 64, under MAX_IMAGES and MAX_PASSES of the operation. The picture itself may be among them, so that all of a batch can be asked with one
   * list: it is left out.
   */
  readonly among: ReadonlyArray<ImageSource>;
  /** Which layers patches are compared by. */
  readonly layers?: MemoryLayers;
  /** Places at this value or above become `regions`, above 0 to 2; null: there are none. */
  readonly mapThreshold?: InputMaybe<Scalars['Float']['input']>;
  /**
   * Whether the picture's score is joined with those of the pictures likest to it as a whole (the paper's RsCIN). Needs the maps of all pictures: as many times the work,
   * once an operation however many are asked.
   */
  readonly rescore?: Scalars['Boolean']['input'];
  /** How `score` is made of `map`. The paper takes the highest value. */
  readonly score?: AnomalyScore;
  /** Sides of the squares of patches whose mean a patch becomes, odd, 1 to 7, each once (BAD_INPUT otherwise): defects of several sizes. The paper takes 1, 3 and 5. */
  readonly squares?: ReadonlyArray<Scalars['Int']['input']>;
};

/** A rectangle as shares of the upright original's sides, each from 0 to 1. */
export type NormalizedBox = {
  /** Share of the height. */
  readonly height: Scalars['Float']['output'];
  /** Of the box that it is the shares of. */
  readonly id: Scalars['ID']['output'];
  /** Share of the width. */
  readonly width: Scalars['Float']['output'];
  /** Left edge, as a share of the width. */
  readonly x: Scalars['Float']['output'];
  /** Top edge, as a share of the height. */
  readonly y: Scalars['Float']['output'];
};

/** Something that an answer must say about itself. It is no error: the answer stands. */
export type Notice = {
  /** What it is about; programs may branch on it. */
  readonly code: NoticeCode;
  /** The argument that it is about, e.g. `labels[3]`; null where it is about none. */
  readonly field?: Maybe<Scalars['String']['output']>;
  /** Hash of what it says: equal notices have equal ids. */
  readonly id: Scalars['ID']['output'];
  /** For people: what happened, and what it means. */
  readonly message: Scalars['String']['output'];
};

/** What an answer may have to say about itself. More codes may come. */
export type NoticeCode =
  /** There are too few pictures to compare with to know how much normal ones differ: thresholds come from what was measured on other things. */
  | 'FEW_REFERENCES'
  /** Two labels read the same to the encoder, e.g. `Cat` and `cat` to most: it cannot tell them apart. Both have the same result, unless the message says that what is found is split between them. A text of the background that reads as a label is left out. */
  | 'LABELS_ALIKE'
  /** A label may be of another language than the encoder was made for, and its words do not have it: what is found by it means little. */
  | 'LABEL_FOREIGN'
  /** The only label has a comma in it, e.g. `labels: "cat, sofa"`: it was read as one label. Several are a list, `["cat", "sofa"]`. */
  | 'LABEL_HAS_COMMA'
  /** A label of another language, e.g. `der Hund`, was translated by the encoder's words: it is looked for by what it means. The message has both. */
  | 'LABEL_TRANSLATED'
  /** The picture does not look like the pictures that it is compared with: what stands out may be that it shows another thing. */
  | 'OTHER_OBJECT'
  /** Pictures to compare with are equal, or the same shot again, saved otherwise or with a little noise: they count once. */
  | 'PICTURES_ALIKE'
  /** The picture itself is among those that it is compared with: it was left out there, or nothing could ever stand out. */
  | 'PICTURE_AMONG_REFERENCES'
  /** A text is longer than the encoder's tower reads: its end was left out. */
  | 'TEXT_CUT'
  /** The encoder has no tokens for a text, e.g. for its script, or for half of it and more: what is found by it means little or nothing. */
  | 'TEXT_UNKNOWN';

/** What says where things are. */
export type OvdetForm =
  /** The head that the encoder carries: trained on whole things of any kind. */
  | 'HEAD'
  /** No training: connected places where a label wins, and with `tree` pieces of a tree of merged patches. Finds no two things that touch, and nothing smaller than a patch. */
  | 'TRAINING_FREE';

/** Options of `ovdet`. Only `rescore` needs further passes. */
export type OvdetOptions = {
  /** How much of its score an object loses by what background takes of it, 0 to 1: score times 1 less this times `backgroundScore`. 0 loses nothing. */
  readonly backgroundWeight?: Scalars['Float']['input'];
  /**
   * Things that are shown, 1 to 16: what looks like them is of their label (a prototype less what lies around it, half and half with the label's texts). For what
   * a word does not find. BAD_INPUT for a label that is not asked for and a box outside its picture. A box of bare
   * ground shows that ground: what is found by it means little.
   */
  readonly examples?: InputMaybe<ReadonlyArray<Example>>;
  /** Null takes the head where the encoder has one, and the training-free form otherwise. PLUGIN_UNAVAILABLE for a HEAD that is not there. */
  readonly form?: InputMaybe<OvdetForm>;
  /** Boxes of one label that overlap by more (intersection over union) are one thing, 0 to 1. */
  readonly overlap?: Scalars['Float']['input'];
  /** A box whose middle shows its label much better than all of it is held back: it is larger than its thing. Null does so in the training-free form alone. */
  readonly oversizeGuard?: InputMaybe<Scalars['Boolean']['input']>;
  /** Which boxes on parts of things, and around groups, are left out (BIRDet's POS). Among boxes of one label only: a wheel of a car stays. */
  readonly parts?: OvdetParts;
  /** How much a label that is hardly in the picture at all loses: scores times its presence there (`Segment.score` of `maskclip`) to this power, 0 to 4. 0 looks at each place alone. */
  readonly presence?: Scalars['Float']['input'];
  /** Places that are named, the best first, 1 to 300. */
  readonly proposals?: Scalars['Int']['input'];
  /** Weight of the proposal's quality in the geometric mean with what the texts say of it, 0 to 1; 0 leaves the texts alone. Null takes the head's own, or 0.35. */
  readonly qualityShare?: InputMaybe<Scalars['Float']['input']>;
  /**
   * The best so many objects are encoded again at LOW with a fifth of their sides around them, and named by both looks, 0 to 16. Each is a pass: counted in
   * `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. 0 looks once.
   */
  readonly rescore?: Scalars['Int']['input'];
  /**
   * Background of the picture's own (BIRDet's BIM): so many texts of scenes and stuff, those that fit the picture best, become rows of the softmax, 0 to 20; 0 models
   * none. `Detection.backgroundUsed` shows them. Texts that may mean a label are left out.
   */
  readonly scenes?: Scalars['Int']['input'];
  /** TRAINING_FREE: pieces of a tree of merged patches are places, too, beside connected patches where a label wins. More is found, and more that is wrong. */
  readonly tree?: Scalars['Boolean']['input'];
};

/** What becomes of boxes that lie in others of their label. */
export type OvdetParts =
  /** As PART; and a box around several things goes instead of them. */
  | 'GROUP'
  /** All stay. */
  | 'OFF'
  /** A box in a larger one goes: it is on a part. */
  | 'PART';

/** Options of `ovseg`. Only `crops` needs further passes. */
export type OvsegOptions = {
  /**
   * The best so many places are encoded again, 0 to 16: at LOW with a fifth of their sides around them, and named by both looks; with mask prompts alone, tight, and
   * named by that look. Each is a pass: counted in `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. 0 looks once.
   */
  readonly crops?: Scalars['Int']['input'];
  /** As `ovdet`'s: null takes the head where the encoder has one. The training-free form takes pieces of a tree of merged patches, too. */
  readonly form?: InputMaybe<OvdetForm>;
  /** Places that are named, the best first, 1 to 100. */
  readonly proposals?: Scalars['Int']['input'];
  /** A pixel whose best value is below this belongs to nothing, 0 to 1. A value is the geometric mean of a place's quality with what texts say of it. */
  readonly threshold?: Scalars['Float']['input'];
};

/** Where a checkpoint was pulled from. */
export type PackSource = {
  /** Commit of that repository. */
  readonly commit: Scalars['String']['output'];
  /** Repository on the hub, e.g. `owner/name`. */
  readonly repository: Scalars['String']['output'];
};

/** A picture made for this answer. */
export type Picture = {
  /** The picture itself, for an `img` element. */
  readonly dataUri: Scalars['String']['output'];
  /** Height in pixels. */
  readonly height: Scalars['Int']['output'];
  /** Hash of its bytes. */
  readonly id: Scalars['ID']['output'];
  /** E.g. `image/png`. */
  readonly mediaType: Scalars['String']['output'];
  /**
   * Address of the picture on this server, good for a few minutes: absolute where the server knows its own (DENSEQL_PUBLIC_URL), else a path, to be resolved
   * against the address of GraphQL. Null where answers are made without a server (the command line).
   */
  readonly url?: Maybe<Scalars['String']['output']>;
  /** Width in pixels. */
  readonly width: Scalars['Int']['output'];
};

/** File format of a picture in an answer. */
export type PictureFormat =
  /** Small, lossy; best for photographs. */
  | 'JPEG'
  /** Exact; best for masks and drawings. */
  | 'PNG'
  /** Smaller than JPEG at the same quality, lossy. */
  | 'WEBP';

/** Something that adds methods to tasks, or tasks of its own. */
export type Plugin = {
  /** Whether it needs a head that the encoder carries for it. */
  readonly head: Scalars['Boolean']['output'];
  /** Versions of the plugin interface that it was written for, as a semver range. */
  readonly host: Scalars['String']['output'];
  /** Its methods. */
  readonly methods: ReadonlyArray<PluginMethod>;
  /** Unique name. */
  readonly name: Scalars['String']['output'];
  /** Encoder outputs that it builds on, e.g. `dense`. */
  readonly outputs: ReadonlyArray<Scalars['String']['output']>;
  /** Paper or page of the method, e.g. `arXiv:2112.01071`. */
  readonly reference?: Maybe<Scalars['String']['output']>;
  /** What it does, in a sentence. */
  readonly summary: Scalars['String']['output'];
  /** Whether it needs the encoder's text tower. */
  readonly text: Scalars['Boolean']['output'];
  /** Version of the plugin. */
  readonly version: Scalars['String']['output'];
};

/** One way to answer a task. */
export type PluginMethod = {
  /** Whether it can run on the active encoder. On another one, `encoders { outputs heads }` tells. */
  readonly available: Scalars['Boolean']['output'];
  /** Priority when `by` is absent: the highest that can run does. Null: only by name. */
  readonly default?: Maybe<Scalars['Int']['output']>;
  /** Member of the task's `by` argument, e.g. `maskclip`. */
  readonly key: Scalars['String']['output'];
  /** What its member of `by` takes; empty where that is no input object. */
  readonly options: ReadonlyArray<MethodOption>;
  /** What is missing when it cannot; null when it can. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Field of a visual that it answers, e.g. `segmentation`. */
  readonly task: Scalars['String']['output'];
};

/** A point in pixels of the upright original picture, from the top-left corner. */
export type Point = {
  /** The two numbers: equal points have equal ids. Only worth its bytes where `x` and `y` are asked for apart. */
  readonly id: Scalars['ID']['output'];
  /** To the right, in pixels. */
  readonly x: Scalars['Float']['output'];
  /** Down, in pixels. */
  readonly y: Scalars['Float']['output'];
};

/** Why one picture of `images` could not be read. The others stand. */
export type Problem = {
  /** One of the error codes in docs/errors.md, e.g. BAD_IMAGE. */
  readonly code: Scalars['String']['output'];
  /** Position in `sources`, from 0. */
  readonly index: Scalars['Int']['output'];
  /** What is wrong and what would help, for people. */
  readonly message: Scalars['String']['output'];
};

/** How labels become texts. What is absent is the method's own, or the encoder's. */
export type Prompts = {
  /** Labels and synonyms are given to the encoder as they are written: no article is left out, no plural made a singular, nothing translated or described. */
  readonly asWritten?: Scalars['Boolean']['input'];
  /** Sentences that describe labels; they join the average as they are. */
  readonly descriptions?: InputMaybe<ReadonlyArray<LabelTexts>>;
  /** Further names of labels; a label's score is the highest among its names. */
  readonly synonyms?: InputMaybe<ReadonlyArray<LabelTexts>>;
  /** Sentences that each name is put into, with `{}` in its place, e.g. `a photo of a {}.` Their vectors are averaged. */
  readonly templates?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/**
 * Ask pictures anything dense. All fields below one picture share one pass of the encoder,
 * and so do later queries about the same picture.
 */
export type Query = {
  /** The encoders that this server can run, the active one first: every pack in its folders of models at the server's start. */
  readonly encoders: ReadonlyArray<EncoderInfo>;
  /**
   * One picture. Whatever is wrong with its bytes shows here: BAD_IMAGE, IMAGE_TOO_LARGE, UNSUPPORTED_FORMAT,
   * UNKNOWN_SAMPLE, UPLOAD_NOT_FOUND, URL_FORBIDDEN. No encoder pass runs until a field below needs one.
   */
  readonly image?: Maybe<Image>;
  /**
   * Many pictures in one request, in the order of `sources`. A bad picture fails alone, as a Problem.
   * LIMIT_EXCEEDED for more than the server's MAX_IMAGES different pictures in one operation, see `serverInfo { limits }`; equal ones are decoded once.
   */
  readonly images: ReadonlyArray<ImageOutcome>;
  /** What is loaded here, in loading order: methods, what they need, and whether they can run on the active encoder; others may differ. */
  readonly plugins: ReadonlyArray<Plugin>;
  /** One set of whoever asks. SET_NOT_FOUND, SETS_FORBIDDEN, STORE_FAILED. */
  readonly referenceSet?: Maybe<ReferenceSet>;
  /** The sets of whoever asks (of its API key), the oldest first. SETS_FORBIDDEN where sets are off, STORE_FAILED. */
  readonly referenceSets?: Maybe<ReadonlyArray<ReferenceSet>>;
  /** Pictures that ship with the server, to try things on. */
  readonly samples: ReadonlyArray<Sample>;
  /** This server: version, encoder, device, queue and limits. */
  readonly serverInfo: ServerInfo;
};


/**
 * Ask pictures anything dense. All fields below one picture share one pass of the encoder,
 * and so do later queries about the same picture.
 */
export type QueryImageArgs = {
  detail?: Detail;
  encoder?: InputMaybe<Scalars['String']['input']>;
  source: ImageSource;
};


/**
 * Ask pictures anything dense. All fields below one picture share one pass of the encoder,
 * and so do later queries about the same picture.
 */
export type QueryImagesArgs = {
  detail?: Detail;
  encoder?: InputMaybe<Scalars['String']['input']>;
  sources: ReadonlyArray<ImageSource>;
};


/**
 * Ask pictures anything dense. All fields below one picture share one pass of the encoder,
 * and so do later queries about the same picture.
 */
export type QueryPluginsArgs = {
  task?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Ask pictures anything dense. All fields below one picture share one pass of the encoder,
 * and so do later queries about the same picture.
 */
export type QueryReferenceSetArgs = {
  id: Scalars['ID']['input'];
};

/** COCO's compressed run-length encoding of a mask, column by column. */
export type Rle = {
  /** The run lengths in COCO's characters. */
  readonly counts: Scalars['String']['output'];
  /** The answer's id and the place in it. */
  readonly id: Scalars['ID']['output'];
  /** [height, width] of the mask. */
  readonly size: ReadonlyArray<Scalars['Int']['output']>;
};

/** A picture for a set. */
export type ReferenceInput = {
  /** The part that counts, clipped to the picture and widened to whole pixels; null: all of it. Its features are those of a region without zoom. */
  readonly box?: InputMaybe<BoxInput>;
  /** What it shows, for tasks that tell things apart by examples: 1 to MAX_LABEL_LENGTH characters; null: nothing is said. */
  readonly label?: InputMaybe<Scalars['String']['input']>;
  /** Where the picture comes from: exactly one member. */
  readonly source: ImageSource;
};

/** A picture of a set, or a part of one. */
export type ReferenceItem = {
  /** The part that counts; null: the whole picture. */
  readonly box?: Maybe<Box>;
  /** SHA-256 of the picture's bytes, hex: `Visual.content` of the same picture. */
  readonly content: Scalars['ID']['output'];
  /** Height in pixels of the upright original. */
  readonly height: Scalars['Int']['output'];
  /** Hash of picture, encoder, box and label: equal in every set. */
  readonly id: Scalars['ID']['output'];
  /** What it shows, as was said when it was added. */
  readonly label?: Maybe<Scalars['String']['output']>;
  /** Width in pixels of the upright original. */
  readonly width: Scalars['Int']['output'];
};

/**
 * Pictures to compare with, as the server keeps them across restarts: what one encoder sees of each, and no pictures. So a set is good for pictures that are seen by
 * that encoder (name and revision): any other is BAD_INPUT, and the set must be made anew from its pictures.
 */
export type ReferenceSet = {
  /** Bytes of features that its items take on the disk. Pictures that are in several sets are kept once, and count in each. */
  readonly bytes: Scalars['Float']['output'];
  /** When something was added or removed last; in the form of `createdAt`. */
  readonly changedAt: Scalars['String']['output'];
  /** Hash of its items in order: equal as long as nothing is added or removed. */
  readonly content: Scalars['ID']['output'];
  /** When it was made, e.g. `2026-03-01T12:00:00.000Z`. */
  readonly createdAt: Scalars['String']['output'];
  /** Size at which the encoder looked at them. */
  readonly detail: Detail;
  /** Name of the encoder that has seen its pictures. */
  readonly encoder: Scalars['String']['output'];
  /** Random; does not change. */
  readonly id: Scalars['ID']['output'];
  /** Its items in the order in which they were added. */
  readonly items?: Maybe<ReadonlyArray<ReferenceItem>>;
  /** As it was called when it was made. */
  readonly name: Scalars['String']['output'];
  /** How many items it has. */
  readonly size: Scalars['Int']['output'];
};


/**
 * Pictures to compare with, as the server keeps them across restarts: what one encoder sees of each, and no pictures. So a set is good for pictures that are seen by
 * that encoder (name and revision): any other is BAD_INPUT, and the set must be made anew from its pictures.
 */
export type ReferenceSetItemsArgs = {
  first?: Scalars['Int']['input'];
  offset?: Scalars['Int']['input'];
};

/** A rectangular part of an Image. */
export type Region = Visual & {
  /**
   * What is wrong with what the visual shows: a score, a map, and the places that stand out. Every number is on the method's own scale, the same for all pictures;
   * nothing is stretched to what a picture happens to hold, so that "nothing is wrong" is an answer. BAD_INPUT for wrong texts or options, PLUGIN_UNAVAILABLE if
   * the method cannot run on the picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly anomaly?: Maybe<Anomaly>;
  /** Where the region is: the box asked for, clipped and widened to whole pixels of the upright original. */
  readonly box: Box;
  /** SHA-256 of the bytes of the whole picture, hex. */
  readonly content: Scalars['ID']['output'];
  /**
   * How many things of a kind there are. BAD_INPUT for wrong texts or options, PLUGIN_UNAVAILABLE if the method cannot run on the
   * picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly count?: Maybe<Count>;
  /**
   * Which whole things there are: a box, a mask and a score for each; texts of the background may compete for them. A label that is not there has no
   * object: an empty list is an answer. Whatever can be asked of a picture can be asked of an object's `region`. BAD_INPUT for wrong labels or options,
   * PLUGIN_UNAVAILABLE if the method cannot run on the picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly detection?: Maybe<Detection>;
  /**
   * With zoom, the encoder's vector of the part, or where it is encoded with its surroundings (pocket), the mean of the part's patch vectors, of which those near
   * the middle count more; without zoom, the mean of its patch vectors. Unit length, comparable with texts.
   */
  readonly embedding?: Maybe<ReadonlyArray<Scalars['Float']['output']>>;
  /** Height of the region in pixels of the upright original. */
  readonly height: Scalars['Int']['output'];
  /** Hash of content, encoder revision, detail, box and zoom, also of those of the regions around it. Equal ids are equal answers. */
  readonly id: Scalars['ID']['output'];
  /** The picture that the region is a part of. */
  readonly image: Image;
  /** This part of the picture: upright, in sRGB, transparency on white. */
  readonly picture?: Maybe<Picture>;
  /** A part of this region, in the frame of the upright original. */
  readonly region?: Maybe<Region>;
  /** Several parts of this region, in the order of `boxes`. LIMIT_EXCEEDED for more than MAX_REGIONS regions of one operation, with zoom for more than MAX_PASSES. */
  readonly regions?: Maybe<ReadonlyArray<Region>>;
  /**
   * Which pixels show what: labels compete for every pixel. Every label asked for is answered, in order; one that is
   * not found has coverage 0, no box and an empty mask. Masks and pictures are made only when they are selected.
   * BAD_INPUT for wrong labels or options, PLUGIN_UNAVAILABLE if the method cannot run on the picture's encoder,
   * PLUGIN_FAILED if it threw.
   */
  readonly segmentation?: Maybe<Segmentation>;
  /** Width of the region in pixels of the upright original. */
  readonly width: Scalars['Int']['output'];
  /** Whether this part was encoded again. */
  readonly zoom: Scalars['Boolean']['output'];
};


/** A rectangular part of an Image. */
export type RegionAnomalyArgs = {
  by?: InputMaybe<AnomalyMethod>;
  of?: InputMaybe<Scalars['String']['input']>;
};


/** A rectangular part of an Image. */
export type RegionCountArgs = {
  by?: InputMaybe<CountMethod>;
  of?: Scalars['String']['input'];
  prompts?: InputMaybe<Prompts>;
};


/** A rectangular part of an Image. */
export type RegionDetectionArgs = {
  attributes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  background?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  by?: InputMaybe<DetectionMethod>;
  labels: ReadonlyArray<Scalars['String']['input']>;
  limit?: Scalars['Int']['input'];
  minScore?: InputMaybe<Scalars['Float']['input']>;
  prompts?: InputMaybe<Prompts>;
};


/** A rectangular part of an Image. */
export type RegionPictureArgs = {
  format?: PictureFormat;
  maxSize?: Scalars['Int']['input'];
};


/** A rectangular part of an Image. */
export type RegionRegionArgs = {
  box: BoxInput;
  detail?: InputMaybe<Detail>;
  zoom?: Scalars['Boolean']['input'];
};


/** A rectangular part of an Image. */
export type RegionRegionsArgs = {
  boxes: ReadonlyArray<BoxInput>;
  detail?: InputMaybe<Detail>;
  zoom?: Scalars['Boolean']['input'];
};


/** A rectangular part of an Image. */
export type RegionSegmentationArgs = {
  background?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  by?: InputMaybe<SegmentationMethod>;
  labels: ReadonlyArray<Scalars['String']['input']>;
  maxSize?: Scalars['Int']['input'];
  prompts?: InputMaybe<Prompts>;
};

/** A picture that ships with the server. */
export type Sample = {
  /** Who made it. */
  readonly author: Scalars['String']['output'];
  /** Name for `image(source: { sample })`. */
  readonly id: Scalars['ID']['output'];
  /** The same as `image(source: { sample: id })`. */
  readonly image?: Maybe<Image>;
  /** Labels that are worth asking of it. */
  readonly labels: ReadonlyArray<Scalars['String']['output']>;
  /** Licence of the picture, e.g. `CC-BY-4.0`; PD: public domain. */
  readonly licence: Scalars['String']['output'];
  /** The picture, for a list of samples. */
  readonly picture?: Maybe<Picture>;
  /** Fields of a visual that it is good for showing, e.g. `segmentation`. */
  readonly shows: ReadonlyArray<Scalars['String']['output']>;
  /** Where it comes from: an address, or a package and the path inside it. */
  readonly source: Scalars['String']['output'];
  /** Short name, for people. */
  readonly title: Scalars['String']['output'];
};


/** A picture that ships with the server. */
export type SampleImageArgs = {
  detail?: Detail;
  encoder?: InputMaybe<Scalars['String']['input']>;
};


/** A picture that ships with the server. */
export type SamplePictureArgs = {
  format?: PictureFormat;
  maxSize?: Scalars['Int']['input'];
};

/** A text, and how well it fits. */
export type ScoredText = {
  /** The answer's id and the place in it. */
  readonly id: Scalars['ID']['output'];
  /** How well it fits; the field says on which scale. */
  readonly score: Scalars['Float']['output'];
  /** The text. */
  readonly text: Scalars['String']['output'];
};

/** What a segmentation found for one label. */
export type Segment = {
  /** Smallest box around the label's pixels, in pixels of the upright original; null when it won none. */
  readonly box?: Maybe<Box>;
  /** Share of the visual's area that the label won, 0 to 1. */
  readonly coverage: Scalars['Float']['output'];
  /** The answer's id and the place in it. */
  readonly id: Scalars['ID']['output'];
  /** The label as it was asked for, trimmed. */
  readonly label: Scalars['String']['output'];
  /** The label's pixels; empty when it won none. */
  readonly mask: Mask;
  /** How sure the method is that the label is in the visual at all, 0 to 1. Comparable between pictures. */
  readonly score: Scalars['Float']['output'];
  /** The label's values before labels compete, 0 to 1, on the method's own grid. */
  readonly scoreMap?: Maybe<Heatmap>;
};

/** Which pixels of a visual show what. */
export type Segmentation = {
  /** Hash of visual, question, method and revision: equal ids are equal answers, and clients keep them by it. */
  readonly id: Scalars['ID']['output'];
  /** All labels in one picture of indices. */
  readonly labelMap?: Maybe<LabelMap>;
  /** How the result came about. */
  readonly meta: Meta;
  /** The visual under coloured labels with outlines and a legend, to look at. */
  readonly overlay?: Maybe<Picture>;
  /** One segment a label, in the order of the labels asked for. */
  readonly segments: ReadonlyArray<Segment>;
};


/** Which pixels of a visual show what. */
export type SegmentationOverlayArgs = {
  maxSize?: Scalars['Int']['input'];
  opacity?: Scalars['Float']['input'];
};

/** The methods for `segmentation`, one member each; exactly one is given. Members come from plugins. */
export type SegmentationMethod =
  /**
   * DenseCLIP (arXiv:2112.01518): a trained decoder on pixel-text score maps, four to seven pixels a cell; texts attend to the picture first.
   * Needs an encoder that carries a head for it (PLUGIN_UNAVAILABLE elsewhere: there is no form without training), and is never the default. A head
   * of this project takes any labels; a released one its own classes only (BAD_INPUT names the nearest), with an encoder of its own, whose
   * windows count as passes. `meta.form` says which ran.
   */
  { readonly denseclip: DenseclipOptions; readonly maskclip?: never; readonly ovseg?: never; readonly wholes?: never; }
  |  /**
   * MaskCLIP (arXiv:2112.01071): cosines between patch vectors and texts, no training. Runs on every encoder with dense
   * vectors and a text tower.
   */
  { readonly denseclip?: never; readonly maskclip: MaskclipOptions; readonly ovseg?: never; readonly wholes?: never; }
  |  /**
   * OVSeg (arXiv:2210.04150): whole things first, whatever they are, each named by what is pooled inside its mask, and with `crops` by a crop of its own: with
   * OVSeg's mask prompts (section 3.3) on encoders compiled from a CLIP that was trained with them, with its surroundings on others. `meta.form` says which, and
   * whether places come from the encoder's head.
   */
  { readonly denseclip?: never; readonly maskclip?: never; readonly ovseg: OvsegOptions; readonly wholes?: never; }
  |  /**
   * `maskclip`'s label map, in which each thing that the encoder's head for proposals shows is won whole by the label that most of it has. For things of which label maps give parts.
   * PLUGIN_UNAVAILABLE on encoders without such a head.
   */
  { readonly denseclip?: never; readonly maskclip?: never; readonly ovseg?: never; readonly wholes: WholesOptions; };

/** This server. */
export type ServerInfo = {
  /** Folders of models that are no packs for now; `encoders` lists those that are. */
  readonly brokenPacks: ReadonlyArray<BrokenPack>;
  /** Execution provider in use, e.g. `cpu`; null until it is proven by the pack's golden vectors. */
  readonly device?: Maybe<Scalars['String']['output']>;
  /** Why other execution providers were passed over, one line each. */
  readonly deviceNotes: ReadonlyArray<Scalars['String']['output']>;
  /** What the active encoder's process is doing. */
  readonly encoder: EncoderStatus;
  /** Bytes that the processes of all encoders hold, those that are loading by estimate. */
  readonly encoderMemoryBytes: Scalars['Float']['output'];
  /** Bytes that they may hold together: DENSEQL_ENCODER_BYTES. */
  readonly encoderMemoryLimit: Scalars['Float']['output'];
  /** Version of the plugin interface. */
  readonly hostVersion: Scalars['String']['output'];
  /** Limits of one operation, counted before its work is done, and of whoever asks. All are settings, see docs/configuration.md. `extensions.denseql.used` says what an operation used. */
  readonly limits: Limits;
  /** Name of the active encoder. */
  readonly pack: Scalars['String']['output'];
  /** Revision of the active encoder's pack. */
  readonly packRevision: Scalars['String']['output'];
  /** Seconds since the start. */
  readonly uptime: Scalars['Float']['output'];
  /** Version of DenseQL. */
  readonly version: Scalars['String']['output'];
};

/**
 * Answers that come piece by piece, over HTTP: POST with `Accept: text/event-stream` (server-sent events, as graphql-sse and urql read them) or
 * `multipart/mixed;subscriptionSpec=1.0` (as Apollo Client sends by itself). Limits, deadline and errors are those of a query.
 */
export type Subscription = {
  /**
   * Many pictures, each as soon as it is answered, in the order of `sources`: the same as `Query.images`, without waiting for the last one. A bad picture
   * fails alone. All of it is one operation: its limits and its deadline are those of one query, and a client that leaves ends it.
   * LIMIT_EXCEEDED for more than the server's MAX_IMAGES different pictures, BAD_INPUT for none.
   */
  readonly images: ImageArrival;
};


/**
 * Answers that come piece by piece, over HTTP: POST with `Accept: text/event-stream` (server-sent events, as graphql-sse and urql read them) or
 * `multipart/mixed;subscriptionSpec=1.0` (as Apollo Client sends by itself). Limits, deadline and errors are those of a query.
 */
export type SubscriptionImagesArgs = {
  detail?: Detail;
  encoder?: InputMaybe<Scalars['String']['input']>;
  sources: ReadonlyArray<ImageSource>;
};

/** Where the time of one field went, in milliseconds. Fields run side by side, so that sums over fields count waiting twice. */
export type Timings = {
  /** Waiting for the encoder's features: decoding, queue and pass; near 0 when they were shared or cached. */
  readonly features: Scalars['Float']['output'];
  /** The answer's id and the place in it. The times are those of the last time it was asked. */
  readonly id: Scalars['ID']['output'];
  /** Running the method, its texts included. */
  readonly method: Scalars['Float']['output'];
  /** From the start of the field to its result, before any mask or picture was made. */
  readonly total: Scalars['Float']['output'];
};

/**
 * Something to look at: a whole Image, or a Region of one. Whatever can be asked of the one can be asked of the other.
 * Boxes, points and polygons are in pixels of the upright original picture, at any depth.
 */
export type Visual = {
  /**
   * What is wrong with what the visual shows: a score, a map, and the places that stand out. Every number is on the method's own scale, the same for all pictures;
   * nothing is stretched to what a picture happens to hold, so that "nothing is wrong" is an answer. BAD_INPUT for wrong texts or options, PLUGIN_UNAVAILABLE if
   * the method cannot run on the picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly anomaly?: Maybe<Anomaly>;
  /** SHA-256 of the picture's bytes, hex. */
  readonly content: Scalars['ID']['output'];
  /**
   * How many things of a kind there are. BAD_INPUT for wrong texts or options, PLUGIN_UNAVAILABLE if the method cannot run on the
   * picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly count?: Maybe<Count>;
  /**
   * Which whole things there are: a box, a mask and a score for each; texts of the background may compete for them. A label that is not there has no
   * object: an empty list is an answer. Whatever can be asked of a picture can be asked of an object's `region`. BAD_INPUT for wrong labels or options,
   * PLUGIN_UNAVAILABLE if the method cannot run on the picture's encoder, PLUGIN_FAILED if it threw.
   */
  readonly detection?: Maybe<Detection>;
  /**
   * The encoder's vector of the whole visual, unit length, comparable with texts. A region without zoom gives the
   * normalised mean of its patch vectors. PLUGIN_UNAVAILABLE if the encoder gives no such vector.
   */
  readonly embedding?: Maybe<ReadonlyArray<Scalars['Float']['output']>>;
  /** Height in pixels of the upright original, or of the region. */
  readonly height: Scalars['Int']['output'];
  /** Hash of content, encoder revision and detail; a region's also of box and zoom. Equal ids are equal answers. */
  readonly id: Scalars['ID']['output'];
  /** The picture itself: upright, in sRGB, transparency on white. A region gives its own part. */
  readonly picture?: Maybe<Picture>;
  /** A part of this visual, which can be asked the same things. */
  readonly region?: Maybe<Region>;
  /** Several parts of this visual, in the order of `boxes`. LIMIT_EXCEEDED for more than MAX_REGIONS regions of one operation, with zoom for more than MAX_PASSES. */
  readonly regions?: Maybe<ReadonlyArray<Region>>;
  /**
   * Which pixels show what: labels compete for every pixel. Every label asked for is answered, in order; one that is
   * not found has coverage 0, no box and an empty mask. Masks and pictures are made only when they are selected.
   * BAD_INPUT for wrong labels or options, PLUGIN_UNAVAILABLE if the method cannot run on the picture's encoder,
   * PLUGIN_FAILED if it threw.
   */
  readonly segmentation?: Maybe<Segmentation>;
  /** Width in pixels of the upright original, or of the region. */
  readonly width: Scalars['Int']['output'];
};


/**
 * Something to look at: a whole Image, or a Region of one. Whatever can be asked of the one can be asked of the other.
 * Boxes, points and polygons are in pixels of the upright original picture, at any depth.
 */
export type VisualAnomalyArgs = {
  by?: InputMaybe<AnomalyMethod>;
  of?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Something to look at: a whole Image, or a Region of one. Whatever can be asked of the one can be asked of the other.
 * Boxes, points and polygons are in pixels of the upright original picture, at any depth.
 */
export type VisualCountArgs = {
  by?: InputMaybe<CountMethod>;
  of?: Scalars['String']['input'];
  prompts?: InputMaybe<Prompts>;
};


/**
 * Something to look at: a whole Image, or a Region of one. Whatever can be asked of the one can be asked of the other.
 * Boxes, points and polygons are in pixels of the upright original picture, at any depth.
 */
export type VisualDetectionArgs = {
  attributes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  background?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  by?: InputMaybe<DetectionMethod>;
  labels: ReadonlyArray<Scalars['String']['input']>;
  limit?: Scalars['Int']['input'];
  minScore?: InputMaybe<Scalars['Float']['input']>;
  prompts?: InputMaybe<Prompts>;
};


/**
 * Something to look at: a whole Image, or a Region of one. Whatever can be asked of the one can be asked of the other.
 * Boxes, points and polygons are in pixels of the upright original picture, at any depth.
 */
export type VisualPictureArgs = {
  format?: PictureFormat;
  maxSize?: Scalars['Int']['input'];
};


/**
 * Something to look at: a whole Image, or a Region of one. Whatever can be asked of the one can be asked of the other.
 * Boxes, points and polygons are in pixels of the upright original picture, at any depth.
 */
export type VisualRegionArgs = {
  box: BoxInput;
  detail?: InputMaybe<Detail>;
  zoom?: Scalars['Boolean']['input'];
};


/**
 * Something to look at: a whole Image, or a Region of one. Whatever can be asked of the one can be asked of the other.
 * Boxes, points and polygons are in pixels of the upright original picture, at any depth.
 */
export type VisualRegionsArgs = {
  boxes: ReadonlyArray<BoxInput>;
  detail?: InputMaybe<Detail>;
  zoom?: Scalars['Boolean']['input'];
};


/**
 * Something to look at: a whole Image, or a Region of one. Whatever can be asked of the one can be asked of the other.
 * Boxes, points and polygons are in pixels of the upright original picture, at any depth.
 */
export type VisualSegmentationArgs = {
  background?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  by?: InputMaybe<SegmentationMethod>;
  labels: ReadonlyArray<Scalars['String']['input']>;
  maxSize?: Scalars['Int']['input'];
  prompts?: InputMaybe<Prompts>;
};

/** Options of `wholes`. Nothing here needs another pass of the encoder. */
export type WholesOptions = {
  /** Places that are less sure to be a whole thing have no say, 0 to 1. */
  readonly minQuality?: Scalars['Float']['input'];
  /** How much of a thing a label must have already to win all of it, 0 to 1. */
  readonly share?: Scalars['Float']['input'];
};

/** Options of `zeroShot`. Only `windows` needs further passes. */
export type ZeroShotOptions = {
  /** Samples that `map` is the mean of and `uncertainty` the deviation, 2 to 64. With a head; texts alone draw none. */
  readonly samples?: Scalars['Int']['input'];
  /** How the map's part of `score` is made; the other half is how likely something is wrong with the whole, as the head or the texts have it. */
  readonly score?: AnomalyScore;
  /** Of the samples, 0 to 1000000: the same seed gives the same answer. In `meta.seed`. */
  readonly seed?: Scalars['Int']['input'];
  /**
   * Temperature of the softmax over the two kinds of texts, above 0 to 1; null takes the encoder's own scale (CLIP: 0.01). The paper's reproductions take 0.01 and 0.07. Of texts alone:
   * BAD_INPUT on a pack with a head.
   */
  readonly temperature?: InputMaybe<Scalars['Float']['input']>;
  /**
   * Parts along each side that are encoded again, 0 to 5, overlapping by a quarter; their maps join the first. Each part is a pass (3: nine), counted in
   * `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. The paper encodes some hundred small windows; without, windows are means of patches. 0 and 1 look once.
   */
  readonly windows?: Scalars['Int']['input'];
};
