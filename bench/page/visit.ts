import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

/** What a visitor waits for, in milliseconds. */
export interface Visit {
  /** From entering the address until samples can be clicked. */
  readonly page: number;
  /** From the click on a sample until its first mask is on the screen. */
  readonly overlay: number;
  /** Both, for a visitor who clicks at once. */
  readonly all: number;
  /** Encoder passes that the answer took, as the page says: none where the first page's previews had asked about this picture already. */
  readonly passes: number;
}

const CHROMIUM = '/usr/bin/chromium';

/** Resolves once what is on the page has been painted. */
const painted = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

/** Opens the playground in a browser that has never been there, clicks a sample at once, and waits for the first mask. */
export async function visit(url: string, title: string): Promise<Visit> {
  const profile = await mkdtemp(join(tmpdir(), 'denseql-visit-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    viewport: { width: 1440, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    const sample = page.getByRole('group', { name: 'Sample pictures' }).getByRole('button', { name: title, exact: true });
    await sample.waitFor();
    const ready = performance.now();
    await sample.click();
    await page.locator('[data-frame] > img').waitFor();
    await page.locator('.masks .seg').first().waitFor({ state: 'attached' });
    await painted(page);
    const done = performance.now();
    const passes = Number(await page.locator('.figs b').first().innerText());
    return { page: ready - start, overlay: done - ready, all: done - start, passes };
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}
