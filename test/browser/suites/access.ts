import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { openPlayground, page } from '../visitor.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const VIEWS: Readonly<Record<string, string>> = {
  'the first page': '',
  segmentation: '?sample=citrus-slices&ask=segmentation&text=red&text=yellow&text=submarine',
  counting: '?sample=citrus-slices&ask=count&text=orange',
  boxes: '?sample=cat&ask=spotting&text=one&text=two',
  layers: '?sample=citrus-slices&ask=segmentation&text=red&ask=count&text=orange&ask=oddness',
  'two sides': '?sample=cat&ask=segmentation&text=red&against=&by=maskclip&with.backgroundPolicy=NONE',
  'an error': '?sample=cat&ask=segmentation&text=red&with.form=NACLIP',
  methods: '#methods',
  packs: '#pack',
  'a document': '#docs/errors',
};

const ready = async () => {
  await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 15_000 }).toBe(0);
};

/** What axe-core finds serious or worse, in words. */
const faults = async (): Promise<string[]> => {
  // Run by the debugger, which the page's policy does not concern.
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>('axe.run()');
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
};

describe.each(Object.entries(VIEWS))('%s', (_name, address) => {
  it('has nothing serious for axe-core in light and dark, and no sideways scroll at 390 px', async () => {
    await openPlayground(address);
    await ready();
    expect(await faults()).toEqual([]);
    await page.getByRole('button', { name: /Dark colours/ }).click();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await faults()).toEqual([]);
    await page.getByRole('button', { name: /Light colours/ }).click();
  });
});

describe('without a mouse', () => {
  it('a sample is opened, a label added, another task asked and the query copied', async () => {
    await openPlayground();
    await ready();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the picture');
    const tabTo = async (name: RegExp) => {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab');
        const label = await page.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        );
        if (name.test(label)) return;
      }
      throw new Error(`No Tab leads to ${String(name)}.`);
    };
    await tabTo(/Calico cat/);
    await page.keyboard.press('Enter');
    await page.locator('.row').first().waitFor();
    const before = await page.locator('.chip').count();
    await page.locator('main').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('red');
    await page.keyboard.press('Enter');
    expect(await page.locator('.chip').count()).toBe(before + 1);
    await expect.poll(() => page.locator('.row .name > span').allInnerTexts()).toContain('red');
    await page.getByRole('radio', { name: 'Segmentation' }).focus();
    // Held until it has had its effect, as fingers do.
    await page.keyboard.down('ArrowRight');
    await page.locator('.fig').waitFor();
    await page.keyboard.up('ArrowRight');
    await page.getByRole('tab', { name: 'GraphQL', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('pre').innerText()).toContain('await fetch(');
    await tabTo(/^Copy$/);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('await fetch(');
  });

  it('? lists the keys, and D changes the colours', async () => {
    await openPlayground();
    await ready();
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog', { name: 'Keyboard' }).innerText()).toContain('Show or hide a label');
    await page.keyboard.press('Escape');
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
    const before = await theme();
    await page.keyboard.press('d');
    expect(await theme()).not.toBe(before);
    await page.keyboard.press('d');
  });
});
