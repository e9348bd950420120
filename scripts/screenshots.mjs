// The pictures of the playground in docs/: starts the server with its own pack, asks as a visitor would, and keeps what is seen.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { root } from './files.mjs';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const ROOM = '?sample=music-room&ask=segmentation&text=drum&text=wine+bottle&text=loudspeaker&text=wine+glass&text=submarine';

const answered = (page) => page.locator('.row:not(.cap), .fig').first().waitFor();
const drag = async (page) => {
  await answered(page);
  const { x, y, width, height } = await page.locator('[data-frame]').boundingBox();
  await page.mouse.move(x + width * 0.38, y + height * 0.1);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.72, y + height * 0.4, { steps: 5 });
  await page.mouse.up();
};

const alone = async (page) => {
  await answered(page);
  await page.locator('main').focus();
  await page.keyboard.press('f');
};

/** Name, address, size, colours, and what is done before the picture is taken. */
const SHOTS = [
  ['playground', '?sample=mountain-path&ask=segmentation&text=mountain&text=sky&text=grass&text=cloud&text=snow', DESK, 'light', answered],
  ['playground-first', '', DESK, 'light', (page) => page.locator('.card .boxes').waitFor({ state: 'attached' })],
  ['playground-detection', '?sample=spaniels&ask=detection&text=dog&text=wooden+fence&text=submarine', DESK, 'light', answered],
  [
    'playground-anomaly',
    '?sample=spaniels&from=0.45&ask=anomaly&by=memory&with.normal=[{"sample":"cat"},{"sample":"raccoon"}]',
    DESK,
    'light',
    (page) => page.locator('.heat').waitFor(),
  ],
  ['playground-count', '?sample=mechanics&ask=count&text=person', DESK, 'dark', answered],
  ['playground-compare', `${ROOM}&against=&by=denseclip`, DESK, 'light', (page) => page.locator('.divider').waitFor()],
  ['playground-alone', ROOM, DESK, 'light', alone],
  ['playground-box', ROOM, DESK, 'dark', drag],
  [
    'playground-layers',
    '?sample=citrus-slices&ask=segmentation&text=orange&text=lime&ask=count&text=fruit+slice',
    DESK,
    'light',
    (page) => page.locator('.fig').waitFor(),
  ],
  ['playground-error', `${ROOM}&with.form=NACLIP`, DESK, 'light', (page) => page.getByRole('alert').waitFor()],
  ['playground-methods', '#methods', DESK, 'light', (page) => page.locator('.sheet').first().waitFor()],
  ['playground-phone', '?sample=cat&ask=segmentation&text=cat&text=bench', PHONE, 'light', answered],
  ['playground-phone-dark', '', PHONE, 'dark', (page) => page.locator('.card .boxes').waitFor({ state: 'attached' })],
];

const only = process.argv.slice(2);
const server = spawn(process.execPath, [join(root, 'bin/denseql.js'), 'serve', '--port', '0'], {
  env: { ...process.env, DENSEQL_LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let url;
for await (const line of createInterface({ input: server.stdout })) {
  url ??= /http:\S+(?=graphql$)/.exec(line)?.[0];
  if (line.startsWith('Ready on')) break;
}
// However it ends, the server ends with it.
process.on('exit', () => server.kill('SIGKILL'));
process.on('SIGTERM', () => process.exit(1));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const [name, address, viewport, colorScheme, prepare] of SHOTS.filter(([shot]) => only.length === 0 || only.includes(shot))) {
  const phone = viewport === PHONE;
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    deviceScaleFactor: phone ? 2 : 1,
    isMobile: phone,
    hasTouch: phone,
  });
  const page = await context.newPage();
  await page.goto(`${url}${address}`);
  await page.locator('main:not([aria-busy="true"])').waitFor();
  await prepare(page);
  await page.evaluate(
    'Promise.all([document.fonts.ready, ...[...document.images].filter(({ loading }) => loading !== "lazy").map((image) => image.decode())]).then(() => undefined)',
  );
  await sharp(await page.screenshot())
    .jpeg({ quality: 82, mozjpeg: true })
    .toFile(join(root, `docs/${name}.jpg`));
  console.log(`docs/${name}.jpg`);
  await context.close();
}
await browser.close();
const ended = once(server, 'exit');
server.kill('SIGTERM');
await ended;
