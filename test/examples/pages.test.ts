import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createServer as createVite, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { startServer, type RunningServer } from '../../src/server/http.js';

let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer({ ...readConfig({}), PORT: 0, DEVICE: 'cpu', LOG_LEVEL: 'silent' }, { signals: false });
  await server.ready();
  process.env['DENSEQL_SERVER'] = server.url;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  delete process.env['DENSEQL_SERVER'];
  await browser.close();
  await server.close();
});

/** An example as its own developer runs it, open in a browser. */
async function open(name: string): Promise<{ page: Page; vite: ViteDevServer; asked: string[]; complaints: string[] }> {
  const root = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  const vite = await createVite({ root, logLevel: 'silent', server: { port: 0, host: '127.0.0.1', ws: false } });
  await vite.listen();
  const page = await browser.newPage();
  const [asked, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/graphql')
      asked.push((JSON.parse(request.postData() ?? '{}') as { operationName?: string }).operationName ?? '');
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://127.0.0.1:${(vite.httpServer!.address() as AddressInfo).port}/`);
  return { page, vite, asked, complaints };
}

describe('examples/web, React and Apollo Client', () => {
  it('uploads a picture, draws its masks, and keeps what two components ask of one answer, which fetch once each', async () => {
    const { page, vite, asked, complaints } = await open('web');
    try {
      const buffer = await readFile(fileURLToPath(new URL('../../samples/cat.jpg', import.meta.url)));
      await page.getByLabel('Picture').setInputFiles({ name: 'cat.jpg', mimeType: 'image/jpeg', buffer });
      await page.locator('svg path[d^=M]').first().waitFor({ timeout: 60_000 });
      await page.locator('tr').nth(1).waitFor({ timeout: 60_000 });
      expect(await page.locator('tr').first().textContent()).toMatch(/^cat[01]\.\d\d\d+\.\d %$/);
      expect(asked.toSorted()).toEqual(['Scores', 'Shapes']);
      // Another question, and back: the first one's answer is held, for both.
      const labels = page.getByLabel('Labels');
      await labels.fill('sofa');
      await labels.press('Enter');
      await page.waitForFunction(() => document.querySelectorAll('tr').length === 1 && document.querySelector('svg'), undefined, {
        timeout: 60_000,
      });
      await labels.fill('cat, sofa');
      await labels.press('Enter');
      await page.locator('svg path[d^=M]').first().waitFor({ timeout: 60_000 });
      await page.locator('tr').nth(1).waitFor();
      expect(asked.toSorted()).toEqual(['Scores', 'Scores', 'Shapes', 'Shapes']);
      expect(complaints).toEqual([]);
    } finally {
      await vite.close();
    }
  });
});

describe('examples/urql', () => {
  it('shows pictures of a batch as they arrive, a bad one among them', async () => {
    const { page, vite, complaints } = await open('urql');
    try {
      await page.locator('li').nth(2).waitFor({ timeout: 60_000 });
      const lines = await page.locator('li').allTextContents();
      expect(lines[0]).toMatch(/^spaniels: \d+\.\d dogs$/);
      expect(lines[1]).toMatch(/^cat: \d+\.\d dogs$/);
      expect(lines[2]).toContain('nowhere');
      expect(complaints).toEqual([]);
    } finally {
      await vite.close();
    }
  });
});
