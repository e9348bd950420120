import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import type { TinyServer } from '../http/tiny-server.js';

export interface Browser {
  /** Addresses that pages asked for and that are not this server. */
  readonly strangers: readonly string[];
  /** What pages complained of: exceptions, and what the console has as an error, such as a breach of the page's policy. */
  readonly complaints: readonly string[];
  /** The GraphiQL page, once its tabs and the first query are there. */
  open(): Promise<Page>;
  /** The playground, with what its address says, e.g. `?sample=cat`. */
  openPlayground(address?: string): Promise<Page>;
  close(): Promise<void>;
}

/** A real browser with a profile of its own, which finds nothing beyond this machine. */
export async function startBrowser(server: Pick<TinyServer, 'url'>): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'denseql-browser-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1400, height: 900 },
    // Nothing moves, so that a picture of the page is the same however late it is taken.
    reducedMotion: 'reduce',
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
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(server.url).origin });
  context.setDefaultTimeout(20_000);
  const strangers: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(data|blob|about):/.test(url)) strangers.push(url);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  return {
    strangers,
    complaints,
    async open() {
      const page = await context.newPage();
      await page.goto(`${server.url}graphiql/`);
      await page.getByRole('tab').first().waitFor();
      // Before the editor has its query, the button that runs it does nothing.
      await page.locator('.graphiql-query-editor .view-line').first().waitFor();
      return page;
    },
    async openPlayground(address = '') {
      const page = await context.newPage();
      await page.goto(`${server.url}${address}`);
      await page.locator('main:not([aria-busy="true"])').waitFor();
      return page;
    },
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
