import { CheckpointError } from '../checkpoint-error.js';
import { list, object, type Json } from './tokenizer-files.js';

/** Steps that the tokenizer library knows, by the part of tokenizer.json they stand in. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  normalizer: ['BertNormalizer', 'Precompiled', 'Replace', 'NFC', 'NFD', 'NFKC', 'NFKD', 'Strip', 'StripAccents', 'Lowercase', 'Prepend'],
  pre_tokenizer: [
    'BertPreTokenizer',
    'Whitespace',
    'WhitespaceSplit',
    'Metaspace',
    'ByteLevel',
    'Split',
    'Punctuation',
    'Digits',
    'Replace',
  ],
  post_processor: ['TemplateProcessing', 'ByteLevel', 'BertProcessing', 'RobertaProcessing'],
};
const MODELS = ['BPE', 'Unigram', 'WordPiece'];

/** The steps of a part, sequences taken apart. */
export function stepsOf(part: unknown): Json[] {
  const step = object(part);
  const inner = step['normalizers'] ?? step['pretokenizers'] ?? step['processors'];
  if (step['type'] === 'Sequence') return list(inner).flatMap(stepsOf);
  return 'type' in step ? [step] : [];
}

const kindOf = (step: Json): string => (typeof step['type'] === 'string' ? step['type'] : JSON.stringify(step['type']));

/** @throws CheckpointError naming a step or model of a tokenizer.json that the tokenizer library does not run */
export function checkSupported(tokenizer: Json): void {
  for (const [part, kinds] of Object.entries(STEPS)) {
    const unknown = stepsOf(tokenizer[part]).find((step) => !kinds.includes(kindOf(step)));
    if (unknown !== undefined) throw new CheckpointError(`tokenizer.json ${part}`, `${kindOf(unknown)} is not supported`);
  }
  const model = object(tokenizer['model']);
  if (!MODELS.includes(kindOf(model))) throw new CheckpointError('tokenizer.json model', `${kindOf(model)} is not supported`);
}

/** Does its post-processor put special tokens around a text? */
export const addsSpecialTokens = (tokenizer: Json): boolean =>
  stepsOf(tokenizer['post_processor']).some((step) =>
    step['type'] === 'TemplateProcessing'
      ? list(step['single']).some((piece) => 'SpecialToken' in object(piece))
      : step['type'] !== 'ByteLevel',
  );
