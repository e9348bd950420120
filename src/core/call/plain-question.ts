import { types } from 'node:util';
import { DenseqlError } from '../errors.js';
import { hearWithin } from '../heard.js';
import type { TaskCall } from './contract.js';

/** Members of every call: a question's own stand beside them, and one of the same name would be lost. */
const TAKEN: Readonly<Record<keyof TaskCall, true>> = {
  image: true,
  ask: true,
  look: true,
  region: true,
  features: true,
  text: true,
  pack: true,
  compute: true,
  options: true,
  signal: true,
  visual: true,
  referenceSet: true,
  once: true,
};

class NotPlain extends Error {}

/** What a value is that no question may hold, in words; null: plain. */
function strangeness(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null;
    case 'number':
      return Number.isFinite(value) ? null : String(value);
    case 'object':
      if (value === null || (Array.isArray(value) && !types.isProxy(value))) return null;
      if (types.isPromise(value)) return 'a promise';
      if ([Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) return null;
      return types.isMap(value) ? 'a Map' : ArrayBuffer.isView(value) ? 'a typed array' : 'an object of a class';
    case 'undefined':
      return 'undefined';
    default:
      return `a ${typeof value}`;
  }
}

function copied(value: unknown, path: string, within: readonly object[]): unknown {
  const strange = strangeness(value);
  if (strange !== null) throw new NotPlain(`${path} is ${strange}`);
  if (typeof value !== 'object' || value === null) return value;
  if (within.includes(value)) throw new NotPlain(`${path} leads back to itself`);
  const inner = [...within, value];
  if (Array.isArray(value)) return Object.freeze(Array.from(value, (item, index) => copied(item, `${path}[${index}]`, inner)));
  const members = Object.keys(value)
    .map((key) => [key, (value as Record<string, unknown>)[key]] as const)
    // As JSON has it, what is undefined is not there.
    .filter(([, member]) => member !== undefined);
  return Object.freeze(Object.fromEntries(members.map(([key, member]) => [key, copied(member, `${path}.${key}`, inner)])));
}

/** Whose question it is. */
interface Origin {
  readonly plugin: string | undefined;
  readonly task: string;
}

/**
 * What a task's `question` gave, as a frozen copy: methods are called with its members, and the answer's id is their JSON.
 * @throws PLUGIN_FAILED saying what is not plain, or which name is taken
 */
export function plainQuestion(value: unknown, { plugin = 'unknown', task }: Origin): Readonly<Record<string, unknown>> {
  const failed = (problem: string) =>
    new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}": what \`question\` of ${task} gives must be plain data, at once: ${problem}.`, {
      plugin,
    });
  hearWithin(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw failed(`question is ${value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`}`);
  try {
    const question = copied(value, 'question', []) as Readonly<Record<string, unknown>>;
    const taken = Object.keys(question).find((name) => Object.hasOwn(TAKEN, name));
    if (taken !== undefined) throw new NotPlain(`question.${taken} has the name of a member of every call`);
    return question;
  } catch (error) {
    throw error instanceof NotPlain ? failed(error.message) : error;
  }
}
