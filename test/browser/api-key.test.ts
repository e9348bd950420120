import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTiny } from '../http/tiny-server.js';
import type { TinyServer } from '../http/tiny-server.js';
import { startBrowser, type Browser } from './open-page.js';

const KEY = 'page-0123456789-abcdefghij';

let server: TinyServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  server = await startTiny({ API_KEYS: `page=${KEY}` });
  browser = await startBrowser(server);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.open();
  return () => page.close();
});

describe('the GraphiQL page of a server with keys', () => {
  it('says where the key goes, and works once it is there', async () => {
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
    const visitor = await browser.openPlayground();
    const alert = visitor.getByRole('alert');
    await alert.filter({ hasText: 'UNAUTHENTICATED' }).waitFor();
    await alert.getByLabel('API key').fill('wrong-0123456789-abcdefgh');
    await alert.getByRole('button', { name: 'Use this key' }).click();
    await alert.filter({ hasText: 'UNAUTHENTICATED' }).waitFor();
    await alert.getByLabel('API key').fill(KEY);
    await alert.getByRole('button', { name: 'Use this key' }).click();
    await visitor.getByRole('button', { name: 'Calico cat on a wooden bench' }).first().click();
    await visitor.locator('.row').first().waitFor();
    expect(await visitor.evaluate('JSON.stringify(localStorage)')).not.toContain(KEY);
    expect(visitor.url()).not.toContain(KEY);
    await visitor.close();
  });
});
