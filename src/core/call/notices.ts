import { hashId } from '../hash-id.js';

/** What an answer must say about itself. Codes are a promise: clients may branch on them. */
export const NOTICE_CODES = Object.freeze({
  TEXT_CUT: 'A text is longer than the encoder reads: its end was left out.',
  TEXT_UNKNOWN: 'The encoder has no tokens for a text, or for half of it and more: what is found by it means little or nothing.',
  LABEL_TRANSLATED: "A label of another language was translated by the encoder's words: it is looked for by what it means.",
  LABEL_FOREIGN:
    'A label may be of another language than the encoder was made for, and its words do not have it: what is found by it means little.',
  LABELS_ALIKE:
    'Two labels read the same to the encoder: it cannot tell them apart, and both have the same result, or what it finds is split between them. A background text that reads as a label is left out.',
  LABEL_HAS_COMMA: 'The only label has a comma in it: it was read as one label, not as several.',
  OTHER_OBJECT: 'The picture does not look like the pictures that it is compared with: what stands out may be that it shows another thing.',
  PICTURES_ALIKE: 'Pictures to compare with are equal, or the same shot again, saved otherwise or with a little noise: they count once.',
  PICTURE_AMONG_REFERENCES: 'The picture itself is among those that it is compared with: it was left out there.',
  FEW_REFERENCES: 'There are too few pictures to compare with to know how much normal ones differ: thresholds are those of other things.',
} as const);

/** The codes that notices may have; docs/errors.md lists them. */
export type NoticeCode = keyof typeof NOTICE_CODES;

/** Something that an answer cannot say by itself, for people: `meta { notices }`. */
export interface Notice {
  /** Hash of what it says. */
  readonly id: string;
  readonly code: NoticeCode;
  /** For people. */
  readonly message: string;
  /** The argument that it is about, as the client wrote it, e.g. `labels[3]`; null where it is about none. */
  readonly field: string | null;
}

/** A notice as a method says it; the host names it. */
export type Said = Omit<Notice, 'id'>;

const idOf = ({ code, message, field }: Said): string => hashId(JSON.stringify([code, message, field]));

/** Notices of one answer. */
export class Notices {
  private readonly all = new Map<string, { readonly said: Said; readonly weight: number }>();

  /**
   * One a code and field: several texts are made of one label, and the one that says most stands for all.
   * @param weight how much it says; the first of equals stays
   */
  add(said: Said, weight: number): void {
    this.keep(JSON.stringify([said.code, said.field]), said, weight);
  }

  /** Those of an answer that was asked for within: their fields are of another question. @param whose e.g. `count by clipEbc` */
  take(notices: readonly Notice[], whose: string): void {
    for (const { code, message } of notices) {
      const said = { code, field: null, message: `${whose}: ${message}` };
      this.keep(JSON.stringify(said), said, 0);
    }
  }

  list(): readonly Notice[] {
    return [...this.all.values()].map(({ said }) => Object.freeze({ id: idOf(said), ...said }));
  }

  private keep(key: string, said: Said, weight: number): void {
    const known = this.all.get(key);
    if (known === undefined || known.weight < weight) this.all.set(key, { said, weight });
  }
}
