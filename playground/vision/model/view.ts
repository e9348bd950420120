/** A value of an argument or an option as JSON has it; names of enums are strings. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Values = Readonly<Record<string, Value>>;

/** A rectangle in pixels of the upright original. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Source = { readonly sample: string } | { readonly upload: string };
export type Detail = 'LOW' | 'MEDIUM' | 'HIGH';

/** Who answers: null takes the server's default method, and the active encoder. */
export interface Side {
  readonly method: string | null;
  readonly encoder: string | null;
  /** Only what differs from the method's defaults. */
  readonly options: Values;
}

/** A question about the picture: a task, its words, and who answers. */
export interface Layer {
  readonly task: string;
  readonly texts: readonly string[];
  /** Further arguments of the task, only those that differ from their defaults. */
  readonly args: Values;
  readonly side: Side;
  /** Whom it is compared with. */
  readonly other: Side | null;
  /** Places of labels that are not shown. */
  readonly hidden: readonly number[];
  /** Whether the layer is shown at all. */
  readonly shown: boolean;
}

/** All that a question is made of: what the address holds. */
export interface View {
  readonly source: Source | null;
  readonly detail: Detail;
  readonly box: Box | null;
  /** Whether the box is encoded again. */
  readonly zoom: boolean;
  /** Whether the score maps of single labels are asked for, too. */
  readonly maps: boolean;
  readonly layers: readonly Layer[];
  /** Place of the layer that is edited. */
  readonly active: number;
}

/** How the answer is looked at: needs no further question. */
export interface Look {
  /** 0 to 1. */
  readonly opacity: number;
  readonly outline: boolean;
  readonly names: boolean;
  /** Of heat maps: what is below this share of the range is not drawn; null: what the answer itself says, else all of it is. */
  readonly threshold: number | null;
  /** Which of an answer's maps is drawn, by its name; null: the first. */
  readonly draws: string | null;
  /** Boxes below this score are not drawn. */
  readonly scoreFrom: number;
  /** Which score map is laid over the picture: the place of its label. */
  readonly map: number | null;
  /** Where the divider between two answers stands, in percent. */
  readonly divider: number;
}

export const NO_SIDE: Side = { method: null, encoder: null, options: {} };
export const LOOK: Look = { opacity: 0.5, outline: true, names: true, threshold: null, draws: null, scoreFrom: 0, map: null, divider: 50 };
export const VIEW: View = { source: null, detail: 'MEDIUM', box: null, zoom: false, maps: false, layers: [], active: 0 };

export const newLayer = (task: string, texts: readonly string[] = []): Layer => ({
  task,
  texts,
  args: {},
  side: NO_SIDE,
  other: null,
  hidden: [],
  shown: true,
});
