import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { compose } from '../../src/server/compose.js';

const folder = new URL('../../schema/examples/', import.meta.url);
const examples = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

describe('the example queries, on the shipped pack and samples', () => {
  let app: Awaited<ReturnType<typeof compose>>;
  beforeAll(async () => {
    app = await compose({ ...readConfig({}), DEVICE: 'cpu', LOG_LEVEL: 'silent' });
    await app.ready();
  });
  afterAll(() => app.close());

  it('exist', () => expect(examples.length).toBeGreaterThan(3));

  it.each(examples)('%s answers without an error', async (name) => {
    const result = await app.execute(readFileSync(new URL(name, folder), 'utf8'), {});
    expect(result.errors).toBeUndefined();
    expect(result.data).toBeTruthy();
  });
});
