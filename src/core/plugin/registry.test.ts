import { join } from 'node:path';
import { inject } from 'tsyringe';
import { describe, expect, it } from 'vitest';
import { createContainer } from './container.js';
import { DenseqlError } from '../errors.js';
import type { Gives } from '../call/methods.js';
import { Segmenter } from '../tasks/segmentation/answer.js';
import type { SegmentCall } from '../tasks/segmentation/contract.js';
import { definePlugin } from './define-plugin.js';
import { loadPlugins } from './load-plugins.js';
import type { PluginManifest } from './plugin.js';
import { PluginRegistry } from './registry.js';
import { CONFIG } from './tokens.js';

class Plain implements Segmenter {
  segment(): never {
    throw new Error('not called');
  }
}
class NotInjected extends Plain {
  constructor(readonly config: unknown) {
    super();
  }
}

const plugin = (name: string, priority?: number, more: Partial<PluginManifest> = {}): PluginManifest =>
  definePlugin({
    name,
    version: '1.0.0',
    host: '*',
    summary: name,
    methods: [{ task: Segmenter, key: name, use: Plain, default: priority }],
    ...more,
  } as never);
const registry = (...plugins: PluginManifest[]) => new PluginRegistry(createContainer(new Map([[CONFIG, { MAX_LABELS: 7 }]])), plugins);
const gives = (outputs: readonly string[] = [], more: Partial<Gives> = {}): Gives => ({
  outputs: new Set(outputs),
  text: true,
  heads: new Set<string>(),
  pack: { name: 'tiny', revision: '1' },
  ...more,
});
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return DenseqlError.is(error) ? `${error.code} ${error.message}` : 'another error';
  }
  return 'nothing';
};

describe('PluginRegistry', () => {
  it("gives no plugin another's methods, though it can name them", async () => {
    class Thief extends Plain {
      constructor(@inject(Symbol.for('denseql:method:segmentation.a')) readonly other: unknown) {
        super();
      }
    }
    const thief = plugin('thief', 1, { methods: [{ task: Segmenter, key: 'thief', use: Thief }] });
    await expect(registry(plugin('a'), thief).start()).rejects.toThrow(/Plugin "thief" could not start: .*denseql:method:segmentation\.a/s);
  });

  it('selects the highest priority that the pack supports, loading order among equals', () => {
    const plugins = registry(plugin('named'), plugin('a', 5), plugin('b', 9, { needs: { outputs: ['taps'] } }), plugin('c', 5));
    expect(plugins.methods(Segmenter).map(({ key }) => key)).toEqual(['b', 'a', 'c', 'named']);
    expect(plugins.select(Segmenter, null, gives(['dense'])).key).toBe('a');
    expect(plugins.select(Segmenter, null, gives(['taps'])).key).toBe('b');
    expect(plugins.select(Segmenter, null, gives(), ({ key }) => key !== 'a').key).toBe('c');
    expect(plugins.tasks()).toEqual([Segmenter]);
  });

  it('substitutes nothing for a method asked by name, and says what it lacks', () => {
    const plugins = registry(plugin('a', 5), plugin('b', 9, { needs: { outputs: ['dense', 'taps'], text: true } }));
    expect(codeOf(() => plugins.select(Segmenter, 'b', gives(['dense'], { text: false })))).toMatch(
      /^PLUGIN_UNAVAILABLE .*"b" needs the output taps and a text tower/,
    );
    expect(codeOf(() => plugins.select(Segmenter, 'z', gives()))).toMatch(/^PLUGIN_UNAVAILABLE .*"z"/);
    expect(codeOf(() => registry(plugin('n')).select(Segmenter, null, gives()))).toMatch(/^PLUGIN_UNAVAILABLE/);
  });

  it('takes a method that needs a head for the default only where there is one, and lets it speak for itself by name', () => {
    const plugins = registry(plugin('a', 5), plugin('b', 9, { needs: { head: true } }));
    expect(plugins.select(Segmenter, null, gives([], { heads: new Set(['a']) })).key).toBe('a');
    expect(plugins.select(Segmenter, null, gives([], { heads: new Set(['b']) })).key).toBe('b');
    expect(plugins.select(Segmenter, 'b', gives()).key).toBe('b');
    const alone = registry(plugin('b', 9, { needs: { head: true, outputs: ['taps'] } }));
    expect(codeOf(() => alone.select(Segmenter, null, gives()))).toMatch(
      /^PLUGIN_UNAVAILABLE .*"b" needs the output taps and a head of its own \(pack.json, heads.b: .*add-head/,
    );
    expect(codeOf(() => alone.select(Segmenter, 'b', gives()))).toMatch(/^PLUGIN_UNAVAILABLE .*"b" needs the output taps, which/);
  });

  it('keeps one instance a server and none across servers', () => {
    const one = registry(plugin('a', 1));
    const [first] = one.methods(Segmenter);
    expect(one.methods(Segmenter)[0]!.instance).toBe(first!.instance);
    expect(registry(...one.plugins).methods(Segmenter)[0]!.instance).not.toBe(first!.instance);
  });

  it('serves a plugin with its own copy of the entry: brand, tokens and errors are known', async () => {
    const folder = join(import.meta.dirname, '../../../test/fixtures/plugins');
    const own = registry(...(await loadPlugins({ builtIns: [], specs: ['./own-copy.ts'], folder })));
    await own.start();
    const { instance, plugin: manifest } = own.select(Segmenter, 'ownCopy', gives([], { text: false }));
    expect(manifest.methods![0]!.task).not.toBe(Segmenter);
    const call = { labels: ['a'], features: { rows: 1, columns: 1, frame: {} }, options: { value: 0.5, refuse: false } };
    expect((await instance.segment(call as unknown as SegmentCall<unknown>)).form).toBe('at most 7 labels');
    const refused = codeOf(() => instance.segment({ ...call, options: { refuse: true } } as unknown as SegmentCall<unknown>));
    expect(refused).toBe('BAD_INPUT by.ownCopy.refuse: asked for.');
  });

  it('sets up in order, disposes in reverse, and undoes a start that fails', async () => {
    const log: string[] = [];
    const hooks = (name: string): Partial<PluginManifest> => ({
      setup: () => void log.push(`+${name}`),
      dispose: () => void log.push(`-${name}`),
    });
    const good = registry(plugin('a', 1, hooks('a')), plugin('b', 1, hooks('b')));
    await good.start();
    await good.dispose();
    await good.dispose();
    expect(log.splice(0)).toEqual(['+a', '+b', '-b', '-a']);

    const failing = { setup: () => Promise.reject(new Error('no licence')) };
    await expect(registry(plugin('a', 1, hooks('a')), plugin('bad', 1, failing)).start()).rejects.toThrow(
      'Plugin "bad" could not start: no licence',
    );
    expect(log.splice(0)).toEqual(['+a', '-a']);
  });

  it('disposes the others when one fails, then tells', async () => {
    const log: string[] = [];
    const both = registry(
      plugin('a', 1, { dispose: () => void log.push('a') }),
      plugin('b', 1, { dispose: () => Promise.reject(new Error('stuck')) }),
    );
    await both.start();
    await expect(both.dispose()).rejects.toThrow('Plugins failed while ending.');
    expect(log).toEqual(['a']);
  });

  it('refuses at the start a class whose parameters are not injected', async () => {
    await expect(registry(plugin('a', 1, { methods: [{ task: Segmenter, key: 'a', use: NotInjected }] })).start()).rejects.toThrow(
      /"a" could not start/,
    );
  });
});
