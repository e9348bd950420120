import type { EncodedText, Encoder } from '../encoder/contract/encoder.js';
import { packId } from '../encoder/contract/pack-id.js';
import { badInput } from '../errors.js';
import { breathe } from '../math/breathe.js';
import { OnceAnOperation } from '../once.js';
import type { Operation } from '../operation.js';
import { embedLearned } from './embed-learned.js';
import { lostOrigins } from './lost-origins.js';
import { alikeLabels, type AlikeLabels } from '../text/alike-labels.js';
import type { LearnedPrompt } from '../text/learned-prompt.js';
import { labelTexts, labelVectors, type LabelEnsembles, type SourcedText } from '../text/ensembles.js';
import type { Prompts } from '../text/prompts.js';
import { asWritten, createReadLabel, type Reading } from '../text/reading/read-labels.js';
import { unreadTexts, type UnreadText } from './unread-texts.js';

/** Text access within one call; vectors are unit length, `[dims]` of the pack's joint space, and the caller's own. */
export interface TextAccess {
  /** One vector a text, as is. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /**
   * For each label one unit vector a name (the label itself first, then its synonyms). Each is the prompt ensemble:
   * every template encoded, normalised, averaged, normalised (Radford et al. 2021, section 3.1.4); descriptions
   * join the average as they are. A label's score is the highest among its names. Names are read by the pack's words, unless the prompts are `asWritten`:
   * `the cats` and `Katze` become `cat` where these say so.
   */
  labels(labels: readonly string[], prompts: Prompts): Promise<readonly (readonly Float32Array[])[]>;
  /**
   * One vector a prompt, of texts with learned vectors in the place of some of their tokens (CoOp's prompts; not AnomalyCLIP's deep ones), which packs take
   * that were compiled with `--inputs-embeds` (`PackFacts.tokenWidth`). Counted and kept as texts are.
   * @throws PLUGIN_UNAVAILABLE for another pack; BAD_INPUT for a prompt without parts, rows of another width, numbers that are not finite or beyond 65504, and
   *   more tokens than the encoder reads; LIMIT_EXCEEDED, OVERLOADED, CANCELLED, DEADLINE_EXCEEDED
   */
  embedLearned(prompts: readonly LearnedPrompt[]): Promise<readonly Float32Array[]>;
}

/** A text of which the tower read less than there is. */
export interface CutText extends SourcedText, Pick<EncodedText, 'tokens' | 'read'> {
  /** Whether what its template was filled with was left out with the end. */
  readonly lost: boolean;
}

type Vector = (text: string) => Float32Array;

/** What is to be told of texts: those of which the tower read less than there is, and those that it cannot read. */
interface Told {
  readonly cut: readonly CutText[];
  readonly unread: readonly UnreadText[];
}

interface Encoded extends Told {
  readonly vector: Vector;
}

/** What hundreds of regions are asked by: the labels' vectors, made once an operation. */
interface LabelVectors extends Told {
  readonly vectors: readonly (readonly Float32Array[])[];
  readonly alike: readonly AlikeLabels[];
}

/** What is kept is found by what a text reads as; an object may read as one text and be encoded as another. @throws BAD_INPUT */
function checkSourced(texts: readonly SourcedText[]): void {
  const plain = ({ text, origin, template = '' }: SourcedText): boolean =>
    [text, origin, template].every((part) => typeof part === 'string');
  if (!texts.every(plain)) throw badInput('texts', 'must be texts, nothing else.');
}

/** Who hears what is to be told of texts. */
export interface TextEars {
  /** Hears of every text whose end was left out. */
  readonly onCut?: (text: CutText) => void;
  /** Hears of every text that the encoder has no tokens for. */
  readonly onUnread?: (text: UnreadText) => void;
  /** Hears of labels that the encoder cannot tell from one before them; what it throws is what the method gets. */
  readonly onAlike?: (labels: readonly AlikeLabels[]) => void;
  /** Hears of every label that was translated, or may be of a language that the encoder does not read. */
  readonly onRead?: (reading: Reading) => void;
}

export interface TextAccessOptions extends TextEars {
  /** The pack's, where the prompts have none. */
  readonly templates: readonly string[];
  /** Labels and other short texts of the question as the client asked it: they tell the language of its labels. */
  readonly beside?: () => readonly string[];
}

