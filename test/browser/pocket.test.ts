import { expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { startTiny } from '../http/tiny-server.js';
import { distance, places, seen } from './pixels.js';
import { openPlayground, page, server, visits } from './visitor.js';

// The pack that people have, and whatever tasks and methods there are: each is asked as its page says.
visits(() => startTiny({ PACK: readConfig({}).PACK }));

/** What is drawn over a picture, whatever the task. */
const DRAWN = '.layer[data-layer] :is(.masks .seg, .boxes .seg, .points i, canvas.heat)';

it('draws something for the example of every method that can run, and of every task', async () => {
  const { body } = await server.query('{ plugins { methods { task key available } } }');
  const plugins = body.data.plugins as { methods: { task: string; key: string; available: boolean }[] }[];
  const runnable = plugins.flatMap(({ methods }) => methods).filter(({ available }) => available);
  expect(new Set(runnable.map(({ task }) => task)).size).toBeGreaterThanOrEqual(3);

  await openPlayground('#methods');
  const examples = await page.getByRole('link', { name: 'Try it' }).evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  expect(examples).toHaveLength(runnable.length);
  const shown = new Set<string>();
  for (const example of examples) {
    await page.close();
    await openPlayground(example.replace('./', ''));
    await page.locator(`${DRAWN}, [role="alert"]`).first().waitFor({ state: 'attached', timeout: 60_000 });
    // A method may be there and its default form not, where the pack has no head for it: the server says so, and the page hands it on.
    if ((await page.getByRole('alert').count()) > 0) {
      expect(await page.getByRole('alert').innerText(), example).toContain('PLUGIN_UNAVAILABLE');
      continue;
    }
    shown.add(new URLSearchParams(example).get('ask') ?? '');
    // A map that is below its own threshold everywhere says that nothing is wrong, by drawing nothing.
    const threshold = page.getByRole('slider', { name: 'Threshold', exact: true }).and(page.locator('.tools *'));
    if ((await threshold.count()) > 0) await threshold.fill('0');
    const drawn = await seen(page);
    await page.keyboard.down(' ');
    const bare = await seen(page);
    await page.keyboard.up(' ');
    const changed = places(60).filter(([x, y]) => distance(drawn.at(x, y), bare.at(x, y)) > 12);
    expect(changed.length, example).toBeGreaterThan(5);
  }
  expect([...shown].sort()).toEqual([...new Set(runnable.map(({ task }) => task))].sort());
}, 240_000);
