import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyTiny } from '../../../test/fixtures/packs/copy-tiny.js';
import { installedPacks } from './installed-packs.js';
import { listPacks } from './list-packs.js';

let place: string;
let scope: string;
beforeAll(async () => {
  place = await realpath(await mkdtemp(join(tmpdir(), 'denseql-installed-')));
  scope = join(place, 'app/node_modules/@denseql');
  await mkdir(join(place, 'app/deep/er'), { recursive: true });
  await mkdir(scope, { recursive: true });
});
afterAll(() => rm(place, { recursive: true }));

it('finds packages of packs as Node finds packages, each folder once', () => {
  const app = join(place, 'app');
  expect(installedPacks([join(app, 'deep/er'), app])).toEqual([scope]);
  expect(installedPacks([place])).toEqual([]);
});

it('lists a pack that npm has linked into its place', async () => {
  const folder = await copyTiny(place, 'linked');
  const models = join(place, 'models');
  await mkdir(models);
  await symlink(folder, join(models, 'linked'));
  expect((await listPacks(models)).map(({ name }) => name)).toContain('linked');
});
