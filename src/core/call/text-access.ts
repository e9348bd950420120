import type { EncodedText, Encoder } from '../encoder/contract/encoder.js';
import { badInput } from '../errors.js';
import type { Operation } from '../operation.js';
import { lostOrigins } from './lost-origins.js';
import { labelVectors, type SourcedText } from '../text/ensembles.js';
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

/**
 * Text access of one call. Equal texts are asked once, all of them in one call of the encoder, so that they travel as one batch. Vectors are
 * copies: those in the cache serve all.
 *
 * @param templates the pack's, where the prompts have none
 * @param onCut hears of every text whose end was left out
 */
export function createTextAccess(
  encoder: Pick<Encoder, 'encodeTexts'>,
  operation: Operation,
  { templates, onCut }: { readonly templates: readonly string[]; readonly onCut?: (text: CutText) => void },
): TextAccess {
  const encode = async (texts: readonly SourcedText[]): Promise<(text: string) => Float32Array> => {
    const distinct = [...new Map(texts.map((sourced) => [sourced.text, sourced])).values()];
    const wanted = distinct.map(({ text }) => text);
    // The cache is keyed by what a text reads as; an object may read as one text and be encoded as another.
    if (wanted.some((text) => typeof text !== 'string')) throw badInput('texts', 'must be texts, nothing else.');
    const encoded = wanted.length > 0 ? await encoder.encodeTexts(wanted, operation) : [];
    const byText = new Map(wanted.map((text, index) => [text, encoded[index]!.vector.slice()]));
    const cut = encoded.flatMap(({ tokens, read }, index) => (read < tokens ? [{ ...distinct[index]!, tokens, read }] : []));
    if (onCut && cut.length > 0) {
      const isLost = await lostOrigins(cut, (beginnings) => encoder.encodeTexts(beginnings, operation));
      for (const text of cut) onCut({ ...text, lost: isLost(text) });
    }
    return (text) => byText.get(text)!;
  };
  return Object.freeze({
    async embed(texts: readonly string[]) {
      const vector = await encode(texts.map((text) => ({ text, origin: text })));
      return texts.map(vector);
    },
    labels: (labels: readonly string[], prompts: Prompts) => labelVectors(encode, labels, prompts, templates),
  });
}
