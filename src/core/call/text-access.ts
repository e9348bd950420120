import type { EncodedText, Encoder } from '../encoder/contract/encoder.js';
import { packId } from '../encoder/contract/pack-id.js';
import { badInput } from '../errors.js';
import { breathe } from '../math/breathe.js';
import { OnceAnOperation } from '../once.js';
import type { Operation } from '../operation.js';
import { lostOrigins } from './lost-origins.js';
import { alikeLabels, type AlikeLabels } from '../text/alike-labels.js';
import { labelTexts, labelVectors, type LabelEnsembles, type SourcedText } from '../text/ensembles.js';
import type { Prompts } from '../text/prompts.js';

/** Text access within one call; vectors are unit length, `[dims]` of the pack's joint space, and the caller's own. */
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

/** A text of which the tower read less than there is. */
export interface CutText extends SourcedText, Pick<EncodedText, 'tokens' | 'read'> {
  /** Whether what its template was filled with was left out with the end. */
  readonly lost: boolean;
}

type Vector = (text: string) => Float32Array;

/** Vectors of texts, and those texts of which the tower read less than there is. */
interface Encoded {
  readonly vector: Vector;
  readonly cut: readonly CutText[];
}

/** What hundreds of regions are asked by: the labels' vectors, made once an operation. */
interface LabelVectors {
  readonly vectors: readonly (readonly Float32Array[])[];
  readonly cut: readonly CutText[];
  readonly alike: readonly AlikeLabels[];
}

/** What is kept is found by what a text reads as; an object may read as one text and be encoded as another. @throws BAD_INPUT */
function checkSourced(texts: readonly SourcedText[]): void {
  const plain = ({ text, origin, template = '' }: SourcedText): boolean =>
    [text, origin, template].every((part) => typeof part === 'string');
  if (!texts.every(plain)) throw badInput('texts', 'must be texts, nothing else.');
}

const labelled = new OnceAnOperation<LabelVectors>();

/**
 * Text access of one call. Equal texts are asked once, all of them in one call of the encoder, so that they travel as one batch. Vectors are
 * copies: those in the cache serve all.
 *
 * @param templates the pack's, where the prompts have none
 * @param onCut hears of every text whose end was left out
 * @param onAlike hears of every label that the encoder cannot tell from one before it
 */
export function createTextAccess(
  encoder: Pick<Encoder, 'encodeTexts' | 'manifest'>,
  operation: Operation,
  {
    templates,
    onCut,
    onAlike,
  }: { readonly templates: readonly string[]; readonly onCut?: (text: CutText) => void; readonly onAlike?: (labels: AlikeLabels) => void },
): TextAccess {
  const encode = async (texts: readonly SourcedText[]): Promise<Encoded> => {
    const distinct = [...new Map(texts.map((sourced) => [sourced.text, sourced])).values()];
    const wanted = distinct.map(({ text }) => text);
    checkSourced(texts);
    const encoded = wanted.length > 0 ? await encoder.encodeTexts(wanted, operation) : [];
    const byText = new Map(wanted.map((text, index) => [text, encoded[index]!.vector]));
    const cut = encoded.flatMap(({ tokens, read }, index) => (read < tokens ? [{ ...distinct[index]!, tokens, read }] : []));
    const isLost = cut.length > 0 ? await lostOrigins(cut, (beginnings) => encoder.encodeTexts(beginnings, operation)) : () => false;
    return { vector: (text) => byText.get(text)!, cut: cut.map((text) => ({ ...text, lost: isLost(text) })) };
  };
  const tell = (cut: readonly CutText[]): void => {
    if (onCut) for (const text of cut) onCut(text);
  };
  const makeLabels = async (labels: readonly string[], texts: LabelEnsembles): Promise<LabelVectors> => {
    const { vector, cut } = await encode(texts.flat(2));
    const vectors = await labelVectors(texts, vector);
    return { vectors, cut, alike: alikeLabels(labels, vectors) };
  };
  return Object.freeze({
    async embed(texts: readonly string[]) {
      const { vector, cut } = await encode(texts.map((text) => ({ text, origin: text })));
      tell(cut);
      return texts.map((text) => vector(text).slice());
    },
    async labels(labels: readonly string[], prompts: Prompts) {
      const texts = labelTexts(labels, prompts, templates);
      checkSourced(texts.flat(2));
      const { vectors, cut, alike } = await labelled.get(operation, `${packId(encoder.manifest)}:${JSON.stringify([labels, texts])}`, () =>
        makeLabels(labels, texts),
      );
      tell(cut);
      if (onAlike) for (const pair of alike) onAlike(pair);
      // All who waited for the same go on at once, and compute.
      await breathe();
      return vectors.map((names) => names.map((vector) => vector.slice()));
    },
  });
}
