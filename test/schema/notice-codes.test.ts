import { isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import { NOTICE_CODES } from '../../src/core/call/notices.js';
import { builtIns } from '../../src/plugins/index.js';
import { buildSchema } from '../../src/server/build-schema.js';

it('the enum NoticeCode has the codes of notices, and no other', () => {
  const type = buildSchema(builtIns).getType('NoticeCode');
  const values = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  expect(values.sort()).toEqual(Object.keys(NOTICE_CODES).sort());
});
