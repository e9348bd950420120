import type { FormattedExecutionResult } from 'graphql';
import { breathe } from '../core/math/breathe.js';

/** What JSON.stringify writes in a few milliseconds. */
const FEW_BYTES = 500_000;
/** Items of a list written in one go: a millisecond for numbers. */
const PIECE = 2000;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

async function write(value: unknown, pieces: string[]): Promise<void> {
  if (isList(value) && !value.some(isObject)) return writeLeaves(value, pieces);
  if (!isObject(value)) {
    if (typeof value === 'string' && value.length > FEW_BYTES) await breathe();
    pieces.push(JSON.stringify(value));
    return;
  }
  const list = isList(value);
  pieces.push(list ? '[' : '{');
  let first = true;
  for (const [key, member] of Object.entries(value)) {
    // As JSON.stringify leaves it out.
    if (member === undefined && !list) continue;
    pieces.push(first ? '' : ',', list ? '' : `${JSON.stringify(key)}:`);
    first = false;
    await write(member ?? null, pieces);
  }
  pieces.push(list ? ']' : '}');
}

async function writeLeaves(values: readonly unknown[], pieces: string[]): Promise<void> {
  pieces.push('[');
  for (let at = 0; at < values.length; at += PIECE) {
    if (values.length > PIECE) await breathe();
    pieces.push(at > 0 ? ',' : '', JSON.stringify(values.slice(at, at + PIECE)).slice(1, -1));
  }
  pieces.push(']');
}

/**
 * An answer as JSON.stringify writes it. A large one is written piece by piece, so that the event loop turns: a million numbers would hold it for a third
 * of a second.
 */
export async function stringifyAnswer(answer: FormattedExecutionResult): Promise<string> {
  const { denseql } = (answer.extensions ?? {}) as { denseql?: { used?: { answerBytes?: number } } };
  if ((denseql?.used?.answerBytes ?? 0) < FEW_BYTES) return `${JSON.stringify(answer)}\n`;
  const pieces: string[] = [];
  await write(answer, pieces);
  return `${pieces.join('')}\n`;
}
