import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badInput, Counter, DenseqlError, Segmenter } from '../../src/core/index.js';
import { openScene, type Scene } from './script-server.js';
import type { Script } from './scripted.js';

// A rejection that nobody hears ends a server; here it ends the test run.

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ DEADLINE_MS: 5000 });
});
afterAll(() => scene.close());

const rejected = () => Promise.reject(new Error('secret of a promise'));
const cycle: Record<string, unknown> = {};
cycle['self'] = [cycle];

describe('a method that asks and does not wait', () => {
  it('fails by what it waits for, and what fails beside it ends nothing', async () => {
    const told = await scene.failure({
      run: async (call) => {
        const { ask, look, text, region, compute, image, features } = call;
        const bad = ask(Segmenter, { labels: [] });
        void ask(Counter, { by: { nobody: {} } });
        void look.encode([]);
        void look.pixels({ box: image.box, size: { width: NaN, height: 1 } });
        void text.embed([3 as never]);
        void call.visual({ sample: 'nowhere' });
        void region(image.box).ask(Counter, { of: '' });
        void compute.head({ graph: 'none', feeds: {}, outputs: [] });
        void compute.tail({ features: { ...features }, attention: 'KK', residual: true });
        const other = await ask(Segmenter, { labels: ['red'] });
        void other.overlay({ opacity: 7, maxSize: 64 });
        await bad;
      },
    });
    expect(told.extensions['code']).toBe('BAD_INPUT');
  });

  it('may leave pixels that it asked for, also when they are refused', async () => {
    const tight = await openScene({ MAX_MASK_PIXELS: 10 });
    try {
      const { errors } = await tight.show({
        run: async ({ ask }) => {
          const { segments, labelMap, overlay } = await ask(Segmenter, { labels: ['red'] }).then((answer) => ({
            segments: answer.segments,
            labelMap: () => answer.labelMap(),
            overlay: () => answer.overlay({ opacity: 0.5, maxSize: 64 }),
          }));
          void [segments[0]!.coverage(), segments[0]!.box(), segments[0]!.mask(), labelMap(), overlay()];
          return { form: 'left' };
        },
      });
      expect(errors).toBeUndefined();
    } finally {
      await tight.close();
    }
  });
});

describe('a question', () => {
  it.each<[string, unknown, string]>([
    ['a promise', Promise.resolve({}), 'question is a promise'],
    ['failed promises', () => ({ later: [rejected()], more: rejected() }), 'question.later[0] is a promise'],
    ['null', null, 'question is null'],
    ['a text', 'x', 'question is a string'],
    ['a list', [1], 'question is a list'],
    ['a function', { f: () => 1 }, 'question.f is a function'],
    ['a Map', { m: new Map() }, 'question.m is a Map'],
    ['a Date', { d: new Date() }, 'question.d is an object of a class'],
    ['a typed array', { a: new Float32Array(3) }, 'question.a is a typed array'],
    ['a BigInt', { a: { n: 10n } }, 'question.a.n is a bigint'],
    ['NaN', { n: NaN }, 'question.n is NaN'],
    ['a cycle', cycle, 'question.self[0] leads back to itself'],
    ['a name of the call', { options: { hack: 1 } }, 'question.options has the name of a member of every call'],
  ])('that is or holds %s is refused', async (_, question, told) => {
    const { message, extensions } = await scene.failure({
      question: typeof question === 'function' ? (question as () => unknown) : () => question,
    });
    expect(extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
    expect(message).toBe(`Plugin "scripted": what \`question\` of scripted gives must be plain data, at once: ${told}.`);
  });

  it('is a copy, of what is there', async () => {
    const question = { list: [1, { a: null }], none: undefined, empty: Object.create(null) as object };
    let seen: Record<string, unknown> = {};
    const { errors } = await scene.show({ question: () => question, run: (call) => ((seen = call), { form: 'seen' }) });
    expect(errors).toBeUndefined();
    expect([seen['list'], 'none' in seen, seen['empty']]).toEqual([[1, { a: null }], false, {}]);
    expect(Object.isFrozen(question)).toBe(false);
  });
});

describe('a result', () => {
  it.each<[string, unknown]>([
    ['is no object', null],
    ['is no object', 'x'],
    ['has no `form`', {}],
    ['has no `form`', { form: '' }],
    ['has no `form`', { form: 5 }],
    ['has a `seed`', { form: 'f', seed: 1.5 }],
    ['has a `seed`', { form: 'f', seed: NaN }],
    ['has a `seed`', { form: 'f', seed: 2 ** 40 }],
    ['has a `seed`', { form: 'f', seed: 'x' }],
  ])('that %s is refused: %j', async (told, result) => {
    for (const part of [{ run: () => result }, { check: () => result }] satisfies Partial<Script>[]) {
      const { message, extensions } = await scene.failure(part);
      expect(extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted', method: 'runs' });
      expect(message).toContain(`Plugin "scripted": the result of its method "runs" ${told}`);
    }
  });

  it('that is thrown as a promise, or checked into a failed one, is a failure like others', async () => {
    const thrown: () => never = () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw rejected();
    };
    for (const part of [{ run: thrown }, { question: thrown }, { check: rejected }, { answer: thrown }])
      expect((await scene.failure(part)).extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
  });

  it('of a failure "inside" is the failure of the plugin', async () => {
    const inside = new DenseqlError('INTERNAL_SERVER_ERROR', 'secret');
    const { message, extensions } = await scene.failure({ run: () => Promise.reject(inside) });
    expect([message, extensions['code']]).toEqual(['Plugin "scripted" failed in its method "runs".', 'PLUGIN_FAILED']);
    expect((await scene.failure({ run: () => Promise.reject(badInput('word', 'no.')) })).message).toBe('word: no.');
  });
});

describe('an answer', () => {
  it.each<[string, unknown]>([
    ['must be an object, at once, not a promise', Promise.resolve({ number: 1 })],
    ['must be an object, at once, not a promise', rejected],
    ['must be an object, at once, not a promise', { number: 1, then: () => undefined }],
    ['must be an object, at once, not a list', [1, 2]],
    ['must be an object, at once, not a string', 'hello'],
    ['must be an object, at once, not nothing', null],
    ['must be an object, at once, not nothing', undefined],
    ['is frozen: the host adds `id` and `meta` to it', Object.freeze({ number: 1 })],
  ])('%s', async (told, answer) => {
    const { message, extensions } = await scene.failure({ answer: () => (answer === rejected ? rejected() : answer) });
    expect(extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
    expect(message).toBe(`Plugin "scripted": what \`answer\` of scripted gives ${told}.`);
  });

  it('that is a function, or has an id of its own, is refused', async () => {
    expect((await scene.failure({ answer: () => () => 1 })).message).toContain('not a function');
    const own = { number: 1, get id() { return 'own'; } }; // prettier-ignore
    const veiled = new Proxy({}, { get: () => expect.unreachable() });
    expect((await scene.failure({ answer: () => veiled })).extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
    expect((await scene.failure({ answer: () => own })).extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
  });

  it('may hold failed promises that nobody selects', async () => {
    const answer = () => ({
      number: 1,
      text: rejected(),
      list: [rejected()],
      deep: { text: rejected(), deep: { text: rejected() } },
      more: rejected(),
    });
    expect((await scene.show({ answer })).errors).toBeUndefined();
  });
});
