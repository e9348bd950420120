import { describe, expect, it } from 'vitest';
import type { Features, TextAccess } from '../../core/index.js';
import { backgroundTexts } from './background.js';
import { SCENES, STUFF } from './scenes.js';

const ALL = [...SCENES, ...STUFF];
const DIMS = ALL.length + 2;
const axis = (place: number) => Float32Array.from({ length: DIMS }, (_, d) => (d === place ? 1 : 0));
/** A text of the list has an axis of its own, anything else the last but one. */
const vectorOf = (text: string) => axis(ALL.includes(text) ? ALL.indexOf(text) : ALL.length);
const text: TextAccess = {
  embed: async (texts) => texts.map(vectorOf),
  labels: async (labels) => labels.map((label) => [vectorOf(label)]),
  embedLearned: () => Promise.reject(new Error('no learned prompts')),
};

/** Patches that show texts, by turns. */
function picture(...shown: string[]): Features {
  const data = new Float32Array(4 * DIMS);
  for (let patch = 0; patch < 4; patch += 1) data.set(vectorOf(shown[patch % shown.length]!), patch * DIMS);
  const dense = { data, dims: [4, DIMS] };
  const frame = { x: 0, y: 0, width: 2, height: 2 };
  return { key: '', rows: 2, columns: 2, frame, within: null, outputs: new Set(['dense']), output: () => dense };
}
const call = (labels: readonly string[], background: readonly string[] | null = null) =>
  ({ labels, background, text, pack: { templates: ['{}'] } }) as unknown as Parameters<typeof backgroundTexts>[0];
const texts = async (...asked: Parameters<typeof backgroundTexts>) => (await backgroundTexts(...asked)).map((each) => each.text);
const label = [[axis(DIMS - 1)]];

describe('background of the picture', () => {
  it('is what fits it best, as many as wanted, and weighs as many rows together', async () => {
    const found = await backgroundTexts(call(['dog']), picture('kitchen', 'wall'), label, 2);
    expect(found.map((each) => each.text).sort()).toEqual(['kitchen', 'wall']);
    expect(found.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(2);
  });

  it('leaves out what may mean a label: by its vector, and by its words', async () => {
    expect(await texts(call(['cooking place']), picture('kitchen', 'wall'), [[vectorOf('kitchen')]], 1)).toEqual(['wall']);
    expect(await texts(call(['Brick house']), picture('brick wall', 'sky'), label, 1)).toEqual(['sky']);
    expect(await texts(call(['tree']), picture('trees', 'sky'), label, 1)).toEqual(['sky']);
  });

  it('is the client’s texts besides, each once and none that is a label; without scenes those alone', async () => {
    expect(await texts(call(['dog'], ['carpet thing', 'dog']), picture('wall'), label, 1)).toEqual(['carpet thing', 'wall']);
    expect(await texts(call(['dog'], ['carpet thing']), picture('wall'), label, 0)).toEqual(['carpet thing']);
    expect(await texts(call(['dog']), picture('wall'), label, 0)).toEqual([]);
    expect(await texts(call(['dog'], []), picture('wall'), label, 5)).toEqual([]);
  });
});
