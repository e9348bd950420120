import type { Features } from '../visual/features.js';
import type { Detail } from '../images/encoder-size.js';
import type { ImageSourceInput } from '../images/picture.js';
import type { TextLimits } from '../text/labels.js';
import type { BoxRequest } from '../visual/region-box.js';
import type { VisualInfo } from '../visual/visual-info.js';
import type { About } from './about.js';
import type { Compute } from './compute.js';
import type { Look } from './look.js';
import type { Meta } from './meta.js';
import type { Said } from './notices.js';
import type { PackFacts } from './pack-facts.js';
import type { ReferenceSet } from './reference-set.js';
import type { TextAccess } from './text-access.js';

/** What every method's result says of itself. */
export interface MethodResult {
  /** Which form of the method ran, for Meta.form. */
  readonly form: string;
  /** Seed of its random choices; absent or null: it makes none. */
  readonly seed?: number | null;
  /** What the answer must say about itself, for Meta.notices; absent: nothing. `field` as the client wrote it, e.g. `by.memory.normal[2]`. */
  readonly notices?: readonly Said[];
}

/** What is known of an answer before the method has said anything. */
export interface Ahead<Question> {
  readonly question: Question;
  /** The method's, complete. */
  readonly options: unknown;
  /** Whether a field of this name was selected anywhere in the answer. */
  readonly selects: (field: string) => boolean;
  /** Begins the guide of edges for masks of this longest side, in pixels; what fails fails again where it is needed. */
  readonly guide: (maxSize: number) => void;
}

/**
 * A task is a field that every picture has (segmentation, count, ...). Methods of plugins answer it. The value carries all that is the task's own;
 * the rest (choice of the method, options, texts, deadline, cost, Meta, ids) the host does alike for every task. It doubles as the registration
 * key of methods: `methods: [{ task: Segmenter, ... }]`.
 */
export interface Task<Method, Asked extends object, Question extends object, Result extends MethodResult, Answer extends object> {
  /** The schema's field name on Visual, e.g. `segmentation`. */
  readonly name: string;
  /** The schema's `@oneOf` input whose members are the methods, e.g. `SegmentationMethod`. */
  readonly methodInput: string;
  /**
   * Checks what was asked, before a method is chosen.
   * @param asked the field's arguments without `by`
   * @returns what a method is asked, and what `answer` gets; the answer's id is made of it: plain data
   * @throws BAD_INPUT, LIMIT_EXCEEDED
   */
  question(asked: Asked, limits: TextLimits): Question;
  /**
   * Begins, while the method works, what the answer needs of the picture whatever the method says. Absent: nothing.
   */
  ahead?(about: Ahead<Question>): void;
  /**
   * Lets the method refuse what it can tell ahead of the picture's pass, so that it costs none. Absent, or where the method has nothing to say: the pass runs.
   * @param call as `call` gets it, but for `features`: whatever is read of them throws
   * @throws BAD_INPUT and other typed errors
   */
  before?(method: Method, call: TaskCall & Question): void | Promise<void>;
  /** Calls the method. Runs under the deadline; what it throws is the plugin's failure. */
  call(method: Method, call: TaskCall & Question): Promise<Result>;
  /** Looks a result over before anything is made of it: the types alone do not hold for plugins in JavaScript. @throws Error saying what is wrong */
  check(result: Result, call: Pick<TaskCall, 'image'> & Question): Result;
  /**
   * A result for fewer labels as one for all of the question's `labels`: those that the encoder reads alike (`Cat`, `cat`) are asked once, and share it. Absent:
   * a method is asked for all labels, whatever they read as.
   * @param places of each label of the question among those that the method was asked for
   */
  forLabels?(result: Result, places: readonly number[]): Result;
  /** What the schema's fields show: properties, and methods that take the field's arguments. The host adds `id` and `meta`. */
  answer(result: Result, about: About<Question>): Answer;
  /** Never set: carries the method's type, so that registrations are checked. */
  readonly methodType?: Method;
}

