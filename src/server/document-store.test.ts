import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { createDocumentStore } from './document-store.js';

it('keeps documents until their texts, comments and blanks included, fill it; then the least recently used go', async () => {
  const store = createDocumentStore(10_000_000);
  const long = (name: string) => parse(`#${'x'.repeat(2_000_000)}\nquery ${name} { __typename }`);
  const documents = ['A', 'B', 'C'].map(long);
  for (const [i, document] of documents.entries()) await store.set(String(i), document);
  expect(await store.get('0')).toBeUndefined();
  expect([await store.get('1'), await store.get('2')]).toEqual(documents.slice(1));
});

it('counts what a document has in it', async () => {
  const store = createDocumentStore(1_000_000);
  const wide = () => parse(`{ ${'a '.repeat(700)} }`);
  await store.set('0', wide());
  await store.set('1', wide());
  expect(await store.get('0')).toBeUndefined();
});
