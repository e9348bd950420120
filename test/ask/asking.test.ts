import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Counter, defineTask, Segmenter, type AnyTask, type TaskCall } from '../../src/core/index.js';
import palette, { Palette } from './palette.js';
import relay, { Relay, script } from './relay.js';
import { openScene, type Scene } from './script-server.js';
import { Scripted } from './scripted.js';

// What a plugin asks in JavaScript, where nobody has checked its types.

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ DEADLINE_MS: 8000, MAX_LABELS: 3, MAX_TEXTS: 30, MAX_PASSES: 2 }, [palette, relay]);
});
afterAll(() => scene.close());

const asking = (work: (call: TaskCall) => unknown) =>
  scene.failure({
    run: async (call) => {
      await work(call);
      return { form: 'asked' };
    },
  });
const asked = (task: unknown, question: unknown) => asking(({ ask }) => ask(task as AnyTask, question as object));
const nobody = defineTask({ name: 'nobody', question: (given: object) => given, call: async () => ({ form: 'x' }), answer: () => ({}) });
const BY = ' asked by the plugin "scripted" (method runs): ';
const boom = () => {
  throw new Error('secret of a getter');
};

describe('a question of a plugin', () => {
  it.each<[string, unknown, unknown, string]>([
    ['no object', Counter, 'cat', `count,${BY}question: must be an object of the arguments of count (of, prompts, by), not "cat".`],
    ['a list', Counter, ['cat'], `count,${BY}question: must be an object of the arguments of count (of, prompts, by), not a list.`],
    ['nothing', Counter, undefined, `count,${BY}question: must be an object of the arguments of count (of, prompts, by), not undefined.`],
    ['an unknown argument', Counter, { off: 'cat' }, `count,${BY}off: is no argument of count; there are of, prompts, by.`],
    ['a wrong type', Counter, { of: 5 }, `count,${BY}of: must be text, not 5.`],
    ['null', Counter, { of: null }, `count,${BY}of: must be text, not null.`],
    ['empty', Counter, { of: ' ' }, `count,${BY}of: must not be empty.`],
    ['a missing argument', Segmenter, {}, `segmentation,${BY}labels: must be given: a list.`],
    ['a wrong item', Segmenter, { labels: ['a', null] }, `segmentation,${BY}labels[1]: must be text, not null.`],
    [
      'a number in text',
      Segmenter,
      { labels: ['a'], maxSize: '5' },
      `segmentation,${BY}maxSize: must be a whole number of 32 bits, not "5".`,
    ],
    ['no prompts', Segmenter, { labels: ['a'], prompts: 'x' }, `segmentation,${BY}prompts: must be an object of options, not "x".`],
    [
      'unknown prompts',
      Segmenter,
      { labels: ['a'], prompts: { foo: 1 } },
      `segmentation,${BY}prompts.foo: is not known here; there are templates,`,
    ],
    ['out of its range', Scripted, { parts: { size: 0 } }, `scripted,${BY}parts.size: must be a whole number, at least 1, not 0.`],
    [
      'a text for a method',
      Counter,
      { by: 'clipEbc' },
      `count,${BY}by: must be an object that names one method, { method: { options } }, not a string.`,
    ],
    [
      'a list of methods',
      Counter,
      { by: ['clipEbc'] },
      `count,${BY}by: must be an object that names one method, { method: { options } }, not a list.`,
    ],
    ['no task', undefined, {}, `ask,${BY}task: what is asked must be a task`],
    ['the name of a task', 'segmentation', {}, `ask,${BY}task: what is asked must be a task`],
  ])('that is %s is BAD_INPUT in a sentence', async (_, task, question, told) => {
    const { message, extensions } = await asked(task, question);
    expect(message.slice(0, told.length)).toBe(told);
    expect(extensions).toEqual({ code: 'BAD_INPUT', plugin: 'scripted', method: 'runs' });
  });

  it('for a task or a method that is not there is PLUGIN_UNAVAILABLE, and says what there is', async () => {
    const extensions = { code: 'PLUGIN_UNAVAILABLE', plugin: 'scripted', method: 'runs' };
    expect(await asked(nobody, {})).toMatchObject({ extensions, message: `nobody,${BY}No plugin here answers the task "nobody".` });
    expect(await asked(Palette, { by: { stripe: {} } })).toMatchObject({
      extensions,
      message: `palette,${BY}No plugin here has a method "stripe" for palette; there are stripes.`,
    });
  });

  it('that cannot even be read is the failure of the plugin that asks', async () => {
    for (const question of [
      Object.defineProperty({}, 'labels', { get: boom, enumerable: true }),
      { labels: ['a'], by: Object.defineProperty({}, 'maskclip', { get: boom, enumerable: true }) },
    ])
      // prettier-ignore
      expect(await asked(Segmenter, question)).toMatchObject({
        message: 'Plugin "scripted" failed while it asked segmentation.',
        extensions: { code: 'PLUGIN_FAILED', plugin: 'scripted' },
      });
    const { message } = await asked(Palette, { like: 'break the question' });
    expect(message).toBe('Plugin "scripted" failed while it asked palette.');
  });

  it('is completed as a query is: defaults of the SDL, and nothing where there is none', async () => {
    const seen: string[] = [];
    const question = (all: object) => {
      seen.push(JSON.stringify(all));
      return all;
    };
    for (const [written, given] of [
      ['', {}],
      ['(word: null)', { word: null }],
      ['(word: "a", parts: {})', { word: 'a', parts: {} }],
      ['(parts: { size: 2, name: null })', { parts: { size: 2, name: null }, word: undefined }],
    ] as const) {
      expect((await scene.show({ question }, 'id', written)).errors).toBeUndefined();
      script.run = async ({ ask }) => void (await ask(Scripted as AnyTask, given));
      const { body } = await scene.server.query('{ image(source: { sample: "cat" }, detail: LOW) { relay { done } } }');
      expect(body.data.image.relay.done).toBe(true);
    }
    expect(seen.filter((_, index) => index % 2 === 1)).toEqual(seen.filter((_, index) => index % 2 === 0));
    expect(seen[4]).toBe('{"word":"a","parts":{"size":3}}');
  });
});