const labelled = new OnceAnOperation<LabelVectors>();
const readOnce = new OnceAnOperation<ReadonlyMap<string, Reading>>();

/**
 * Text access of one call. Equal texts are asked once, all of them in one call of the encoder, so that they travel as one batch. Vectors are
 * copies: those in the cache serve all.
 */
export function createTextAccess(
  encoder: Pick<Encoder, 'encodeTexts' | 'encodePrompts' | 'manifest' | 'words'>,
  operation: Operation,
  { templates, beside = () => [], onCut, onUnread, onAlike, onRead }: TextAccessOptions,
): TextAccess {
  const encode = async (texts: readonly SourcedText[]): Promise<Encoded> => {
    const distinct = [...new Map(texts.map((sourced) => [sourced.text, sourced])).values()];
    const wanted = distinct.map(({ text }) => text);
    checkSourced(texts);
    const encoded = wanted.length > 0 ? await encoder.encodeTexts(wanted, operation) : [];
    const byText = new Map(wanted.map((text, index) => [text, encoded[index]!.vector]));
    const cut = encoded.flatMap(({ tokens, read }, index) => (read < tokens ? [{ ...distinct[index]!, tokens, read }] : []));
    const counted = (more: readonly string[]) => encoder.encodeTexts(more, operation);
    const unread = await unreadTexts(
      encoded.map(({ known, unknown }, index) => ({ ...distinct[index]!, known, unknown })),
      counted,
    );
    const isLost = cut.length > 0 ? await lostOrigins(cut, counted) : () => false;
    return { vector: (text) => byText.get(text)!, cut: cut.map((text) => ({ ...text, lost: isLost(text) })), unread };
  };
  const tell = ({ cut, unread }: Told): void => {
    if (onCut) for (const text of cut) onCut(text);
    if (onUnread) for (const text of unread) onUnread(text);
  };
  const read = async (labels: readonly string[], prompts: Prompts): Promise<ReadonlyMap<string, Reading>> => {
    const names = [...labels, ...(prompts.synonyms ?? []).flatMap(({ texts }) => texts)];
    checkSourced(names.map((name) => ({ text: name, origin: name })));
    const words = prompts.asWritten === true ? null : await encoder.words();
    if (words === null) return new Map(names.map((name) => [name, asWritten(name)]));
    const company = [...beside(), ...labels];
    return readOnce.get(operation, `${packId(encoder.manifest)}:${JSON.stringify([names, company])}`, async () => {
      const readLabel = createReadLabel(words, company);
      return new Map(names.map((name) => [name, readLabel(name)]));
    });
  };
  const makeLabels = async (labels: readonly string[], texts: LabelEnsembles): Promise<LabelVectors> => {
    const { vector, ...told } = await encode(texts.flat(2));
    const vectors = await labelVectors(texts, vector, () => breathe(operation.lane));
    return { ...told, vectors, alike: alikeLabels(labels, vectors) };
  };
  return Object.freeze({
    async embed(texts: readonly string[]) {
      const { vector, ...told } = await encode(texts.map((text) => ({ text, origin: text })));
      tell(told);
      return texts.map((text) => vector(text).slice());
    },
    embedLearned: (prompts: readonly LearnedPrompt[]) => embedLearned(encoder, prompts, operation),
    async labels(labels: readonly string[], prompts: Prompts) {
      const readings = await read(labels, prompts);
      const texts = labelTexts(labels, prompts, templates, (name) => readings.get(name)!);
      checkSourced(texts.flat(2));
      if (onRead) for (const reading of readings.values()) if (reading.from !== null || reading.foreign) onRead(reading);
      const { vectors, alike, ...told } = await labelled.get(
        operation,
        `${packId(encoder.manifest)}:${JSON.stringify([labels, texts])}`,
        () => makeLabels(labels, texts),
      );
      tell(told);
      if (alike.length > 0) onAlike?.(alike);
      // All who waited for the same go on at once, and compute.
      await breathe(operation.lane);
      return vectors.map((names) => names.map((vector) => vector.slice()));
    },
  });
}
