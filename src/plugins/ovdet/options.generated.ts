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
  /** How much a label that is hardly in the picture at all loses: scores times its presence there (`Segment.score` of `maskclip`) to this power, 0 to 4. 0 looks at each place alone. */
  readonly presence: number;
  /** A box whose middle shows its label much better than all of it is held back: it is larger than its thing. Null does so in the training-free form alone. */
  readonly oversizeGuard: boolean | null;
  /** Which boxes on parts of things, and around groups, are left out (BIRDet's POS). Among boxes of one label only: a wheel of a car stays. */
  readonly parts: OvdetParts;
  /** Boxes of one label that overlap by more (intersection over union) are one thing, 0 to 1. */
  readonly overlap: number;
  /** Weight of the proposal's quality in the geometric mean with what the texts say of it, 0 to 1; 0 leaves the texts alone. Null takes the head's own, or 0.35. */
  readonly qualityShare: number | null;
  /**
   * Things that are shown, 1 to 16: what looks like them is of their label (a prototype less what lies around it, half and half with the label's texts). For what
   * a word does not find. BAD_INPUT for a label that is not asked for and a box outside its picture. A box of bare
   * ground shows that ground: what is found by it means little.
   */
  readonly examples: readonly Example[] | null;
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

/** A thing that is shown beside its word: what looks like it is of the label. For what a word does not find, or does not name. */
export interface Example {
  /** Which of the labels it is of. */
  readonly label: string;
  /**
   * Where it is, in its own picture; at least a part of it must lie in what the encoder was shown: BAD_INPUT otherwise. Of the asked picture that is the pass that the visual is part of:
   * a region without zoom may be shown things elsewhere in its picture.
   */
  readonly box: BoxInput;
  /**
   * The picture that it is in, seen by the same encoder at the visual's detail: a pass, counted in `Meta.encoderRuns`, unless it is known. Null: the picture that is asked about. Under a
   * `url` equal ids are equal answers as long as the address gives the same picture.
   */
  readonly source: ImageSource | null;
  /** Whether the label's texts count, too: half of it is what they say. False where no word names the thing; one of a label's examples that says so holds for all of them. */
  readonly withText: boolean;
}

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

/** Options of `instances`. */
export interface InstancesOptions {
  /** As `detection(minScore:)`: objects with a lower score do not count, 0 to 1. Null takes the method's own. */
  readonly minScore: number | null;
  /** As `ovdet`'s: so many of the best are encoded again, a pass each, 0 to 16. */
  readonly rescore: number;
}

/** Options of `ovseg`. Only `crops` needs further passes. */
export interface OvsegOptions {
  /** As `ovdet`'s: null takes the head where the encoder has one. The training-free form takes pieces of a tree of merged patches, too. */
  readonly form: OvdetForm | null;
  /** Places that are named, the best first, 1 to 100. */
  readonly proposals: number;
  /**
   * The best so many places are encoded again, 0 to 16: at LOW with a fifth of their sides around them, and named by both looks; with mask prompts alone, tight, and
   * named by that look. Each is a pass: counted in `meta.encoderRuns`, LIMIT_EXCEEDED beyond MAX_PASSES. 0 looks once.
   */
  readonly crops: number;
  /** A pixel whose best value is below this belongs to nothing, 0 to 1. A value is the geometric mean of a place's quality with what texts say of it. */
  readonly threshold: number;
}

/** Options of `wholes`. Nothing here needs another pass of the encoder. */
export interface WholesOptions {
  /** How much of a thing a label must have already to win all of it, 0 to 1. */
  readonly share: number;
  /** Places that are less sure to be a whole thing have no say, 0 to 1. */
  readonly minQuality: number;
}
