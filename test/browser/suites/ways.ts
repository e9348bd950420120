import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { redAndBlue } from '../../http/pictures.js';
import { distance, seen } from '../pixels.js';
import { openPlayground, page } from '../visitor.js';

let picture: Buffer;

beforeAll(async () => {
  picture = await redAndBlue();
});

const answered = () => page.locator('.row').first().waitFor();
const alert = () => page.getByRole('alert');

/** Gives the page a file as a drop or a paste would. */
const give = (kind: 'drop' | 'paste') =>
  page.evaluate(
    ([bytes, how]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], 'own.png', { type: 'image/png' }));
      const target = document.querySelector('main')!;
      target.dispatchEvent(
        how === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    [picture.toString('base64'), kind] as const,
  );

describe('an own picture', () => {
  it('is segmented after two actions: it is chosen, and a label is entered', async () => {
    await openPlayground('');
    await page.locator('input[type="file"]').first().setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: picture });
    await page.locator('#add-label').waitFor();
    await page.locator('#add-label').fill('red, blue');
    await page.keyboard.press('Enter');
    await answered();
    expect(await page.locator('.row .name > span').allInnerTexts()).toEqual(['red', 'blue']);
    expect(await page.locator('.row .val').allInnerTexts()).toEqual([
      expect.stringMatching(/^(49|5\d) %/),
      expect.stringMatching(/^(49|5\d) %/),
    ]);
    expect(new URL(page.url()).searchParams.get('upload')).toMatch(/^[\w-]+$/);
  });

  it('is asked by who types before the picture is there', async () => {
    await openPlayground('');
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/graphql', async (route) => {
      if ((route.request().postData() ?? '').includes('query Picture')) await held;
      await route.continue().catch(() => undefined);
    });
    await page.locator('input[type="file"]').first().setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: picture });
    await page.locator('#add-label').fill('red');
    await page.keyboard.press('Enter');
    await answered();
    release();
    await page.locator('.masks .seg').first().waitFor({ state: 'attached' });
    expect(await page.locator('.row .name > span').allInnerTexts()).toEqual(['red']);
  });

  it.each(['drop', 'paste'] as const)('comes by %s, and is asked what was asked of the last one', async (kind) => {
    await openPlayground('?sample=cat&names=0&ask=segmentation&text=red&text=blue');
    await answered();
    await give(kind);
    await page.getByRole('img', { name: 'Your picture' }).waitFor();
    await answered();
    const shown = await seen(page);
    expect(distance(shown.at(0.25, 0.5), shown.at(0.75, 0.5))).toBeGreaterThan(60);
  });
});

describe('an error', () => {
  it('is a sentence with a way out that works', async () => {
    await openPlayground('?sample=cat&ask=segmentation&text=red&with.form=NACLIP');
    await alert().waitFor();
    expect(await alert().innerText()).toMatch(/PLUGIN_UNAVAILABLE\s+by\.maskclip\.form/);
    await alert().getByRole('button', { name: 'Reset Form' }).click();
    await answered();
    expect(await alert().count()).toBe(0);
  });

  it('about a label takes that label away', async () => {
    await openPlayground(`?sample=cat&ask=segmentation&text=red&text=${'x'.repeat(400)}`);
    await alert().waitFor();
    expect(await alert().innerText()).toContain('labels[1]');
    expect(await page.locator('.chip.bad').count()).toBe(1);
    await alert().getByRole('button', { name: 'Remove this label' }).click();
    await answered();
    expect(await page.locator('.chip').count()).toBe(1);
  });

  it('about a picture that is too large makes it smaller, in the browser', async () => {
    await openPlayground('?sample=cat&ask=segmentation&text=red');
    await answered();
    const grain = { type: 'gaussian', mean: 128, sigma: 20 } as const;
    const noise = await sharp({ create: { width: 640, height: 480, channels: 3, background: 'red', noise: grain } })
      .png()
      .toBuffer();
    expect(noise.length).toBeGreaterThan(400_000);
    await page.locator('input[type="file"]').first().setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: noise });
    await alert().filter({ hasText: 'IMAGE_TOO_LARGE' }).waitFor();
    await alert().getByRole('button', { name: 'Make it smaller and ask again' }).click();
    await page.getByRole('img', { name: 'Your picture' }).waitFor();
    await answered();
    expect(await alert().count()).toBe(0);
  });

  it('of an upload that is gone offers to upload it again', async () => {
    await openPlayground('?sample=cat&ask=segmentation&text=red');
    await answered();
    await give('paste');
    await page.getByRole('img', { name: 'Your picture' }).waitFor();
    await answered();
    // The server forgets what it was sent.
    await page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? '';
      await (body.includes('upload') ? route.continue({ postData: body.replace(/[0-9a-f]{64}/, '0'.repeat(64)) }) : route.continue());
    });
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await alert().filter({ hasText: 'UPLOAD_NOT_FOUND' }).waitFor();
    await page.unroute('**/graphql');
    await alert().getByRole('button', { name: 'Upload it again' }).click();
    await alert().waitFor({ state: 'detached' });
    await answered();
  });

  it('of a server that does not answer says so, and tries again', async () => {
    await openPlayground('?sample=cat&ask=segmentation&text=red');
    await answered();
    await page.route('**/graphql', (route) => route.abort());
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await alert().waitFor();
    expect(await alert().innerText()).toContain('The server does not answer.');
    // The last answer stays.
    expect(await page.locator('.row').count()).toBe(1);
    await page.unroute('**/graphql');
    await alert().getByRole('button', { name: 'Try again' }).click();
    await alert().waitFor({ state: 'detached' });
  });
});

