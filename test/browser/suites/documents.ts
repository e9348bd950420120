import { describe, expect, it } from 'vitest';
import { openPlayground, page } from '../visitor.js';

describe('the documents', () => {
  it('are listed by their headings, and show their pictures', async () => {
    await openPlayground('#docs/playground');
    const list = page.getByRole('navigation', { name: 'Documents' });
    expect(await list.innerText()).toContain('Who may ask');
    const pictures = page.getByRole('article').getByRole('img');
    expect(await pictures.count()).toBeGreaterThan(3);
    await expect.poll(() => pictures.first().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
  });
});

describe('the methods', () => {
  it('have names, what they need, and an example that runs', async () => {
    await openPlayground('#methods');
    const method = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'MaskCLIP maskclip' }) });
    expect(await method.innerText()).toContain('arXiv:2112.01071');
    await method.getByRole('link', { name: 'Try it' }).click();
    await page.locator('.row').first().waitFor();
    expect(await page.getByLabel('Method', { exact: true }).locator('option:checked').innerText()).toBe('MaskCLIP');
  });
});

describe('the packs', () => {
  it('say what is loaded, under which licence, and what can run on it', async () => {
    await openPlayground('#pack');
    const pack = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'tiny', exact: true }) });
    await pack.waitFor();
    expect(await pack.innerText()).toMatch(/loaded[\s\S]*Memory[\s\S]*Methods that can run[\s\S]*maskclip/);
  });
});
