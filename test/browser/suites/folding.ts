import { afterEach, describe, expect, it } from 'vitest';
import { openPlayground, page } from '../visitor.js';

const width = async () => (await page.locator('[data-frame]').boundingBox())!.width;
const open = async () => {
  await openPlayground('?sample=cat&ask=segmentation&text=red');
  await page.locator('.masks .seg').first().waitFor({ state: 'attached' });
};

describe('what stands around the picture', () => {
  // The browser is that of other tests, too.
  afterEach(() => page.evaluate(() => localStorage.clear()));

  it('is folded away part by part, stays so, and comes back', async () => {
    await open();
    const before = await width();
    for (const name of ['Method and options', 'Answer and query']) {
      await page.getByRole('button', { name, exact: true }).click();
      expect(await page.getByRole('complementary', { name: name === 'Method and options' ? name : 'Answer' }).count()).toBe(0);
    }
    expect(await width()).toBeGreaterThanOrEqual(before);
    await page.close();
    await open();
    const parts = () => page.getByRole('complementary').count();
    expect(await parts()).toBe(0);
    for (const name of ['Method and options', 'Answer and query']) await page.getByRole('button', { name, exact: true }).click();
    expect(await parts()).toBe(2);
  });

  it('goes all at once by F, so that the picture is larger, and comes back by F', async () => {
    await open();
    const before = await width();
    await page.locator('main').focus();
    await page.keyboard.press('f');
    expect(await width()).toBeGreaterThan(before * 1.1);
    expect(await page.getByRole('group', { name: 'Sample pictures' }).count()).toBe(0);
    await page.keyboard.press('f');
    expect(await width()).toBe(before);
  });

  it('stands below it on phones, where pages and keys are behind one button', async () => {
    await open();
    await page.setViewportSize({ width: 390, height: 844 });
    const [picture, form] = [(await page.locator('[data-frame]').boundingBox())!, (await page.locator('.how').boundingBox())!];
    expect(form.y).toBeGreaterThan(picture.y + picture.height);
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('menuitem', { name: 'Methods' }).click();
    await page.getByRole('heading', { name: 'Methods', level: 1 }).waitFor();
  });
});
