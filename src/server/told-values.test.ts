import { buildSchema, getVariableValues, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { toldValues } from './told-values.js';

const schema = buildSchema('enum Kind { A B } input Box { x: Float kind: Kind boxes: [Box!] } type Query { box(box: Box): Int }');
const LONG = 'x'.repeat(1_000_000);
const unknown = (count: number): Record<string, number> => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));

/** What GraphQL says of a wrong value. */
function messages(variables: Readonly<Record<string, unknown>>): readonly string[] {
  const [operation] = parse('query ($box: Box!) { box(box: $box) }').definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('No operation.');
  return (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors ?? []).map(({ message }) => message);
}

const size = (texts: readonly string[]): number => texts.join('').length;

describe('values that tell themselves', () => {
  it.each([
    ['a long text', { ...unknown(49), x: LONG }],
    ['a long text in lists', { ...unknown(50), boxes: [[[LONG]]] }],
    ['a long text in objects', { boxes: [{ ...unknown(49), boxes: [{ kind: LONG, ...unknown(20) }] }] }],
    ['many values', { ...unknown(40), boxes: Array.from({ length: 9 }, () => unknown(400)) }],
  ])('are written briefly, whatever is wrong beside them: %s', (_name, box) => {
    const [plain, told] = [messages({ box }), messages(toldValues({ box })!)];
    expect(plain.length).toBeGreaterThan(20);
    // What is wrong, and where, stays; only the values are told otherwise.
    const about = (message: string): string => message.slice(message.lastIndexOf(';'));
    expect(told.map(about)).toEqual(plain.map(about));
    // A leaf that is wrong itself is written once in its own message, and once in what its type says of it.
    expect(size(told)).toBeLessThan(2 * LONG.length + 300_000);
    expect(size(told)).toBeLessThan(size(plain) / 3);
  });

  it('are written as GraphQL writes them where they are short', () => {
    const box = { x: 'a "quote"', kind: 'C', wrong: [null, 1], boxes: [] };
    expect(messages(toldValues({ box })!)).toEqual(messages({ box }));
  });

  it('leave what was given as it was', () => {
    const box = { boxes: [{ x: 1 }] };
    toldValues({ box });
    expect(JSON.stringify({ box })).toBe('{"box":{"boxes":[{"x":1}]}}');
  });

  it('are none where a member is named toJSON', () => {
    expect(toldValues({ box: { boxes: [{ toJSON: 1 }] } })).toBeNull();
  });
});
