import { describe, expect, it } from 'vitest';
import { distance, places, seen } from '../pixels.js';
import { openPlayground, page, server } from '../visitor.js';

const open = async (address: string) => {
  await openPlayground(address);
  await page.locator('[data-frame] > img').waitFor();
  await page.locator('.layer[data-layer]').first().waitFor();
};
const frame = async () => (await page.locator('[data-frame]').boundingBox())!;
const dragBox = async (x: number, y: number, width: number, height: number) => {
  const at = await frame();
  await page.mouse.move(at.x + at.width * x, at.y + at.height * y);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width * (x + width), at.y + at.height * (y + height), { steps: 4 });
  await page.mouse.up();
};
const sentQuery = async (act: () => Promise<unknown>): Promise<string> => {
  const [request] = await Promise.all([page.waitForRequest((one) => (one.postData() ?? '').includes('query Ask')), act()]);
  return (JSON.parse(request.postData() ?? '') as { query: string }).query;
};

describe('counting', () => {
  it('shows the number, its points and its density as the API has them', async () => {
    await open('?sample=citrus-slices&ask=count&text=orange');
    const { body } = await server.query(
      '{ image(source: { sample: "citrus-slices" }) { width height count(of: "orange") { total points { x y } } } }',
    );
    const { width, height, count } = body.data.image;
    const total = await page.locator('.fig b').innerText();
    expect(Number(total)).toBeCloseTo(count.total, total.includes('.') ? 1 : 0);
    const box = await frame();
    const shown = await page.locator('.points i').evaluateAll((points) =>
      points.map((point) => {
        const { left, top, width: w, height: h } = point.getBoundingClientRect();
        return [left + w / 2, top + h / 2] as const;
      }),
    );
    expect(shown).toHaveLength(count.points.length);
    for (const [place, { x, y }] of (count.points as { x: number; y: number }[]).entries()) {
      expect(shown[place]![0]).toBeCloseTo(box.x + (x / width) * box.width, -0.5);
      expect(shown[place]![1]).toBeCloseTo(box.y + (y / height) * box.height, -0.5);
    }
    expect(await page.locator('canvas.heat[data-map="density"]').count()).toBe(1);
    expect(await page.locator('.figures').innerText()).toContain('Total');
  });
});

