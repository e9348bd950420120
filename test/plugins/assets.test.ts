import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineOwnHead, type OwnHead, type Plugin, type PluginDefinition } from '../../src/core/index.js';
import { MOST_ASSET_BYTES } from '../../src/core/assets/prove-assets.js';
import { loadPlugins } from '../../src/core/plugin/load-plugins.js';
import { DataFile, Graph, saveModel } from '../../src/onnx/writer/index.js';
import { plugin } from './good.js';

let folder: string;
let elsewhere: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denseql-assets-'));
  elsewhere = await mkdtemp(join(tmpdir(), 'denseql-elsewhere-'));
  await writeFile(join(folder, 'table.csv'), 'one,two\n');
  await writeFile(join(elsewhere, 'secret.csv'), 'three\n');
  await symlink(join(elsewhere, 'secret.csv'), join(folder, 'link.csv'));
  await writeFile(join(folder, 'large.bin'), '');
  await truncate(join(folder, 'large.bin'), MOST_ASSET_BYTES + 1);
  const graph = new Graph('head');
  const data = new DataFile('weights.bin');
  const weight = data.add({ type: 'float', dims: [16, 2], read: () => [new Uint8Array(16 * 2 * 4)] });
  const features = graph.input('features', 'float', ['n', 16]);
  graph.output('logits', graph.op('MatMul', [features, graph.external('weight', weight)]), 'float', ['n', 2]);
  await saveModel(graph, join(folder, 'head.onnx'));
  await data.write(folder);
});
afterAll(() => Promise.all([folder, elsewhere].map((place) => rm(place, { recursive: true }))));

const hashOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(join(folder, file)))
    .digest('hex');

const load = (more: Partial<PluginDefinition<readonly unknown[]>>): Promise<unknown> =>
  Promise.resolve().then(() =>
    loadPlugins({ builtIns: [plugin({ folder: pathToFileURL(folder + sep), ...more })] as readonly Plugin[], specs: [] }),
  );

const NONE = '0'.repeat(64);

describe('files of a plugin', () => {
  it('that are as the manifest says are taken', async () => {
    await expect(load({ assets: { 'table.csv': await hashOf('table.csv') } })).resolves.toHaveLength(1);
  });

  it.each([
    [
      'missing',
      { 'gone.csv': NONE },
      /^Plugin "bad": its asset gone\.csv is not there, in the folder that its manifest names\. Put it there, or take it out of `assets`\.$/,
    ],
    [
      'another',
      { 'table.csv': NONE },
      /^Plugin "bad": its asset table\.csv has the SHA-256 [0-9a-f]{64}, and its manifest says 0{64}\. Put the right file there, or the right hash into `assets`\.$/,
    ],
    [
      'outside, by a link',
      { 'link.csv': NONE },
      /^Plugin "bad": its asset link\.csv lies outside of its folder, where a link leads to\. Put the file itself into the folder\.$/,
    ],
    [
      'outside, by its path',
      { '../secret.csv': NONE },
      /^Plugin "bad" has a bad manifest\. assets\.\.\.\/secret\.csv: .*must be a path below the plugin's folder/,
    ],
    [
      'too large',
      { 'large.bin': NONE },
      /^Plugin "bad": its asset large\.bin has 268435457 bytes, 268435456 allowed\. Make a pack of what is so large/,
    ],
    ['no hash', { 'table.csv': 'abc' }, /assets\.table\.csv: must be a SHA-256 of 64 hex digits; `sha256sum FILE` prints it/],
  ])('%s: one sentence', async (_what, assets, sentence) => {
    await expect(load({ assets })).rejects.toThrow(sentence);
  });

  it('need a folder', async () => {
    const { folder: _none, ...rest } = plugin({ assets: { 'table.csv': NONE } });
    await expect(loadPlugins({ builtIns: [plugin(rest as never)], specs: [] })).rejects.toThrow(
      /^Plugin "bad" has `assets` and does not say where: add `folder: new URL\('\.', import\.meta\.url\)`\.$/,
    );
  });
});

describe('a head of its own is held against what the plugin states', () => {
  const head = (inputs: Record<string, (number | string)[]>, outputs: Record<string, (number | string)[]>): OwnHead =>
    defineOwnHead({ packs: { tiny: { revision: '1.x', graphs: { 'head.onnx': { inputs, outputs } } } } });
  const features = { features: ['n', 16] };
  const logits = { logits: ['n', 2] };
  const assets = async (...files: string[]) =>
    Object.fromEntries(await Promise.all(files.map(async (file) => [file, await hashOf(file)] as const)));
  const both = () => assets('head.onnx', 'weights.bin');

  it('and taken where it is the same', async () => {
    await expect(load({ head: head(features, logits), assets: await both() })).resolves.toHaveLength(1);
  });

  it.each([
    ['an input that it has not', head({ pixels: ['n', 16] }, logits), 'has no input "pixels", which the plugin states; it has features'],
    ['an input that is not stated', head({}, logits), 'needs the input "features" of shape [n,16], which the plugin does not state'],
    ['another width', head({ features: ['n', 384] }, logits), 'has the input "features" of shape [n,16], and the plugin states [n,384]'],
    ['another rank', head(features, { logits: [1, 'n', 2] }), 'has the output "logits" of shape [n,2], and the plugin states [1,n,2]'],
    ['an output that it has not', head(features, { scores: ['n', 2] }), 'has no output "scores", which the plugin states; it has logits'],
  ])('%s: one sentence', async (_what, stated, problem) => {
    await expect(load({ head: stated, assets: await both() })).rejects.toThrow(
      `Plugin "bad": its head head.onnx ${problem}. Mend \`head\` in its manifest, or the file.`,
    );
  });

  it('files of it that are not named, and what is no graph', async () => {
    await expect(load({ head: head(features, logits) })).rejects.toThrow('its head head.onnx is not among its `assets`.');
    await expect(load({ head: head(features, logits), assets: await assets('head.onnx') })).rejects.toThrow(
      'its head head.onnx keeps weights in weights.bin, which is not among its `assets`.',
    );
    const text = defineOwnHead({ packs: { tiny: { revision: '1', graphs: { 'table.csv': { inputs: {}, outputs: {} } } } } });
    await expect(load({ head: text, assets: await assets('table.csv') })).rejects.toThrow('its head table.csv is no ONNX file: ');
  });
});
