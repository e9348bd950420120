import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openGraphiql, page, server } from '../visitor.js';

const folder = 'schema/examples';
const operations = readdirSync(folder)
  .sort()
  .map((file) => /^query (\w+)/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1]);

describe('the GraphiQL page', () => {
  beforeEach(async () => void (await openGraphiql()));

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

  it('shows the pictures of an answer whole, in a pane that can be closed', async () => {
    await page.getByRole('button', { name: /execute query/i }).click();
    const pane = page.getByRole('complementary', { name: 'Pictures in the answer' });
    await pane.waitFor();
    const picture = pane.getByRole('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Close pictures' }).click();
    expect(await pane.count()).toBe(0);
  });

  it('breaks long lines of a query where the editor ends', async () => {
    await page.setViewportSize({ width: 700, height: 900 });
    const widest = () =>
      page.evaluate(() => {
        const editor = document.querySelector('.graphiql-query-editor .monaco-scrollable-element')!.getBoundingClientRect();
        const ends = [...document.querySelectorAll('.graphiql-query-editor .view-line > span')].map(
          (line) => line.getBoundingClientRect().right,
        );
        return Math.max(...ends) - editor.right;
      });
    await expect.poll(widest).toBeLessThanOrEqual(1);
  });

  it('opens the query that another page hands on, in a tab before the examples', async () => {
    const query = 'query Handed {\n  samples { id }\n}';
    await page.evaluate('localStorage.clear()');
    await page.goto(`about:blank`);
    await page.goto(`${server.url}graphiql/#query=${encodeURIComponent(query)}`);
    await expect.poll(() => page.getByRole('tab').allInnerTexts()).toEqual(['Handed', ...operations]);
    expect(new URL(page.url()).hash).toBe('');
  });

  it('can be used at 390 px: nothing lies beside the screen, and the answer below the query', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    // GraphiQL lays its panes out anew by script.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const [query, answer] = [await page.locator('.graphiql-editors').boundingBox(), await page.locator('.graphiql-response').boundingBox()];
    expect(query!.width).toBeGreaterThan(250);
    expect(answer!.width).toBeGreaterThan(250);
    expect(answer!.y).toBeGreaterThanOrEqual(query!.y + query!.height - 1);
  });
});
