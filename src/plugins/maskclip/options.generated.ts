// Written by `npm run codegen` from plugin.graphql; edit that.

/** Options of `maskclip`. Nothing here needs another pass of the encoder. */
export interface MaskclipOptions {
  /**
   * What the encoder's last layer makes of a patch. Null takes the encoder's own dense vectors; `meta.form` says what they
   * are. PLUGIN_UNAVAILABLE where the encoder lacks the form: those compiled from a CLIP checkpoint (`denseql models pull`)
   * have all of them.
   */
  readonly form: MaskclipForm | null;
  /**
   * Factor on cosines before the softmax over labels and background texts, above 0 to 1000: higher decides harder.
   * Null takes the encoder's own (CLIP: 100, as in the paper).
   */
  readonly logitScale: number | null;
  /**
   * What a pixel may belong to besides the labels, where the field's `background` is null. Texts given there compete
   * under every policy.
   */
  readonly backgroundPolicy: MaskclipBackground;
  /**
   * A pixel whose best value is below this belongs to nothing, 0 to 1. Null takes the encoder's calibrated one, or 0 with
   * the policies NONE and OBJECTNESS.
   */
  readonly threshold: number | null;
  /**
   * OBJECTNESS: only patches whose best softmax value is below this can become background, 0 to 1 (the paper's delta); 1 spares
   * none. The paper's 0.99 is strict: with labels that resemble each other, background eats patches that are merely ambiguous.
   */
  readonly objectnessBelow: number;
  /**
   * A label whose score (see `Segment.score`) is below this wins no pixel, 0 to 1; 0 lets every label compete. The score
   * compares the label's best patches with the encoder's calibration, so that "nothing found" is an answer. Not in the
   * paper.
   */
  readonly minPresence: number;
  /**
   * Prompt denoising (arXiv:2112.01071), 0 to 1 (the paper takes 0.5): a label or background text whose softmax value is
   * below this on every patch wins no pixel. Comes before smoothing. 0 is off, as in the published code: `minPresence` does
   * this work without depending on the other labels.
   */
  readonly promptDenoising: number;
  /** Whether values are spread over patches that look alike. */
  readonly smoothing: MaskclipSmoothing;
  /** AFFINITY: patches whose cosine of appearance is above this count as alike, -1 to 0.99. 0.8 with a temperature of 0.05 did well on the pocket encoder. */
  readonly affinityThreshold: number;
  /** AFFINITY: weights are the softmax of cosines divided by this, above 0 to 10. */
  readonly affinityTemperature: number;
  /**
   * AFFINITY, KEYS: only patches whose best value is below this are replaced by what their like have, 0 to 1 (MaskCLIP's
   * `ks_thresh`); 1, the paper's setting, replaces all.
   */
  readonly affinityBelow: number;
  /** DINOISER: correlations below this count as none, 0 to 1 (the paper's gamma); a patch always counts for itself. */
  readonly dinoiserThreshold: number;
  /**
   * Whether values then walk from patch to neighbouring patch that looks alike (random walker with a prior, Grady 2006), so that a label that holds a part of
   * a thing takes the whole. Needs the encoder's `structure` output. Its price: a label that is wrongly let in floods its thing, and small labels are lost.
   */
  readonly randomWalk: boolean;
  /**
   * Things that are shown, 1 to 16: what looks like them is of their label (a prototype less what lies around it, half and half with the label's texts). For what
   * a word does not find. BAD_INPUT for a label that is not asked for and a box outside its picture. A box of bare
   * ground shows that ground: what is found by it means little.
   */
  readonly examples: readonly Example[] | null;
  /** How maps become pixels. */
  readonly edges: MaskclipEdges;
}

/** What CLIP's last layer makes of a patch. Each needs an encoder compiled from a CLIP checkpoint. */
export type MaskclipForm =
  /** The value path alone: every token attends to itself, without residual and MLP (MaskCLIP, arXiv:2112.01071, section 3). */
  | 'VALUE'
  /** The value path with the layer's residual and MLP, as MaskCLIP's published code has it for transformers. */
  | 'RESIDUAL'
  /** Sum of query-query and key-key attention, with residual and MLP as in its published code (SCLIP, arXiv:2312.01597). */
  | 'SCLIP'
  /** Query-query attention, without residual and MLP (ClearCLIP, arXiv:2407.12442). */
  | 'CLEARCLIP'
  /**
   * Key-key attention that favours near patches (a Gaussian of 5 patches is added before the softmax), without residual and
   * MLP (NACLIP, arXiv:2404.08181).
   */
  | 'NACLIP';

/** What a pixel may belong to besides the labels. */
export type MaskclipBackground =
  /** Nothing else: every pixel goes to the best label that is present (the paper's benchmarks). */
  | 'NONE'
  /**
   * To nothing, where no label fits well enough: the encoder's calibrated midpoint competes like a text with that cosine,
   * then `threshold` applies. This way one label alone makes sense, too.
   */
  | 'THRESHOLD'
  /** The encoder's background texts compete and `threshold` applies. Without any such text, as THRESHOLD. */
  | 'TEXTS'
  /**
   * Patches that show no object, says CLIP-DINOiser's second convolution, and whose best softmax value is below
   * `objectnessBelow` are background (arXiv:2312.12359). The text "background" competes where the field's `background` is null, as there. Needs an
   * encoder that carries CLIP-DINOiser's head; goes with any smoothing.
   */
  | 'OBJECTNESS';

/** Whether values are spread over patches that look alike. */
export type MaskclipSmoothing =
  /** As the encoder made its dense vectors: the pocket encoder smooths them, CLIP encoders do not. */
  | 'PACK'
  /** Not at all: the encoder's unsmoothed vectors. */
  | 'NONE'
  /** By this plugin, on unsmoothed vectors: softmax of thresholded cosines of the encoder's `structure` output, which it needs. */
  | 'AFFINITY'
  /**
   * MaskCLIP's key smoothing (arXiv:2112.01071): products of the patches' keys, negative ones kept, then brought into 0 to 1 by shares
   * within a patch. Keys are the encoder's `structure` output, which is MaskCLIP's keys where a CLIP was compiled and other vectors of
   * appearance elsewhere.
   */
  | 'KEYS'
  /**
   * CLIP-DINOiser's (arXiv:2312.12359): patch vectors are averaged by learned correlations before they meet the texts. Null as
   * `form` is RESIDUAL here, as published. Needs an encoder that carries CLIP-DINOiser's head.
   */
  | 'DINOISER';

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

/** How maps become pixels. */
export type MaskclipEdges =
  /** Edges follow the picture (guided filter). */
  | 'GUIDED'
  /** Plain bilinear enlargement, as in the paper. */
  | 'BILINEAR';
