import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badInput, DenseqlError, Segmenter, type Answered, type SegmentationAnswer } from '../../src/core/index.js';
import { openScene, type Scene } from './script-server.js';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ DEADLINE_MS: 4000 });
});
afterAll(() => scene.close());

const secret = 'secret of a value';
const rejected = () => Promise.reject(new Error(secret));
const answering = (given: object) => ({ answer: () => ({ number: 1, ...given }) });
const item = { text: secret };

describe("a value of a plugin's field", () => {
  it.each<[string, object, string, string]>([
    ['null', { number: null }, 'number', 'the value of Scripted.number is null, and must not be'],
    ['missing', { number: undefined }, 'number', 'the value of Scripted.number is null, and must not be'],
    ['NaN', { number: NaN }, 'number', 'the value of Scripted.number is no Float'],
    ['a text', { number: secret }, 'number', 'the value of Scripted.number is no Float'],
    ['an object', { text: item }, 'text', 'the value of Scripted.text is no String'],
    ['a symbol', { text: Symbol(secret) }, 'text', 'the value of Scripted.text is no String'],
    ['no member of its enum', { kind: secret }, 'kind', 'the value of Scripted.kind is no ScriptedKind'],
    ['no list', { list: secret }, 'list', 'the value of Scripted.list is no list'],
    ['no object', { deep: secret }, 'deep { text }', 'the value of Scripted.deep is no object, which ScriptedDeep is'],
    ['an Error', { text: new Error(secret) }, 'text', 'failed while it answered Scripted.text'],
    ['an inner failure', { text: new DenseqlError('INTERNAL_SERVER_ERROR', secret) }, 'text', 'failed while it answered Scripted.text'],
    ['a failed promise', { text: rejected }, 'text', 'failed in its method "Scripted.text"'],
    ['a promise of nothing right', { number: () => Promise.resolve(secret) }, 'number', 'the value of Scripted.number is no Float'],
    ['no heatmap', { heat: { map: item } }, 'heat { width }', 'the value of Scripted.heat is no Heatmap that the host made'],
    ['no mask', { mask: item }, 'mask { area }', 'the value of Scripted.mask is no Mask that the host made'],
    ['no label map', { map: item }, 'map { width }', 'the value of Scripted.map is no LabelMap that the host made'],
    ['no box', { box: { x: 1, y: 1, width: 1, height: 1 } }, 'box { x }', 'the value of Scripted.box is no Box that the host made'],
    ['of no type', { either: { __typename: 'Mask' } }, 'either { __typename }', 'a value of ScriptedEither is of none of its types'],
    ['an endless throw', { list: { *[Symbol.iterator]() { yield 1; throw new Error(secret); } } }, 'list', 'failed while it answered Scripted.list'], // prettier-ignore
  ])('that is %s is its failure', async (_, given, fields, told) => {
    const failure = await scene.failure(answering(given), fields);
    expect(failure.extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
    expect(failure.message).toContain(told);
    expect(failure.message).toMatch(/^Plugin "scripted"/);
    expect(JSON.stringify(failure)).not.toContain(secret);
  });

  it.each<[string, object, string, string, unknown]>([
    ['a failed promise', { list: () => [1, rejected(), Promise.resolve(3)] }, 'list', 'list.1', [1, null, 3]],
    ['an eager one', { list: [rejected(), 2].map((value) => (value === 2 ? 2 : (void (value as Promise<never>).catch(() => 0), value))) }, 'list', 'list.0', [null, 2]], // prettier-ignore
    ['an Error', { list: [1, new Error(secret)] }, 'list', 'list.1', [1, null]],
    ['no whole number', { list: [1, 0.5] }, 'list', 'list.1', [1, null]],
    ['null within', { lists: [['a'], [null]] }, 'lists', 'lists.1.0', null],
    ['no picture', { pictures: [item] }, 'pictures { width }', 'pictures.0', [null]],
    [
      'no point',
      {
        points: [
          { x: 1, y: 1 },
          { x: NaN, y: secret },
        ],
      },
      'points { x y }',
      'points.1',
      null,
    ],
  ])('in a list that is %s is told in its place', async (_, given, fields, path, value) => {
    const { data, errors } = await scene.show(answering(given), fields);
    expect(data.image.scripted[path.split('.')[0]!]).toEqual(value);
    expect(errors).toHaveLength(1);
    expect(errors[0].path.join('.')).toBe(`image.scripted.${path}`);
    expect(errors[0].extensions).toMatchObject({ code: 'PLUGIN_FAILED', plugin: 'scripted' });
    expect(JSON.stringify(errors)).not.toContain(secret);
  });

  it('that is right is given, typed errors and what the host made of another answer included', async () => {
    const right = {
      either: { __typename: 'ScriptedOther', number: 5 },
      ...{
        text: () => 'x',
        kind: 'ONE',
        list: new Set([1, 2]),
        lists: Promise.resolve([Promise.resolve(['a'])]),
        points: [{ x: 1, y: 2 }],
      },
      deep: () => ({ deep: Promise.resolve({ text: 'deep' }), unread: rejected() }),
    };
    const fields =
      'either { ... on ScriptedOther { number } } text kind list lists points { x y } deep { text deep { text } } mask { area } box { x } pictures { width } map { width } heat { width }';
    let asked: SegmentationAnswer & Answered;
    const { data, errors } = await scene.show(
      {
        run: async ({ ask }) => {
          asked = await ask(Segmenter, { labels: ['red'] });
          return { form: 'asked' };
        },
        answer: () => ({
          ...{ number: 1, ...right, mask: () => asked.segments[0]!.mask(), box: () => asked.segments[0]!.box() },
          ...{ pictures: () => [asked.overlay({ opacity: 0.5, maxSize: 32 })], map: asked.labelMap(), heat: asked.segments[0]!.scoreMap() },
        }),
      },
      fields,
    );
    expect(errors).toBeUndefined();
    expect(data.image.scripted).toMatchObject({
      either: { number: 5 },
      ...{ text: 'x', kind: 'ONE', list: [1, 2], lists: [['a']], points: [{ x: 1, y: 2 }], deep: { text: null, deep: { text: 'deep' } } },
      ...{ box: { x: 0 }, pictures: [{ width: 300 }] },
    });
    const typed = await scene.failure(answering({ text: () => Promise.reject(badInput('word', 'no.')) }), 'text');
    expect([typed.message, typed.extensions]).toEqual(['word: no.', { code: 'BAD_INPUT', field: 'word' }]);
  });

  it('is asked with its arguments alone', async () => {
    const { data } = await scene.show(answering({ text: (...given: unknown[]) => JSON.stringify(given) }), 'text');
    expect(data.image.scripted.text).toBe('[{}]');
  });

  it.each([
    ['a list that never comes', { list: () => [1, new Promise(() => undefined)] }, 'list'],
    ['something nested that never comes', { deep: { text: () => new Promise(() => undefined) } }, 'deep { text }'],
  ])('ends at the deadline: %s', async (_, given, fields) => {
    const hasty = await openScene({ DEADLINE_MS: 600 });
    try {
      const { extensions } = await hasty.failure(answering(given), fields);
      expect(extensions).toMatchObject({ code: 'DEADLINE_EXCEEDED', plugin: 'scripted' });
    } finally {
      await hasty.close();
    }
  });
});
