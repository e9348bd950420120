import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import maskclip from '../../plugins/maskclip/index.js';
import { loadPlugins, pluginSpecs } from './load-plugins.js';

const folder = join(import.meta.dirname, '../../../test/fixtures/plugins');
const load = (...specs: string[]) => loadPlugins({ builtIns: [maskclip], specs, folder });

describe('loadPlugins', () => {
  it('loads built-ins first, then TypeScript from a path', async () => {
    expect((await load('./own-copy.ts')).map(({ name }) => name)).toEqual(['maskclip', 'own-copy']);
  });

  it('tells an import failure from a module that is no plugin', async () => {
    await expect(load('./breaks-on-import.mjs')).rejects.toThrow(/breaks-on-import.mjs could not be imported: broken while importing/);
    await expect(load('./not-there.ts')).rejects.toThrow(/could not be imported.*there is no file/);
    await expect(load('denseql-plugin-that-nobody-wrote')).rejects.toThrow(/could not be imported/);
    await expect(load('./no-plugin.mjs')).rejects.toThrow(/no-plugin.mjs is no plugin/);
  });

  it('refuses a bad manifest, naming the plugin and every wrong field', async () => {
    await expect(load('./bad-manifest.mjs')).rejects.toThrow(/"bad-manifest".*version: .*summary: .*methods\.0\.task.*methods\.0\.use/);
  });

  it('refuses a plugin of another host version, naming both versions', async () => {
    await expect(load('./wrong-host.ts')).rejects.toThrow(
      'Plugin "wrong-host" was written for plugin interface ^9.0.0; this server has 1.4.0.',
    );
  });

  it('refuses equal names and equal method keys, naming both owners', async () => {
    await expect(load('./own-copy.ts', './own-copy.ts')).rejects.toThrow(/named "own-copy": .*own-copy.ts and .*own-copy.ts/);
    await expect(load('./other-maskclip.ts')).rejects.toThrow(
      'Plugins "maskclip" and "other-maskclip" both register the method "maskclip"',
    );
  });

  it('reads the setting', () => {
    expect(pluginSpecs(' ./a.ts, b ,')).toEqual(['./a.ts', 'b']);
    expect(pluginSpecs('')).toEqual([]);
  });
});
