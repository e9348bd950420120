import type { ByteTensor, Features, Tensor } from '../encoder/encoder.js';
import type { Box, Size } from '../geometry/box.js';
import type { Detail } from '../images/encoder-size.js';
import type { TailAttention } from '../packs/manifest.js';

/**
 * A task is a field that every picture has (segmentation, count, ...). Methods of plugins answer it.
 * The value doubles as the registration key of its methods: `methods: [{ task: Segmenter, ... }]`.
 */
export interface Task<Method> {
  /** The schema's field name, e.g. `segmentation`. */
  readonly name: string;
  /** The schema's @oneOf input whose members are the methods, e.g. `SegmentationMethod`. */
  readonly methodInput: string;
  /** Never set: carries the method's type, so that registrations are checked. */
  readonly methodType?: Method;
}

/** What part of which picture a method is asked about. */
export interface VisualInfo {
  /** Hash of the picture's bytes. */
  readonly content: string;
  /** Size of the upright original. */
  readonly original: Size;
  /** The part asked about, in pixels of the upright original; the whole picture for an Image. */
  readonly box: Box;
  /** How closely the encoder looked. */
  readonly detail: Detail;
}

/** Facts about the pack that the features come from. */
export interface PackFacts {
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
  };
  /** Attentions with which the last block can be run again (`Compute.tail`); empty when the pack has no such tail. */
  readonly tail: readonly TailAttention[];
  /** The pack's entry for the asking plugin under `heads`; undefined when it has none. */
  readonly head: unknown;
}

/** How labels become texts; absent members mean the method's or the pack's own. */
export interface Prompts {
  readonly templates?: readonly string[] | null;
  readonly synonyms?: readonly LabelTexts[] | null;
  readonly descriptions?: readonly LabelTexts[] | null;
}

export interface LabelTexts {
  readonly label: string;
  readonly texts: readonly string[];
}

/** Text access within one call; vectors are unit length, `[dims]` of the pack's joint space. */
export interface TextAccess {
  /** One vector a text, as is. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /**
   * For each label one unit vector a name (the label itself first, then its synonyms). Each is the prompt ensemble:
   * every template encoded, normalised, averaged, normalised (Radford et al. 2021, section 3.1.4); descriptions
   * join the average as they are. A label's score is the highest among its names.
   */
  labels(labels: readonly string[], prompts: Prompts): Promise<readonly (readonly Float32Array[])[]>;
}

/** Work for the encoder's process, outside the event loop. */
export interface Compute {
  /**
   * Spreads values over patches that look alike: softmax over j of cos(i, j) / temperature where cos(i, j) > threshold,
   * times values. `structure` [N, C] unit rows, `values` [N, K]; gives [N, K].
   */
  affinity(call: { structure: Tensor; values: Tensor; threshold: number; temperature: number }): Promise<Tensor>;
  /**
   * Patch vectors in the joint space from the encoder's last block run again with another attention, with or without its residual and
   * MLP; not unit length. For a region without zoom: of the whole picture, then cut out. Counts no pass.
   * @returns [N, dims]
   * @throws PLUGIN_UNAVAILABLE when the pack has no tail with this attention
   */
  tail(call: { features: Features; attention: TailAttention; residual: boolean }): Promise<Tensor>;
  /** A head of this plugin, by its path inside the pack's manifest. */
  head(call: {
    graph: string;
    feeds: Readonly<Record<string, Tensor | ByteTensor>>;
    outputs: readonly string[];
  }): Promise<Readonly<Record<string, Tensor>>>;
}

/** Further looks at the visual, for methods that need more detail than the features that they were given. */
export interface VisualAccess {
  /**
   * Encodes parts of the visual again: what a client gets by `region(zoom: true, detail:)`. Each part that is not in the cache is a pass,
   * counted in Meta.encoderRuns and against MAX_PASSES.
   *
   * @param boxes in pixels of the upright original; clipped to the visual and widened to whole pixels (`Features.frame` says to what)
   * @param detail of each part's pass; absent: the visual's own
   * @returns features of each part, in order
   * @throws BAD_INPUT for a box outside the visual, LIMIT_EXCEEDED for more than MAX_PASSES parts; OVERLOADED, CANCELLED, DEADLINE_EXCEEDED
   */
  encode(boxes: readonly Box[], detail?: Detail): Promise<readonly Features[]>;
  /**
   * Runs a graph of the pack that is an encoder of its own (a released closed-set model) on the picture's pixels: the part is decoded once, and
   * each window is a pass, counted in Meta.encoderRuns and against MAX_PASSES. Equal passes of one operation are one.
   *
   * @returns outputs of each window, in order
   * @throws LIMIT_EXCEEDED before the first pass; BAD_INPUT for a window outside `size`; PLUGIN_UNAVAILABLE when the pack does not list the graph;
   *   PLUGIN_FAILED when it cannot be run; BAD_IMAGE, OVERLOADED, CANCELLED, DEADLINE_EXCEEDED
   */
  runOnPixels(call: PixelRun): Promise<readonly Readonly<Record<string, Tensor>>[]>;
  /**
   * The picture itself, for heads that are fed it beside features: no pass. The part may reach beyond the visual, as that of `runOnPixels`.
   *
   * @param part `box` in pixels of the upright original, stretched to `size`, resampled as the pack's own pictures are
   * @returns RGB, uint8 [1, height, width, 3]
   * @throws BAD_IMAGE, CANCELLED, DEADLINE_EXCEEDED
   */
  pixels(part: { readonly box: Box; readonly size: Size }): Promise<ByteTensor>;
}

export interface PixelRun {
  /** A file of the pack's manifest. */
  readonly graph: string;
  /** The graph's one input: RGB, uint8 [1, height, width, 3]. */
  readonly input: string;
  readonly outputs: readonly string[];
  /** The part of the picture, in pixels of the upright original; it may reach beyond the visual: a region without zoom is a part of a larger grid. */
  readonly box: Box;
  /** What the part is stretched to, in pixels, resampled as the pack's own pictures are. */
  readonly size: Size;
  /** Windows of that size, in whole pixels of it; one pass each. */
  readonly windows: readonly Box[];
}

/** Everything of a request: methods are singletons and keep no state of their own. */
export interface TaskCall<Options> {
  readonly features: Features;
  readonly text: TextAccess;
  readonly image: VisualInfo;
  readonly visual: VisualAccess;
  readonly pack: PackFacts;
  readonly compute: Compute;
  readonly options: Options;
  /** Aborts when the client leaves or the deadline passes. */
  readonly signal: AbortSignal;
}
