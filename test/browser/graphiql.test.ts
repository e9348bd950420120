import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTiny } from '../http/tiny-server.js';
import type { TinyServer } from '../http/tiny-server.js';

const folder = 'schema/examples';
const operations = readdirSync(folder)
  .sort()
  .map((file) => /^query (\w+)/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1]);

let server: TinyServer;
let profile: string;
let context: BrowserContext;
let page: Page;
/** Addresses that the page asked for and that are not this server. */
const strangers: string[] = [];

beforeAll(async () => {
  server = await startTiny();
  profile = await mkdtemp(join(tmpdir(), 'denseql-browser-'));
  context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Whatever slips past the recording below finds no way out either.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(data|blob|about):/.test(url)) strangers.push(url);
  });
});

afterAll(async () => {
  await context?.close();
  await server?.close();
  if (profile) await rm(profile, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await context.newPage();
  await page.goto(`${server.url}graphiql/`);
  await page.getByRole('tab').first().waitFor();
  return () => page.close();
});

describe('the GraphiQL page', () => {
  it('opens with one tab for each example query', async () => {
    await expect.poll(() => page.getByRole('tab').allInnerTexts()).toEqual(operations);
  });

  it('shows the answer of the first example in the page', async () => {
    const answered = page.waitForResponse(
      (response) => response.url().endsWith('/graphql') && (response.request().postData() ?? '').includes('query Segment'),
    );
    await page.getByRole('button', { name: /execute query/i }).click();
    const answer = (await (await answered).json()) as {
      errors?: unknown;
      data: { image: { segmentation: { segments: { label: string }[] } } };
    };
    expect(answer.errors).toBeUndefined();
    expect(answer.data.image.segmentation.segments.map(({ label }) => label)).toEqual(['drum', 'wine bottle', 'loudspeaker', 'submarine']);
    // The editor draws words and spaces in its own pieces.
    const shown = async () => (await page.locator('.result-window').innerText()).replaceAll(/\s/g, '');
    await expect.poll(shown, { timeout: 20_000 }).toContain('"label":"drum"');
  });

  it('knows the schema: the documentation lists the queries', async () => {
    await page.getByRole('button', { name: /show documentation explorer/i }).click();
    await page.locator('.graphiql-doc-explorer-content').getByText('Query', { exact: true }).first().click();
    await expect.poll(() => page.locator('.graphiql-doc-explorer-content').innerText()).toContain('serverInfo');
  });

  it('asks nothing of any other host', () => {
    expect(strangers).toEqual([]);
  });
});
