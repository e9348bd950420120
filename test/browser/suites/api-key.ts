import { describe, expect, it } from 'vitest';
import { openGraphiql, openPlayground, page } from '../visitor.js';

export const KEY = 'page-0123456789-abcdefghij';

describe('the GraphiQL page of a server with keys', () => {
  it('says where the key goes, and works once it is there', async () => {
    await openGraphiql();
    const notice = page.getByRole('alert').filter({ hasText: 'This server wants an API key.' });
    await notice.waitFor();
    expect(await notice.innerText()).toContain('{ "Authorization": "Bearer <key>" }');

    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden)').click();
    await page.keyboard.insertText(`{ "Authorization": "Bearer ${KEY}" }`);
    await page.getByRole('button', { name: /re-fetch graphql schema/i }).click();
    await notice.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: /show documentation explorer/i }).click();
    await expect.poll(() => page.locator('.graphiql-doc-explorer-content').innerText()).toContain('Query');
    await page.getByRole('button', { name: /execute query/i }).click();
    const shown = async () => (await page.locator('.result-window').innerText()).replaceAll(/\s/g, '');
    await expect.poll(shown, { timeout: 20_000 }).toContain('"label":"drum"');
    const kept = await page.evaluate('JSON.stringify(localStorage)');
    expect(kept).toContain('query Segment');
    expect(kept).not.toContain(KEY);
  });
});

describe('the playground of a server with keys', () => {
  it('asks for the key, refuses a wrong one in a sentence, and keeps the right one until it is closed', async () => {
    await openPlayground();
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: 'UNAUTHENTICATED' }).waitFor();
    await alert.getByLabel('API key').fill('wrong-0123456789-abcdefgh');
    await alert.getByRole('button', { name: 'Use this key' }).click();
    await alert.filter({ hasText: 'UNAUTHENTICATED' }).waitFor();
    await alert.getByLabel('API key').fill(KEY);
    await alert.getByRole('button', { name: 'Use this key' }).click();
    await page.getByRole('button', { name: 'Calico cat on a wooden bench' }).first().click();
    await page.locator('.row').first().waitFor();
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(KEY);
    expect(page.url()).not.toContain(KEY);
  });
});
