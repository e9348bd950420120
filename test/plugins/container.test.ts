import { describe, expect, it } from 'vitest';
import { inject, LOG, Segmenter, STORES, type PluginLog, type SegmentCall, type Store, type Token } from '../../src/core/index.js';
import { buildPicture, createTestServer } from '../../src/testing/index.js';
import { half, plugin } from './good.js';

const WORD: Token<string> = Symbol('word');

class Greeting {
  constructor(@inject(WORD) readonly word: string) {}
}

class Greeter implements Segmenter {
  constructor(
    @inject(Greeting) private readonly greeting: Greeting,
    @inject(LOG) private readonly log: PluginLog,
  ) {}

  async segment(call: SegmentCall) {
    this.log.info('asked');
    return half(call, this.greeting.word);
  }
}

const ask = async (server: Awaited<ReturnType<typeof createTestServer>>, by: string) => {
  const { source } = await buildPicture({ width: 56, height: 56, background: [255, 0, 0] });
  const text = `query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["red"], by: { ${by}: {} }) { meta { form } } } }`;
  return server.query(text, { source });
};

describe("a plugin's container", () => {
  it('gives its classes what it provides and what setup has put there; its lines in the log carry its name', async () => {
    const greeter = plugin({
      methods: [{ task: Segmenter, key: 'bad', use: Greeter }],
      provide: [{ token: Greeting, use: Greeting }],
      setup: (container) => container.set(WORD, 'hello'),
    });
    const server = await createTestServer({ plugins: [greeter] });
    const { data } = await ask(server, 'bad');
    await server.close();
    expect(data.image.segmentation.meta.form).toBe('hello');
    expect(server.logged).toContainEqual(expect.objectContaining({ plugin: 'bad', msg: 'asked' }));
  });

  it('lets an operator keep what encoders give elsewhere', async () => {
    const kept: string[] = [];
    const store = (): Store<never> => ({
      get: async (keys) => keys.map(() => undefined),
      set: async (key) => void kept.push(key),
      bytes: () => 0,
    });
    class Elsewhere {
      readonly features = store();
      readonly texts = store();
    }
    const server = await createTestServer({ encoder: 'tiny', plugins: [plugin({ provide: [{ token: STORES, use: Elsewhere }] })] });
    const { errors } = await ask(server, 'maskclip');
    await server.close();
    expect(errors).toBeUndefined();
    expect(kept.length).toBeGreaterThan(1);
    expect(server.logged).toContainEqual(
      expect.objectContaining({ plugin: 'bad', msg: expect.stringMatching(/is kept where this plugin says/) }),
    );
  });
});