// Of whatever method, question and answer: the container and the registry treat all tasks alike.
/** Any task, whatever it asks and answers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTask = Task<any, any, any, any, any>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TaskOf<Method> = Task<Method, any, any, any, any>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AskedOf<T> = T extends Task<any, infer Asked, any, any, any> ? Asked : never;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnswerOf<T> = T extends Task<any, any, any, any, infer Answer> ? Answer : never;

/** The choice of a method, as a client writes it: one member, its options in it, e.g. `{ maskclip: { threshold: 0.5 } }`. */
export type By = Readonly<Record<string, unknown>> | null | undefined;

/** What the host adds to every answer. */
export interface Answered {
  /** Hash of visual, question, method and revision: equal ids are equal answers. */
  readonly id: string;
  readonly meta: Meta;
}

/**
 * Asks a task, as a client's query does: same checks, defaults, head, limits and deadline, and so the same answer. What it costs is counted in the
 * asking method's own `meta`, and its notices join there.
 *
 * @param task e.g. `Counter`
 * @param question the field's arguments; `by` chooses the method, absent the default one
 * @returns what the schema's fields show: properties, and methods that make pixels when they are called
 * @throws BAD_INPUT, PLUGIN_UNAVAILABLE, PLUGIN_FAILED (also for a chain of questions that has come round too often), LIMIT_EXCEEDED, OVERLOADED,
 *   CANCELLED, DEADLINE_EXCEEDED
 */
export type Ask = <T extends AnyTask>(task: T, question: AskedOf<T> & { readonly by?: By }) => Promise<AnswerOf<T> & Answered>;

/** A closer look at parts of the picture: what `call.look` gives. */
export interface RegionLook {
  /** Encode the part again: a pass, at its first question. */
  readonly zoom?: boolean;
  /** Of that pass; absent: the visual's own. */
  readonly detail?: Detail;
}

/** A picture, or a part of one, that can be asked. */
export interface AskedVisual {
  readonly image: VisualInfo;
  readonly ask: Ask;
  readonly look: Look;
  /** Features of its pass, which runs now unless they are known. Copies, as `TaskCall.features`. */
  features(): Promise<Features>;
  /** A part of it, as the schema's `region`. @throws BAD_INPUT */
  readonly region: (box: Omit<BoxRequest, 'unit'> & Partial<Pick<BoxRequest, 'unit'>>, look?: RegionLook) => AskedVisual;
}

/**
 * Everything of a request: methods are singletons and keep no state of their own. All of it is the method's own: arrays are copies, everything
 * else is frozen, so that nothing that it writes reaches another field or client.
 */
export interface TaskCall<Options = unknown, Head = unknown> extends Omit<AskedVisual, 'features'> {
  readonly features: Features;
  readonly text: TextAccess;
  readonly pack: PackFacts<Head>;
  readonly compute: Compute;
  /** Complete: as the plugin's SDL states them, checked, defaults filled in, null where nothing is given. */
  readonly options: Options;
  /** Aborts when the client leaves, the deadline passes or the server stops; its reason is the typed error that says which. */
  readonly signal: AbortSignal;
  /**
   * Another picture, seen by the same encoder. Decoding it and its passes count in the operation's budget.
   * @param view `field`: where the client wrote the source, e.g. `by.memory.normal[3]`: what fails when the picture is opened or encoded names it. Absent: the
   *   method chose the picture, and errors name the plugin
   * @throws BAD_IMAGE and whatever `image(source:)` fails with; LIMIT_EXCEEDED
   */
  visual(source: ImageSourceInput, view?: { readonly detail?: Detail; readonly field?: string }): Promise<AskedVisual>;
  /**
   * A set of pictures that the server keeps as features for whoever asks (`createReferenceSet`), seen by the same encoder: read from the disk, no pass. All of an
   * operation see it as it was at the first question.
   * @param field where the client wrote the id, e.g. `by.memory.referenceSet`: errors name it
   * @throws SET_NOT_FOUND; BAD_INPUT where its features are of another pack; SETS_FORBIDDEN, STORE_FAILED
   */
  referenceSet(id: string, field: string): Promise<ReferenceSet>;
  /**
   * What several of an operation's questions need alike, made once for all of them: of this plugin's own, and of one encoder. What fails is forgotten. Never write
   * to what comes back: it is shared.
   * @param key says all that the value depends on
   */
  once<Value>(key: string, make: () => Promise<Value>): Promise<Value>;
}