describe('a task that the page has never heard of', () => {
  it('is offered by name, and its boxes are drawn with their scores, from the score that the slider says', async () => {
    await open('?sample=cat&ask=spotting&text=one&text=two');
    expect(await page.getByRole('radio', { name: 'Spotting' }).getAttribute('aria-checked')).toBe('true');
    expect(await page.locator('.tag').allInnerTexts()).toEqual(['one\n0.90', 'two\n0.40'].map((text) => text));
    const at = await frame();
    const first = (await page.locator('rect.box').first().boundingBox())!;
    expect(first.width / at.width).toBeCloseTo(0.5, 1);
    expect(first.height / at.height).toBeCloseTo(0.5, 1);
    await page.getByRole('slider', { name: 'Score from' }).fill('0.5');
    expect(await page.locator('rect.box').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('score')).toBe('0.5');
  });

  it('says so where it found nothing', async () => {
    await open('?sample=cat&ask=spotting&text=nothing');
    expect(await page.getByRole('region', { name: 'Spotting' }).innerText()).toContain('Nothing of this was found here.');
  });

  it('needs no words where it may be asked without; its map is drawn from its own threshold on, until another is chosen', async () => {
    await open('?sample=cat&ask=oddness');
    await page.locator('canvas.heat[data-map="map"]').waitFor();
    const threshold = page.getByRole('slider', { name: 'Threshold' });
    expect(await threshold.getAttribute('aria-valuetext')).toBe('0.30');
    expect(await page.locator('.legend').innerText()).toContain('50 % is at or above 0.30.');
    const upper = await seen(page);
    await threshold.fill('0');
    const all = await seen(page);
    expect(new URL(page.url()).searchParams.get('from')).toBe('0');
    await page.keyboard.down(' ');
    const bare = await seen(page);
    await page.keyboard.up(' ');
    const covered = (side: 'left' | 'right', picture: typeof all) =>
      places(20).filter(([x, y]) => (side === 'left' ? x < 0.3 : x > 0.75) && distance(picture.at(x, y), bare.at(x, y)) > 12).length;
    expect(covered('right', upper)).toBeGreaterThan(50);
    expect(covered('left', upper)).toBe(0);
    expect(covered('right', all)).toBeGreaterThan(50);
    expect(covered('left', all)).toBeGreaterThan(10);
  });

  it('has one of its maps drawn, and another one on demand', async () => {
    await open('?sample=cat&ask=oddness');
    expect(await page.locator('canvas.heat').count()).toBe(1);
    await page.getByRole('radio', { name: 'Doubt' }).click();
    expect(await page.locator('canvas.heat').getAttribute('data-map')).toBe('doubt');
    expect(new URL(page.url()).searchParams.get('draws')).toBe('doubt');
    await page.getByRole('slider', { name: 'Heat from' }).waitFor();
  });

  it('is asked with words where it may take some', async () => {
    await open('?sample=cat&ask=oddness');
    await page.locator('#add-label').fill('bench');
    const query = await sentQuery(() => page.keyboard.press('Enter'));
    expect(query).toMatch(/oddness\(\s*of: "bench"/);
  });

  it('has a form for its options, and takes a dragged box as an example', async () => {
    await open('?sample=cat&ask=oddness');
    expect(await page.locator('.figures').innerText()).toMatch(/Examples\s+0/);
    await dragBox(0.2, 0.2, 0.3, 0.3);
    const query = await sentQuery(() => page.getByRole('button', { name: 'Use as an example' }).click());
    expect(query).toMatch(/normal: \[\s*\{\s*x: \d/);
    await expect.poll(() => page.locator('.figures').innerText()).toMatch(/Examples\s+1/);
    expect(await page.locator('.how').innerText()).toContain('1 box');
  });
});

describe('options', () => {
  it('that were changed are asked by themselves where the picture has its pass, and wait for Ask where it has none', async () => {
    await open('?sample=cat&ask=segmentation&text=red&text=yellow');
    const query = await sentQuery(() => page.getByLabel('Background policy').selectOption('NONE'));
    expect(query).toContain('backgroundPolicy: NONE');
    await expect.poll(() => page.getByRole('region', { name: 'Cost' }).innerText()).toMatch(/^Cost\s+0\s/);
    const shorter = await sentQuery(() => page.getByRole('button', { name: 'Remove yellow' }).click());
    expect(shorter).toContain('labels: ["red"]');
  });

  it('come from the manifest, with ranges; changed ones alone go into the query and the address, and go back', async () => {
    await open('?sample=cat&ask=segmentation&text=red');
    const threshold = page.getByRole('slider', { name: 'Threshold' });
    expect([await threshold.getAttribute('min'), await threshold.getAttribute('max')]).toEqual(['0', '1']);
    await threshold.fill('0.3');
    await page.getByLabel('Background policy').selectOption('NONE');
    expect(await page.locator('pre').innerText()).toMatch(
      /maskclip: \{\s*(threshold: 0.3|backgroundPolicy: NONE),\s*(threshold: 0.3|backgroundPolicy: NONE)\s*\}/,
    );
    expect(new URL(page.url()).searchParams.get('with.threshold')).toBe('0.3');
    await page.getByRole('button', { name: 'Reset Threshold' }).click();
    await page.getByRole('button', { name: 'Reset Background policy' }).click();
    expect(await page.locator('pre').innerText()).not.toContain('by:');
  });
});

describe('layers', () => {
  it('are asked in one query, drawn one upon the other, and hidden or removed one by one', async () => {
    await open('?sample=citrus-slices&ask=segmentation&text=red&text=yellow');
    await page.getByRole('button', { name: 'Add layer' }).click();
    const query = await sentQuery(() => page.getByRole('menuitem', { name: 'Count' }).click());
    expect(query).toMatch(/segmentation\([\s\S]*count\(/);
    await page.locator('.layer[data-layer="1"] .fig').waitFor();
    expect(await page.locator('.layer[data-layer="0"] .masks').count()).toBe(1);
    await page.getByRole('button', { name: 'Hide the layer Segmentation' }).click();
    expect(await page.locator('.layer[data-layer="0"]').count()).toBe(0);
    await page.getByRole('button', { name: 'Remove the layer Segmentation' }).click();
    await expect.poll(() => page.locator('.sec-head h2').allInnerTexts()).toEqual(['Count']);
  });
});

describe('two sides', () => {
  it('are drawn left and right of a divider that the arrows move, and listed with their change', async () => {
    await open('?sample=citrus-slices&names=0&outline=0&ask=segmentation&text=red&text=yellow&against=&by=maskclip&with.threshold=1');
    const divider = page.getByRole('slider', { name: /^Divider between/ });
    await divider.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowRight');
    expect(await divider.getAttribute('aria-valuenow')).toBe('100');
    const left = await seen(page);
    for (let i = 0; i < 10; i++) await page.keyboard.press('Shift+ArrowLeft');
    const right = await seen(page);
    await divider.focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowRight');
    const both = await seen(page);
    const differing = places(30).filter(
      ([x, y]) => y > 0.1 && Math.abs(x - 0.5) < 0.4 && Math.abs(x - 0.5) > 0.06 && distance(left.at(x, y), right.at(x, y)) > 30,
    );
    expect(differing.length).toBeGreaterThan(5);
    for (const [x, y] of differing) expect(distance(both.at(x, y), (x < 0.5 ? left : right).at(x, y))).toBeLessThan(4);
    expect(await page.locator('.compare-rows tbody tr').count()).toBe(2);
  });
});

describe('a box on the picture', () => {
  it('asks the same in there, at no pass, in pixels of the original', async () => {
    await open('?sample=cat&ask=segmentation&text=red&text=yellow');
    await dragBox(0.25, 0.25, 0.5, 0.5);
    const query = await sentQuery(() => page.getByRole('button', { name: /^Same labels/ }).click());
    const [, x, y, width, height] = /x: (\d+), y: (\d+),\s*width: (\d+),\s*height: (\d+)/.exec(query)!.map(Number);
    const { body } = await server.query('{ image(source: { sample: "cat" }) { width height } }');
    const { width: w, height: h } = body.data.image;
    for (const [told, expected] of [
      [x, w / 4],
      [y, h / 4],
      [width, w / 2],
      [height, h / 2],
    ] as const)
      expect(Math.abs(told! - expected)).toBeLessThan(Math.max(w, h) / 60);
    await expect.poll(() => page.locator('.sec-head').first().innerText()).toContain('in the box');
    expect(await page.getByRole('region', { name: 'Cost' }).innerText()).toMatch(/^Cost\s+0\s/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.sec-head').first().innerText()).not.toContain('in the box');
  });

  it('is made, moved, resized and taken away without a mouse', async () => {
    await open('?sample=cat&ask=segmentation&text=red');
    await page.locator('main').focus();
    await page.keyboard.press('r');
    const region = page.locator('.region');
    const before = (await region.boundingBox())!;
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    const after = (await region.boundingBox())!;
    expect(after.x).toBeGreaterThan(before.x);
    expect(after.height).toBeGreaterThan(before.height);
    await page.keyboard.press('Escape');
    expect(await region.count()).toBe(0);
  });
});

describe('a link', () => {
  it('shows somebody else the same, pixel by pixel', async () => {
    await open('?sample=citrus-slices&ask=segmentation&text=red&text=yellow&text=blue');
    await page.getByRole('slider', { name: 'Opacity' }).fill('0.7');
    await page.getByLabel('Background policy').selectOption('NONE');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.locator('.seg').first().waitFor();
    await page.locator('.row input:enabled').first().uncheck();
    await page.getByRole('button', { name: 'Copy link to this view' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(() => page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await page.mouse.move(0, 0);
    const before = await seen(page);
    const rows = await page.locator('.rows').innerText();
    await page.close();
    await open(link.slice(server.url.length));
    expect(await page.locator('.rows').innerText()).toBe(rows);
    await page.locator('.tag').first().waitFor();
    const after = await seen(page);
    const off = places(60).filter(([x, y]) => distance(before.at(x, y), after.at(x, y)) > 4);
    expect(off).toEqual([]);
  });

  it('leaves out what this server does not have, and shows the rest', async () => {
    await open('?sample=cat&ask=nonsense&text=x&ask=segmentation&text=red&by=nobody&with.nothing=3');
    expect(await page.locator('.row .name > span').allInnerTexts()).toEqual(['red']);
  });
});
