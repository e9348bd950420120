import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { builtIns } from '../../src/plugins/index.js';
import { buildSchema } from '../../src/server/build-schema.js';

const FILE = new URL('./schema.snapshot.graphql', import.meta.url);

const HOW = `The public schema differs from test/schema/schema.snapshot.graphql. If that is meant, write it anew with
  UPDATE_SCHEMA=1 npx vitest run test/schema/snapshot.test.ts
and say in CHANGELOG.md what changed for users and why.`;

it('the public schema is the one that was promised', () => {
  const printed = `${printSchema(lexicographicSortSchema(buildSchema(builtIns)))}\n`;
  if (process.env['UPDATE_SCHEMA']) writeFileSync(FILE, printed);
  expect(printed, HOW).toBe(readFileSync(FILE, 'utf8'));
});
