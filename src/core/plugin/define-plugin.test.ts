import { describe, expect, it, vi } from 'vitest';
import { Segmenter } from '../tasks/segmentation/answer.js';
import { definePlugin, isPlugin } from './define-plugin.js';

const basics = { name: 'mine', version: '1.0.0', host: '^2.0.0', summary: 'Mine.' };

class NoSegmenter {
  count(): number {
    return 1;
  }
}

describe('definePlugin', () => {
  it('brands what it checked, for this and other copies of the module', async () => {
    vi.resetModules();
    const other = await import('./define-plugin.js');
    expect(other.definePlugin).not.toBe(definePlugin);
    expect(isPlugin(other.definePlugin(basics))).toBe(true);
    expect(other.isPlugin(definePlugin(basics))).toBe(true);
    expect(isPlugin(basics)).toBe(false);
  });

  it('refuses wrong fields, naming plugin and field', () => {
    expect(() => definePlugin({ ...basics, name: 'My Plugin' })).toThrow(/Plugin "My Plugin" has a bad manifest. name:/);
    expect(() => definePlugin({ ...basics, version: 'v.1' })).toThrow(/"mine".*version/);
    expect(() => definePlugin({ ...basics, host: 'new' })).toThrow(/"mine".*host/);
    expect(() => definePlugin({ ...basics, method: [] } as never)).toThrow(/"mine".*method/);
    expect(() => definePlugin({ ...basics, converters: [{ kind: 'No Kind', convert: () => expect.fail() }] })).toThrow(
      /"mine".*converters\.0\.kind/,
    );
    expect(() => definePlugin({ ...basics, compiledHeads: [{ option: 'x' }] } as never)).toThrow(/"mine".*compiledHeads\.0\.write/);
    expect(() => definePlugin(undefined as never)).toThrow(/without a name/);
  });

  it('lets the compiler refuse a class that does not answer its task', () => {
    // @ts-expect-error NoSegmenter has no segment()
    definePlugin({ ...basics, methods: [{ task: Segmenter, key: 'mine', use: NoSegmenter }] });
  });
});
