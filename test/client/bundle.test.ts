import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';
import type * as source from '../../src/client/index.js';
import { projectRoot } from '../../src/core/project-root.js';

/** The promise: kB gzipped of all that the client has. */
const MOST = 15 * 1000;
/** What a page that imports all of it is built of. */
const PAGE = `import * as denseql from 'denseql/client';\nglobalThis.denseql = denseql;\n`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denseql-bundle-'));
  mkdirSync(join(folder, 'node_modules'));
  await symlink(projectRoot(), join(folder, 'node_modules/denseql'));
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await writeFile(join(folder, 'page.js'), PAGE);
});
afterAll(() => rm(folder, { recursive: true }));

type Built = Pick<typeof source, 'decodeRle'>;

/** Runs a bundle as a page would, and uses it. */
async function expectWorks(file: string): Promise<void> {
  await import(file);
  const { decodeRle } = (globalThis as unknown as { denseql: Built }).denseql;
  expect([...decodeRle({ size: [1, 2], counts: '11' }).data]).toEqual([0, 1]);
}

describe('the client', () => {
  it('is built by esbuild into less than it promises', async () => {
    const outfile = join(folder, 'esbuild.mjs');
    await esbuild({ entryPoints: [join(folder, 'page.js')], outfile, bundle: true, minify: true, format: 'esm', external: ['graphql'] });
    expect(gzipSync(await readFile(outfile)).length).toBeLessThan(MOST);
    await expectWorks(outfile);
  });

  it('is built by Vite, with what prints queries in a file of its own', async () => {
    const outDir = join(folder, 'vite');
    await vite({
      root: folder,
      logLevel: 'error',
      build: { outDir, minify: true, lib: { entry: 'page.js', formats: ['es'], fileName: 'page' } },
    });
    const files = readdirSync(outDir).filter((name) => /page\.m?js$/.test(name));
    expect(files).toHaveLength(1);
    expect(gzipSync(await readFile(join(outDir, files[0]!))).length).toBeLessThan(MOST);
    await expectWorks(join(outDir, files[0]!));
  });

  it('is built by webpack', async () => {
    const errors = await new Promise((resolve, reject) =>
      webpack(
        {
          mode: 'production',
          context: folder,
          entry: './page.js',
          output: { path: join(folder, 'webpack'), filename: 'page.cjs', publicPath: '' },
          target: ['web', 'es2022'],
        },
        (error, stats) => (error ? reject(error) : resolve(stats!.compilation.errors.map(String))),
      ),
    );
    expect(errors).toEqual([]);
    expect(gzipSync(await readFile(join(folder, 'webpack/page.cjs'))).length).toBeLessThan(MOST);
    await expectWorks(join(folder, 'webpack/page.cjs'));
  });

  it('needs no bundler: each of its files names those that it imports, and no package', async () => {
    const seen = new Set<string>();
    const walk = async (file: string): Promise<void> => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = await readFile(file, 'utf8');
      for (const [, from] of text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)) {
        expect(from, file).toMatch(/^\.\.?\/.*\.js$/);
        await walk(join(file, '..', from!));
      }
    };
    await walk(join(projectRoot(), 'dist/src/client/index.js'));
    expect(seen.size).toBeGreaterThan(10);
  });
});
