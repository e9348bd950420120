import { isNonNullType } from 'graphql';
import { expect, it } from 'vitest';
import { builtIns } from '../../src/plugins/index.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { reached } from '../http/every-field.js';

it('every type that can be reached from a picture has an id, by which clients hold its objects', () => {
  const types = [...reached(buildSchema(builtIns)).keys()];
  expect(types.map(({ name }) => name)).toContain('Point');
  const without = types.filter((type) => {
    const id = type.getFields()['id'];
    return id === undefined || !isNonNullType(id.type) || String(id.type.ofType) !== 'ID';
  });
  expect(without.map(({ name }) => name)).toEqual([]);
});