describe('a mistake of a plugin', () => {
  it.each<[string, (call: TaskCall) => unknown, string, string]>([
    ['a region', ({ region }) => region({ x: NaN, y: 0, width: 1, height: 1 }), 'region', 'BAD_INPUT'],
    ['a picture', (call) => call.visual({ sample: 'nowhere' }), 'visual', 'UNKNOWN_SAMPLE'],
    ['a look', ({ look }) => look.encode([]), 'look.encode', 'BAD_INPUT'],
    ['too many looks', ({ look, image: { box } }) => look.encode([box, box, box]), 'look.encode', 'LIMIT_EXCEEDED'],
    ['pixels', ({ look, image: { box } }) => look.pixels({ box, size: { width: 0, height: 1 } }), 'look.pixels', 'BAD_INPUT'],
    ['a text', ({ text }) => text.embed([5 as never]), 'text.embed', 'BAD_INPUT'],
    ['too many texts', ({ text }) => text.embed(Array.from({ length: 50 }, (_, i) => `t${i}`)), 'text.embed', 'LIMIT_EXCEEDED'],
    ['too many labels', ({ ask }) => ask(Segmenter, { labels: ['a', 'b', 'c', 'd'] }), 'segmentation', 'LIMIT_EXCEEDED'],
    ['an option', ({ ask }) => ask(Counter, { by: { clipEbc: { tiles: 99 } } }), 'count', 'BAD_INPUT'],
  ])('names it, and no argument of the client: %s', async (_, work, what, code) => {
    const { message, extensions } = await asking(work);
    expect(message.startsWith(`${what},${BY}`), message).toBe(true);
    expect(extensions).toMatchObject({ code, plugin: 'scripted', method: 'runs' });
    expect(extensions).not.toHaveProperty('field');
  });

  it('stays its own when it is asked by others', async () => {
    script.run = async ({ ask }) => void (await ask(Counter, { of: '' }));
    const { message, extensions } = await asked(Relay, {});
    expect(message).toBe('count, asked by the plugin "relay" (method runs): of: must not be empty.');
    expect(extensions).toMatchObject({ plugin: 'relay', method: 'runs' });
  });

  it('is not what it is told of a failure of others', async () => {
    const { message, extensions } = await asked(Palette, { by: { stripes: { fail: 'THROW' } } });
    expect([message, extensions]).toEqual([
      'Plugin "palette" failed in its method "stripes".',
      { code: 'PLUGIN_FAILED', plugin: 'palette', method: 'stripes', requestId: expect.any(String) },
    ]);
  });
});
