import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inject, Segmenter, SETTINGS, type SegmentCall } from '../../src/core/index.js';
import { readPluginsFile, type PluginsFile } from '../../src/core/plugin/plugins-file.js';
import { buildPicture, createTestServer } from '../../src/testing/index.js';
import { Half, half, plugin, sdl } from './good.js';

class Said implements Segmenter {
  constructor(@inject(SETTINGS) private readonly settings: { readonly word: string }) {}

  async segment(call: SegmentCall) {
    return half(call, this.settings.word);
  }
}

const settled = plugin({
  settings: z.strictObject({ word: z.string().max(8).default('none') }),
  methods: [{ task: Segmenter, key: 'bad', use: Said }],
});

const started = (file: Partial<PluginsFile>, plugins = [settled]) => createTestServer({ plugins, file });
const refusal = (file: Partial<PluginsFile>, plugins = [settled]): Promise<string> =>
  started(file, plugins).then(
    async (server) => (await server.close(), 'it started'),
    (error: Error) => error.message,
  );

describe('what an operator says of plugins', () => {
  it('pins the default of a task, also to a method that is otherwise asked by name alone, and tells a plugin its settings', async () => {
    const server = await started({ defaults: { segmentation: 'bad' }, settings: { bad: { word: 'hello' } } });
    const { source } = await buildPicture({ width: 56, height: 56, background: [255, 0, 0] });
    const text = 'query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["red"]) { meta { method form } } } }';
    const { data } = await server.query(text, { source });
    await server.close();
    expect(data.image.segmentation.meta).toEqual({ method: 'bad', form: 'hello' });
  });

  it.each(['segmentation', 'segmentation.bad'])('gives %s a deadline, and past it the other fields stand', async (name) => {
    class Hangs extends Half {
      override segment = () => new Promise<never>(() => undefined);
    }
    const hanging = plugin({ methods: [{ task: Segmenter, key: 'bad', use: Hangs }] });
    const server = await started({ deadlines: { [name]: 300 } }, [hanging]);
    const { source } = await buildPicture({ width: 56, height: 56, background: [255, 0, 0] });
    const { data, errors } = await server.query(
      `query ($source: ImageSource!) { image(source: $source) {
        bad: segmentation(labels: ["red"], by: { bad: {} }) { meta { form } } good: segmentation(labels: ["red"], by: { maskclip: {} }) { meta { method } } width } }`,
      { source },
    );
    await server.close();
    expect(errors).toHaveLength(1);
    expect(errors![0]).toMatchObject({
      message: `The deadline passed while plugin "bad" was running "bad". It may take 300 ms: deadlines.${name} in denseql.config.ts.`,
      path: ['image', 'bad'],
      extensions: { code: 'DEADLINE_EXCEEDED', plugin: 'bad' },
    });
    expect(data.image).toMatchObject({ bad: null, width: 56, good: { meta: { method: 'maskclip' } } });
  });

  it('switches plugins off, built-in ones too', async () => {
    const server = await started({ off: ['ovdet', 'bad'] });
    const { data } = await server.query('{ plugins { name } }');
    await server.close();
    expect(data.plugins.map(({ name }: { name: string }) => name)).toEqual(['maskclip', 'denseclip', 'clip-ebc', 'anomaly']);
  });

  const required = plugin({ schema: sdl('bad', '"Must be given." much: Int!'), methods: [{ task: Segmenter, key: 'bad', use: Half }] });
  it.each([
    [{ off: ['ovdt'] }, 'denseql.config: off: no plugin is named "ovdt". Did you mean ovdet?'],
    [
      { defaults: { segmentaton: 'bad' } },
      'denseql.config: defaults: no plugin here answers a task "segmentaton". Did you mean segmentation?',
    ],
    [
      { defaults: { segmentation: 'maskclp' } },
      'denseql.config: defaults.segmentation: no plugin here has a method "maskclp". Did you mean maskclip?',
    ],
    [
      { settings: { bad: { word: 'much too long' } } },
      'denseql.config: settings.bad.word: Too big: expected string to have <=8 characters.',
    ],
    [
      { deadlines: { 'segmentation.maskclp': 5 } },
      'denseql.config: deadlines: no task or method here is named "segmentation.maskclp". Did you mean segmentation.maskclip?',
    ],
    [{ settings: { maskclip: {} } }, 'denseql.config: settings.maskclip: the plugin "maskclip" takes no settings. Leave them out.'],
  ])('refuses %j', async (file, sentence) => {
    expect(await refusal(file)).toBe(sentence);
  });

  it('refuses a default that cannot run without options', async () => {
    expect(await refusal({ defaults: { segmentation: 'bad' } }, [required])).toBe(
      'denseql.config: defaults.segmentation: "bad" cannot be the default, because its option much must be given. Name another.',
    );
  });
});

describe('denseql.config.ts', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'denseql-operator-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('is read where it is, and need not be there', async () => {
    expect((await readPluginsFile(folder)).off).toEqual([]);
    await writeFile(join(folder, 'denseql.config.ts'), "const off: string[] = ['ovdet'];\nexport default { off, plugins: ['./a.ts'] };\n");
    expect(await readPluginsFile(folder)).toEqual({ off: ['ovdet'], plugins: ['./a.ts'], defaults: {}, deadlines: {}, settings: {} });
  });

  it('says what in it is wrong', async () => {
    await writeFile(join(folder, 'denseql.config.ts'), 'export default { offf: [], defaults: { count: 3 } };\n');
    await expect(readPluginsFile(folder)).rejects.toThrow(/^denseql\.config\.ts is wrong: .*defaults\.count: .*string.*offf.*\.$/s);
  });
});
