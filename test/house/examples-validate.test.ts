import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse, validate, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { builtIns } from '../../src/plugins/index.js';
import { buildSchema } from '../../src/server/build-schema.js';

const folder = 'schema/examples';
const schema = buildSchema(builtIns);
const samples = (JSON.parse(readFileSync('samples/samples.json', 'utf8')) as { id: string }[]).map(({ id }) => id);
// The batch shows what becomes of a bad picture.
const known = [...samples, 'no-such-sample'];

describe.each(readdirSync(folder))('%s', (file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  const document = parse(text);

  it('fits the schema', () => expect(validate(schema, document)).toEqual([]));

  it('starts with a comment that says what it shows', () => expect(text).toMatch(/^# \S.*\n/));

  it('has a number for its place and one named operation, the title of its tab', () => {
    expect(file).toMatch(/^\d\d-[a-z-]+\.graphql$/);
    const names = document.definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value] : []));
    expect(names).toEqual([expect.stringMatching(/^[A-Z]/)]);
  });

  it('asks for samples that exist', () => {
    const asked: string[] = [];
    visit(document, {
      ObjectField: ({ name, value }) => void (name.value === 'sample' && value.kind === Kind.STRING && asked.push(value.value)),
    });
    expect(known).toEqual(expect.arrayContaining(asked));
  });
});
