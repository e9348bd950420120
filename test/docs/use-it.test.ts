import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer as createVite } from 'vite';
import { readConfig } from '../../src/core/config.js';
import { projectRoot } from '../../src/core/project-root.js';
import { startServer, type RunningServer } from '../../src/server/http.js';
import { complaintsOf, strictProgram } from '../client/strict-compiler.js';

const run = promisify(execFile);
const ADDRESS = 'http://127.0.0.1:4000';

/** The page's snippets by the file that their first line names. */
async function readSnippets(): Promise<Map<string, string>> {
  const page = await readFile(join(projectRoot(), 'docs/use-it.md'), 'utf8');
  const blocks = [...page.matchAll(/```(\w+)\n(?:\/\/|#|<!--) (\S+)(?: -->)?\n([\s\S]*?)```/g)];
  expect(blocks).toHaveLength([...page.matchAll(/```\w/g)].length);
  return new Map(blocks.map(([, , name, text]) => [name!, text!]));
}

let server: RunningServer;
let pages: Server;
let folder: string;
const snippets = await readSnippets();
const named = (ending: RegExp): string[] => [...snippets.keys()].filter((name) => ending.test(name));

beforeAll(async () => {
  server = await startServer({ ...readConfig({}), PORT: 0, DEVICE: 'cpu', LOG_LEVEL: 'silent', CORS_ORIGIN: '*' }, { signals: false });
  await server.ready();
  // An app's folder, with what an app has installed.
  folder = await mkdtemp(join(tmpdir(), 'denseql-use-it-'));
  await mkdir(join(folder, 'node_modules/@urql'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await symlink(projectRoot(), join(folder, 'node_modules/denseql'));
  for (const name of ['@apollo', 'graphql-request', 'graphql', 'rxjs', '@urql/core', '@urql/exchange-graphcache'])
    await symlink(join(projectRoot(), 'node_modules', name), join(folder, 'node_modules', name));
  await copyFile(join(projectRoot(), 'samples/cat.jpg'), join(folder, 'photo.jpg'));
  for (const [name, text] of snippets) await writeFile(join(folder, name), text.replaceAll(ADDRESS, server.url.slice(0, -1)));
  pages = createServer((request, response) => {
    void readFile(join(folder, request.url!)).then(
      (text) => response.setHeader('content-type', request.url!.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8').end(text),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  pages.close();
  await server.close();
  await rm(folder, { recursive: true });
});

/** In the page: whether masks lie over a third of its picture. */
const OVERLAID = `(async () => {
  const canvas = document.querySelector('canvas');
  const photo = await createImageBitmap(document.querySelector('input').files[0]);
  if (canvas.width !== photo.width) return false;
  const bare = new OffscreenCanvas(photo.width, photo.height).getContext('2d');
  bare.drawImage(photo, 0, 0);
  const [drawn, plain] = [canvas.getContext('2d'), bare].map((context) => context.getImageData(0, 0, photo.width, photo.height).data);
  return drawn.filter((value, at) => at % 4 === 0 && Math.abs(value - plain[at]) > 8).length > (photo.width * photo.height) / 3;
})()`;

describe('docs/use-it.md, against a live server', () => {
  it.each(named(/\.mjs$/))('%s runs and says something', async (name) => {
    const { stdout, stderr } = await run(process.execPath, [join(folder, name)], { cwd: folder });
    expect(stderr).toBe('');
    expect(stdout.trim()).not.toBe('');
    expect(stdout).not.toMatch(/undefined|NaN/);
    // Where a page's comments promise a code, it comes.
    if (name === 'errors.mjs') expect(stdout).toMatch(/^BAD_INPUT .*\d+\nUPLOAD_NOT_FOUND null\nGRAPHQL_VALIDATION_FAILED /);
  });

  it.each(named(/\.py$/))('%s runs and says something', async (name) => {
    const { stdout } = await run('python3', [join(folder, name)], { cwd: folder });
    expect(stdout).toMatch(/^cat \d+ \[\d+, \d+\]$/m);
  });

  it.each([
    ['svg.html', 'document.querySelectorAll("svg path[d^=M]").length', 1],
    ['css.html', 'getComputedStyle(document.querySelector(".cat")).maskImage.length', 1000],
  ])('%s draws in a browser', async (name, measure, least) => {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/${name}`);
      await page.waitForFunction(`${measure} >= ${least}`, undefined, { timeout: 30_000 });
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('canvas.html draws an own picture and its masks by the client of the package, without a bundler', async () => {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/canvas.html`);
      await page.locator('input').setInputFiles(join(folder, 'photo.jpg'));
      await expect.poll(() => page.evaluate(OVERLAID)).toBe(true);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('index.html and main.js show an own picture under its masks, in an empty Vite project', async () => {
    const vite = await createVite({
      root: folder,
      configFile: join(folder, 'vite.config.js'),
      logLevel: 'silent',
      server: { port: 0, host: '127.0.0.1', ws: false },
    });
    await vite.listen();
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(vite.httpServer!.address() as AddressInfo).port}/`);
      await page.locator('input[type=file]').setInputFiles(join(folder, 'photo.jpg'));
      await page.locator('svg path[d^=M]').first().waitFor({ timeout: 60_000 });
      expect(await page.locator('p').textContent()).toMatch(/ cat [1-9]\d % /);
      await page.locator('input[name=labels]').fill('submarine');
      await page.locator('input[name=labels]').press('Enter');
      await page.getByText('None of this is in the picture.').waitFor();
      await page.locator('input[type=file]').setInputFiles({ name: 'no.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
      await page.getByText('BAD_IMAGE: ').waitFor();
    } finally {
      await browser.close();
      await vite.close();
    }
  });

  it('vite.config.js passes questions, uploads and pictures on', async () => {
    const vite = await createVite({
      root: folder,
      configFile: join(folder, 'vite.config.js'),
      logLevel: 'silent',
      server: { port: 0, host: '127.0.0.1', ws: false },
    });
    await vite.listen();
    const own = `http://127.0.0.1:${(vite.httpServer!.address() as AddressInfo).port}`;
    try {
      const photo = await readFile(join(folder, 'photo.jpg'));
      const uploaded = (await (await fetch(`${own}/uploads`, { method: 'POST', body: new Uint8Array(photo) })).json()) as { id: string };
      const query = `{ image(source: { upload: "${uploaded.id}" }) { picture { url } } }`;
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${own}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
      const { data } = (await answer.json()) as { data: { image: { picture: { url: string } } } };
      const picture = await fetch(new URL(data.image.picture.url, own));
      expect(picture.headers.get('content-type')).toBe('image/jpeg');
    } finally {
      await vite.close();
    }
  });

  it.each(named(/\.ts$/))('%s is taken by a strict compiler', (name) => {
    const program = strictProgram(join(folder, name), { noEmit: true });
    expect(complaintsOf(program)).toEqual([]);
  });
});
