import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Config } from '../../src/core/config.js';
import type { ServerOptions } from '../../src/server/http.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import { startBrowser, type Browser } from './open-page.js';

/** What the tests of one file share: a server and a browser take longer to start than most tests to run. */
export let server: TinyServer;
export let browser: Browser;
/** The page of the test that runs; closed after it. */
export let page: Page;

/** Starts what all tests of a file visit, before the first of them. */
export function visits(start: () => Promise<TinyServer>): void {
  beforeAll(async () => {
    server = await start();
    browser = await startBrowser(server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(() => page?.close());
}

/** The real server with the tiny pack. */
export const tiny =
  (settings: Partial<Config> = {}, options: ServerOptions = {}) =>
  () =>
    startTiny(settings, options);

/** The playground at an address of its own, e.g. `?sample=cat`. */
export async function openPlayground(address = ''): Promise<Page> {
  return (page = await browser.openPlayground(address));
}

export async function openGraphiql(): Promise<Page> {
  return (page = await browser.open());
}
