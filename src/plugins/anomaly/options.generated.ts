// Written by `npm run codegen` from plugin.graphql; edit that.

/** Options of `memory`: exactly one of `normal` and `referenceSet` is given. Only `views` and `rotations` need further passes. */
export interface MemoryOptions {
  /**
   * Pictures of good ones, 1 to 200, taken as the picture is: same place, same distance. Four say much more than one; what varies among good ones should vary among
   * them. Each that is not in the cache is a pass, under MAX_IMAGES and MAX_PASSES of the operation. Equal ones count once, the picture itself not at all
   * (`meta.notices`).
   */
  readonly normal: readonly ImageSource[] | null;
  /**
   * A set of pictures of good ones in place of `normal`, of 1 to 200 items (`createReferenceSet`): no pass for any of them, and what is learnt from them is kept for
   * later operations. Of the same encoder and the same detail as the picture: BAD_INPUT otherwise. Items with a box are compared by that part. SET_NOT_FOUND.
   */
  readonly referenceSet: string | null;
  /** Which layers patches are compared by. */
  readonly layers: MemoryLayers;
  /** How `score` is made of `map`. */
  readonly score: AnomalyScore;
  /**
   * So many views of each normal, moved a little, beside the other normals, join those that thresholds are made from, 0 to 4: a pass each. For two or three normals, which
   * say little of how much good ones differ; of a single one they may only raise thresholds. With `normal` alone: a set keeps no pictures, so that none can be looked at again (BAD_INPUT).
   */
  readonly views: number;
  /**
   * Whether normals are remembered as they are turned, too: for parts that lie any way (AnomalyDINO, arXiv:2405.14529, which turns by 45 degrees; quarter turns need no
   * pixel to be made up). Further passes for each normal. A part that lies on its side is no longer odd by itself. With `normal` alone, as `views`, and at most 200
   * normals times rotations.
   */
  readonly rotations: MemoryRotations;
  /**
   * Patches that are remembered, 256 to 65536: beyond, a part that covers them all is chosen (PatchCore's coreset, in rounds). With `rotations` as many for each of
   * them, 65536 together at most.
   */
  readonly rows: number;
  /** How far a patch's value is spread to its neighbours: standard deviation of a Gaussian, in patches, 0 to 3. */
  readonly smoothing: number;
  /**
   * Scores that are this many standard deviations above the normals' are anomalous, 0 to 6 (of their logarithms, a few normals' own and what is known of other
   * things). Higher: fewer false alarms, more that is missed.
   */
  readonly deviations: number;
}

/** Where a picture comes from. Exactly one member is given. */
export interface ImageSource {
  /** Id of a picture that ships with the server, see `samples`. UNKNOWN_SAMPLE if there is none. */
  readonly sample: string | null;
  /** Id that `POST /uploads` answered. UPLOAD_NOT_FOUND if it is unknown or has expired. */
  readonly upload: string | null;
  /**
   * The bytes of a JPEG, PNG, WebP, GIF, TIFF or AVIF picture as base64, or as a data URI. The type is read from the bytes, never
   * from the URI; of an animation the first picture is read. BAD_INPUT for what is not base64, BAD_IMAGE for what is not a picture,
   * UNSUPPORTED_FORMAT for other formats (HEIC among them) and for kinds of these that would come out wrong.
   */
  readonly data: string | null;
  /**
   * Address (http or https) of a picture on the public internet, which the server fetches. Off unless the server's DENSEQL_URL_SOURCES allows it:
   * URL_FORBIDDEN then, and for any address that is not allowed. URL_FAILED if an allowed one does not give the picture, BAD_INPUT for what is no address.
   */
  readonly url: string | null;
}

/** Which layers patches are compared by. */
export type MemoryLayers =
  /** The encoder's middle blocks: what surfaces look like. Packs without them take the last. */
  | 'MIDDLE'
  /** Those and the last. */
  | 'MIDDLE_AND_LAST'
  /** The last alone: what things are, more than what they look like. */
  | 'LAST';

/** How one score is made of a map. */
export type AnomalyScore =
  /** The highest value: for small defects. */
  | 'MAX'
  /** The mean of the top 1 % of places: one odd patch is not enough. */
  | 'TOP_MEAN';

/** Which turns of normals are remembered beside them as they are. */
export type MemoryRotations =
  /** None. */
  | 'NONE'
  /** By 180 degrees: a pass more for each normal. */
  | 'HALF'
  /** By 90, 180 and 270 degrees: three passes more for each normal. */
  | 'QUARTERS';

/** Options of `mutual`. */
export interface MutualOptions {
  /**
   * The other pictures, 2 to 64, under MAX_IMAGES and MAX_PASSES of the operation. The picture itself may be among them, so that all of a batch can be asked with one
   * list: it is left out.
   */
  readonly among: readonly ImageSource[];
  /** Which layers patches are compared by. */
  readonly layers: MemoryLayers;
  /** Sides of the squares of patches whose mean a patch becomes, odd, 1 to 7, each once (BAD_INPUT otherwise): defects of several sizes. The paper takes 1, 3 and 5. */
  readonly squares: readonly number[];
  /** How `score` is made of `map`. The paper takes the highest value. */
  readonly score: AnomalyScore;
  /**
   * Whether the picture's score is joined with those of the pictures likest to it as a whole (the paper's RsCIN). Needs the maps of all pictures: as many times the work,
   * once an operation however many are asked.
   */
  readonly rescore: boolean;
  /** Places at this value or above become `regions`, above 0 to 2; null: there are none. */
  readonly mapThreshold: number | null;
}

/** Options of `zeroShot`. Only `windows` needs further passes. */
export interface ZeroShotOptions {
  /**
   * Parts along each side that are encoded again, 0 to 5, overlapping by a quarter; their maps join the first. Each part is a pass (3: nine), counted in
   * `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. The paper encodes some hundred small windows; without, windows are means of patches. 0 and 1 look once.
   */
  readonly windows: number;
  /** How the map's part of `score` is made; the other half is how likely something is wrong with the whole, as the head or the texts have it. */
  readonly score: AnomalyScore;
  /**
   * Temperature of the softmax over the two kinds of texts, above 0 to 1; null takes the encoder's own scale (CLIP: 0.01). The paper's reproductions take 0.01 and 0.07. Of texts alone:
   * BAD_INPUT on a pack with a head.
   */
  readonly temperature: number | null;
  /** Samples that `map` is the mean of and `uncertainty` the deviation, 2 to 64. With a head; texts alone draw none. */
  readonly samples: number;
  /** Of the samples, 0 to 1000000: the same seed gives the same answer. In `meta.seed`. */
  readonly seed: number;
}