it('a question is cancelled by its button or by Escape, and the server hears of it', async () => {
  await openPlayground('?sample=cat&ask=segmentation&text=red');
  await answered();
  for (const cancel of [() => page.getByRole('button', { name: 'Cancel' }).click(), () => page.keyboard.press('Escape')]) {
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/graphql', async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    const gone = page.waitForEvent('requestfailed');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.locator('.busy').waitFor();
    await cancel();
    expect((await gone).failure()?.errorText).toBe('net::ERR_ABORTED');
    await page.getByRole('button', { name: 'Ask', exact: true }).waitFor();
    expect(await alert().count()).toBe(0);
    release();
    await page.unroute('**/graphql');
  }
});

it('while the server works, the page says what is waited for', async () => {
  await openPlayground('?sample=cat&ask=segmentation&text=red');
  await answered();
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/graphql', async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  let queued = 0;
  await page.route('**/health/ready', (route) => route.fulfill({ json: { queued } }));
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const busy = page.getByRole('status').filter({ has: page.locator('.progress') });
  await expect.poll(() => busy.innerText()).toContain('The server is working');
  queued = 3;
  await expect.poll(() => busy.innerText()).toContain('3 passes wait for the encoder');
  release();
  await busy.waitFor({ state: 'detached' });
  await page.unroute('**/graphql');
});

it('a query that the visitor wrote is run in the place of the page’s own', async () => {
  await openPlayground('?sample=cat&ask=segmentation&text=red');
  await answered();
  await page.getByRole('button', { name: 'Edit' }).click();
  const editor = page.getByLabel('The query, to edit');
  await editor.fill((await editor.inputValue()).replace('"red"', '"red", "green"'));
  await page.getByRole('button', { name: 'Run it' }).click();
  await expect.poll(() => page.locator('.row .name > span').allInnerTexts()).toEqual(['red', 'green']);
});

describe('downloads', () => {
  const download = async (name: RegExp): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Download' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name }).click()]);
    return readFile(await file.path());
  };

  it('are the overlay, cut-outs on nothing, numbered labels, COCO and the answer', async () => {
    await openPlayground('?sample=cat&names=0&outline=0&ask=segmentation&text=red&text=blue');
    await give('drop');
    await page.getByRole('img', { name: 'Your picture' }).waitFor();
    await answered();
    const overlay = await sharp(await download(/^Overlay/))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([overlay.info.width, overlay.info.height]).toEqual([448, 448]);
    // Half of the label's colour on red: (230 + 255) / 2, 159 / 2, 0.
    expect(
      [...overlay.data.subarray((224 * 448 + 60) * 3, (224 * 448 + 60) * 3 + 3)].map((value, i) => Math.abs(value - [243, 80, 0][i]!) < 8),
    ).toEqual([true, true, true]);

    const files = unzipSync(await download(/^Cut-outs/));
    expect(Object.keys(files)).toEqual(['red.png', 'blue.png']);
    const red = await sharp(files['red.png']).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number) => [...red.data.subarray((200 * 448 + x) * 4, (200 * 448 + x) * 4 + 4)];
    expect(at(60)[0]).toBeGreaterThan(245);
    expect([at(60)[3], at(400)[3]]).toEqual([255, 0]);

    const labels = await sharp(await download(/^Label map/))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const number = (x: number) => labels.data[(200 * labels.info.width + x) * labels.info.channels];
    expect([number(60), number(400)]).toEqual([1, 2]);

    const coco = JSON.parse((await download(/^Masks and boxes/)).toString()) as {
      annotations: { category_id: number; bbox: number[]; area: number; segmentation: number[][] }[];
      categories: { name: string }[];
    };
    expect(coco.categories.map(({ name }) => name)).toEqual(['red', 'blue']);
    for (const { bbox, area, segmentation } of coco.annotations) {
      expect(area).toBeGreaterThan(0.9 * 448 * 224);
      expect(bbox).toHaveLength(4);
      expect(segmentation[0]!.length).toBeGreaterThanOrEqual(8);
    }
    expect(JSON.parse((await download(/^The answer/)).toString())).toHaveProperty('image.segmentation.segments');
  });
});
