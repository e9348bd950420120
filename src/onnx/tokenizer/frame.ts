import { CheckpointError } from '../checkpoint-error.js';
import { stepsOf } from './supported.js';
import { list, object, type Json } from './tokenizer-files.js';
import { idOf } from './vocabulary.js';

export interface FrameToken {
  readonly content: string;
  readonly id: number;
}

/** What a tokenizer's post-processor puts before and after the tokens of a text. */
export interface Frame {
  readonly before: readonly FrameToken[];
  readonly after: readonly FrameToken[];
}

const PLACE = 'tokenizer.json post_processor';

function token(content: unknown, told: unknown, tokenizer: Json): FrameToken {
  const id = typeof content === 'string' ? idOf(content, tokenizer) : undefined;
  if (id === undefined) throw new CheckpointError(PLACE, `puts ${JSON.stringify(content)} beside a text, which is not in the vocabulary`);
  if (typeof told === 'number' && told !== id)
    throw new CheckpointError(PLACE, `gives ${JSON.stringify(content)} the id ${told}, the vocabulary gives it ${id}`);
  return { content: content as string, id };
}

function ofTemplate(step: Json, tokenizer: Json): Frame {
  const pieces = list(step['single']).map(object);
  const text = pieces.findIndex((piece) => 'Sequence' in piece);
  const known = object(step['special_tokens']);
  const tokens = (part: readonly Json[]): FrameToken[] =>
    part
      .filter((piece) => 'SpecialToken' in piece)
      .map((piece) => {
        const content = object(piece['SpecialToken'])['id'];
        return token(content, list(object(known[String(content)])['ids'])[0], tokenizer);
      });
  return { before: tokens(pieces.slice(0, text)), after: tokens(pieces.slice(text + 1)) };
}

/** @throws CheckpointError for tokens that the vocabulary does not have, or has with another id */
export function frameOf(tokenizer: Json): Frame {
  const frames = stepsOf(tokenizer['post_processor']).map((step): Frame => {
    if (step['type'] === 'TemplateProcessing') return ofTemplate(step, tokenizer);
    if (step['type'] === 'ByteLevel') return { before: [], after: [] };
    const [before, after] = [step['cls'], step['sep']].map((pair) => token(list(pair)[0], list(pair)[1], tokenizer)) as [
      FrameToken,
      FrameToken,
    ];
    return { before: [before], after: [after] };
  });
  return { before: frames.flatMap(({ before }) => before), after: frames.flatMap(({ after }) => after) };
}
