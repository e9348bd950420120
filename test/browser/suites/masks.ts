import { describe, expect, it } from 'vitest';
import { labelColor } from '../../../src/core/geometry/palette.js';
import { distance, mixed, places, rasterOf, seen, type Raster } from '../pixels.js';
import { openPlayground, page, server } from '../visitor.js';

const LABELS = ['red', 'yellow', 'blue'];
const ADDRESS = `?sample=citrus-slices&names=0&outline=0&ask=segmentation${LABELS.map((label) => `&text=${label}`).join('')}`;
const open = async (address = ADDRESS) => {
  await openPlayground(address);
  await page.locator('.row').first().waitFor();
};

/** The masks of the API itself, in the order of the labels. */
async function masksOfApi(): Promise<Raster[]> {
  const { body } = await server.query(
    `{ image(source: { sample: "citrus-slices" }) { segmentation(labels: ${JSON.stringify(LABELS)}) { segments { mask { png } } } } }`,
  );
  const segments = body.data.image.segmentation.segments as { mask: { png: string } }[];
  return Promise.all(segments.map(({ mask }) => rasterOf(Buffer.from(mask.png, 'base64'))));
}

/** Whether a place is in a mask; null near its edge, where a screen's pixels are neither. */
function inMask(mask: Raster, across: number, down: number): boolean | null {
  const steps = [-6, -4, -2, 0, 2, 4, 6].map((thousandths) => thousandths / 1000);
  const around = steps.flatMap((dx) => steps.map((dy) => mask.at(Math.max(0, across + dx), Math.max(0, down + dy))[0] > 127));
  return new Set(around).size === 1 ? around[0]! : null;
}

async function bare(): Promise<Raster> {
  await page.keyboard.down(' ');
  const raster = await seen(page);
  await page.keyboard.up(' ');
  return raster;
}

describe('the masks on the picture', () => {
  it('are where the API has them, in the colours of their labels, as opaque as the slider says', async () => {
    await open();
    const masks = await masksOfApi();
    for (const opacity of [0.5, 0.8]) {
      await page.getByRole('slider', { name: 'Opacity' }).fill(String(opacity));
      const [drawn, picture] = [await seen(page), await bare()];
      const told = places(40).flatMap(([across, down]) => {
        const within = masks.map((mask) => inMask(mask, across, down));
        if (within.includes(null)) return [];
        const label = within.indexOf(true);
        const expected = label < 0 ? picture.at(across, down) : mixed(picture.at(across, down), labelColor(label), opacity);
        return [{ label, off: distance(drawn.at(across, down), expected) }];
      });
      // There is more than one colour to look at, or one and none.
      expect(new Set(told.map(({ label }) => label)).size).toBeGreaterThanOrEqual(2);
      expect(told.length).toBeGreaterThan(500);
      expect(Math.max(...told.map(({ off }) => off))).toBeLessThan(4);
    }
  });

  it('go and come by their boxes, by digits, and all by 0', async () => {
    await open();
    const shown = () => page.locator('.masks .seg').count();
    const all = await shown();
    expect(all).toBeGreaterThanOrEqual(2);
    const first = page.locator('.row input:enabled').first();
    await first.uncheck();
    expect(await shown()).toBe(all - 1);
    expect(new URL(page.url()).searchParams.get('hide')).toMatch(/^[123]$/);
    await page.locator('main').focus();
    await page.keyboard.press('0');
    expect(await shown()).toBe(all);
    const place = await page.locator('.masks .seg').first().getAttribute('data-place');
    await page.keyboard.press(String(Number(place) + 1));
    expect(await shown()).toBe(all - 1);
  });

  it('stand out in all places when the pointer is on one', async () => {
    await open(ADDRESS.replace('&names=0', ''));
    await page.locator('.row:not(.absent)').first().hover();
    const name = await page.locator('.row.hot .name > span').innerText();
    expect(await page.locator('.seg.hot').count()).toBe(1);
    expect(await page.locator('.tag.hot').innerText()).toBe(name);
    expect(await page.locator('.chip.hot').innerText()).toContain(name);
  });

  it('stay out once picked, for fingers, until they are picked again', async () => {
    await open();
    const mask = page.locator('.masks .seg').first();
    const place = await mask.getAttribute('data-place');
    const hot = () => page.locator('.seg.hot').evaluateAll((all) => all.map((one) => one.getAttribute('data-place')));
    await mask.dispatchEvent('click');
    expect(await hot()).toEqual([place]);
    await page.locator('.row').last().hover();
    await page.mouse.move(0, 0);
    expect(await hot()).toEqual([place]);
    await page.locator('main').focus();
    await page.keyboard.press('Escape');
    expect(await hot()).toEqual([]);
  });

  it('have an outline and names unless they are switched off', async () => {
    await open();
    expect(await page.locator('.tag').count()).toBe(0);
    await page.getByRole('button', { name: 'Names' }).click();
    expect(await page.locator('.tag').count()).toBeGreaterThanOrEqual(2);
    const plain = await seen(page);
    await page.getByRole('button', { name: 'Outline' }).click();
    const outlined = await seen(page);
    const changed = places(100).filter(([x, y]) => distance(plain.at(x, y), outlined.at(x, y)) > 30);
    expect(changed.length).toBeGreaterThan(10);
  });

  it('give way to the score map of one label, which is asked for then', async () => {
    await open();
    await page.locator('.row:not(.absent)').first().hover();
    await page
      .getByRole('button', { name: /Show the score map of/ })
      .first()
      .click();
    await page.locator('canvas.heat[data-map="scoreMap"]').waitFor();
    expect(await page.locator('.masks').count()).toBe(0);
    expect(await page.locator('pre').innerText()).toContain('scoreMap {');
  });
});

describe('a row', () => {
  it('has a mark where presence begins, and tells labels below it from those that won no pixel', async () => {
    await open('?sample=citrus-slices&ask=segmentation&text=red&text=submarine&with.minPresence=0.8');
    const rows = await page.locator('.row').evaluateAll((all) =>
      all.map((row) => ({
        score: Number(row.querySelector('.num')?.textContent),
        mark: row.querySelector<HTMLElement>('.meter b')?.style.left,
        share: row.querySelector('.val')?.textContent,
      })),
    );
    expect(rows).toHaveLength(2);
    for (const { mark } of rows) expect(mark).toBe('80%');
    const absent = rows.filter(({ score }) => score < 0.8);
    expect(absent.length).toBeGreaterThanOrEqual(1);
    expect(absent.map(({ share }) => share)).toEqual(absent.map(() => 'absent'));
  });
});

describe('the answer beside the picture', () => {
  it('has the rows, the cost and the query that the server was asked', async () => {
    let sent = '';
    await openPlayground();
    page.on('request', (request) => {
      const query = (JSON.parse(request.postData() ?? '{}') as { query?: string }).query ?? '';
      if (request.url().endsWith('/graphql') && query.includes('query Ask')) sent = query;
    });
    await page.getByRole('button', { name: 'Slices of orange, lemon, lime and grapefruit' }).last().click();
    await page.locator('.row').first().waitFor();
    expect(await page.locator('.row .name > span').allInnerTexts()).toEqual([
      'orange',
      'lemon',
      'lime',
      'grapefruit',
      'fruit slice',
      'seed',
    ]);
    expect(await page.locator('pre').innerText()).toBe(sent);
    expect(await page.getByRole('region', { name: 'Cost' }).innerText()).toMatch(/encoder pass/);
    const { status } = await server.query(sent);
    expect(status).toBe(200);
  });
});
