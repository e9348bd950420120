import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import maskclip from '../../plugins/maskclip/index.js';
import type { AnyTask } from '../call/contract.js';
import { defineTask } from '../call/define-task.js';
import { Segmenter } from '../tasks/segmentation/answer.js';
import { definePlugin, type Plugin } from './define-plugin.js';
import { loadPlugins, pluginSpecs } from './load-plugins.js';
import type { PluginManifest } from './plugin.js';

const folder = join(import.meta.dirname, '../../../test/fixtures/plugins');
const load = (...specs: string[]) => loadPlugins({ builtIns: [maskclip], specs, folder });

describe('loadPlugins', () => {
  it('loads built-ins first, then TypeScript from a path', async () => {
    expect((await load('./own-copy.ts')).map(({ name }) => name)).toEqual(['maskclip', 'own-copy']);
  });

  it('tells an import failure from a module that is no plugin', async () => {
    await expect(load('./breaks-on-import.mjs')).rejects.toThrow(/breaks-on-import.mjs could not be imported: broken while importing/);
    await expect(load('./not-there.ts')).rejects.toThrow(/^Plugin .\/not-there.ts is not there: .*neither a file nor a folder/);
    await expect(load('denseql-plugin-that-nobody-wrote')).rejects.toThrow(
      /is not there: it is no file, and no package of this name is installed/,
    );
    await expect(load('./no-plugin.mjs')).rejects.toThrow(/no-plugin.mjs is no plugin/);
  });

  it('refuses a bad manifest, naming the plugin and every wrong field', async () => {
    await expect(load('./bad-manifest.mjs')).rejects.toThrow(/"bad-manifest".*version: .*summary: .*methods\.0\.task.*methods\.0\.use/);
  });

  it('refuses a plugin of another host version, naming both versions', async () => {
    await expect(load('./wrong-host.ts')).rejects.toThrow(
      'Plugin "wrong-host" was written for plugin interface ^9.0.0; this server has 2.0.0.',
    );
  });

  it('refuses equal names and equal method keys, naming both owners', async () => {
    await expect(load('./own-copy.ts', './own-copy.ts')).rejects.toThrow(/named "own-copy": .*own-copy.ts and .*own-copy.ts/);
    await expect(load('./other-maskclip.ts')).rejects.toThrow(
      'Plugins "maskclip" and "other-maskclip" both register the method "maskclip"',
    );
  });

  it('refuses equal kinds of converters and equal options of compiled heads, naming both owners', async () => {
    const plugin = (name: string, more: Partial<PluginManifest>): Plugin =>
      definePlugin({ name, version: '1.0.0', host: '*', summary: name, ...more } as never);
    const both = (more: Partial<PluginManifest>) => loadPlugins({ builtIns: [plugin('a', more), plugin('b', more)], specs: [] });
    const none = (): never => expect.fail('not called');
    await expect(both({ converters: [{ kind: 'same', convert: none }] })).rejects.toThrow(
      'Plugins "a" and "b" both register the converter "same": one of them needs another name.',
    );
    await expect(both({ compiledHeads: [{ option: 'same', summary: 'Same.', write: none }] })).rejects.toThrow(
      'Plugins "a" and "b" both register the option --same of `models compile`: one of them needs another name.',
    );
  });

  it('refuses two definitions of one task, naming both plugins; copies of one, and of tasks of the core, are fine', async () => {
    const depth = (form: string) =>
      defineTask({ name: 'depth', question: (asked: object) => asked, call: async () => ({ form }), answer: () => ({}) });
    const other = () => defineTask({ ...depth('b'), answer: () => ({ other: true }) });
    class Method {}
    const plugin = (name: string, task: AnyTask) =>
      definePlugin({ name, version: '1.0.0', host: '^2.0.0', summary: 'Odd.', methods: [{ task, key: name, use: Method }] });
    const loading = (...tasks: AnyTask[]) =>
      loadPlugins({ builtIns: tasks.map((task, index) => plugin(`p${index}`, task)), specs: [], folder });
    await expect(loading(depth('a'), other())).rejects.toThrow('Plugins "p0" and "p1" define the task "depth" in two ways.');
    await expect(loading(depth('a'), depth('b'))).resolves.toHaveLength(2);
    const older = defineTask({ ...Segmenter, check: (result) => result });
    await expect(loading(Segmenter, older)).resolves.toHaveLength(2);
    for (const name of ['', 'Depth', 'a b', '__proto__', undefined])
      expect(() => defineTask({ ...depth('a'), name: name as string })).toThrow("A task's name must be a name of a schema field");
  });

  it('reads the setting', () => {
    expect(pluginSpecs(' ./a.ts, b ,')).toEqual(['./a.ts', 'b']);
    expect(pluginSpecs('')).toEqual([]);
  });
});
