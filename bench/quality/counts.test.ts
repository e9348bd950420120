import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { builtIns } from '../../src/plugins/index.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { countFigures, measureCounts, spread, type CountPicture } from './counts.js';
import { commandOf, readOptions } from './options.js';
import type { Product } from './product.js';
import type { Results } from './results.js';
import { SECTIONS } from './sections.js';
import { sectionTable } from './tables.js';

describe('counts', () => {
  it('stand for the figures of their case', () => {
    expect(countFigures({ case: 'many', count: 20 }, 25)).toEqual([
      ['counts.error.many', 5],
      ['counts.relative.many', 0.25],
    ]);
    expect(countFigures({ case: 'few', count: 3 }, 2.5)).toEqual([
      ['counts.error.few', 0.5],
      ['counts.error.upTo5', 0.5],
    ]);
    expect(countFigures({ case: 'minority', count: 2 }, 9)).toEqual([['counts.error.minority', 7]]);
    expect(Object.fromEntries(countFigures({ case: 'empty', count: 0 }, 0.5))).toEqual({
      'counts.error.empty': 0.5,
      'counts.error.upTo5': 0.5,
      'counts.mean.none': 0.5,
      'counts.mean.empty': 0.5,
    });
  });

  it('are taken from the whole list', () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([1, 3, 5, 7, 9]);
    expect(spread([0, 1, 2], Infinity)).toEqual([0, 1, 2]);
    expect(spread([], 3)).toEqual([]);
  });
});

/** A stand-in: 12 things at first sight, 18 in parts encoded again, 21 in tiles; the first query about an upload pays for its pass. */
function stub() {
  const schema = buildSchema(builtIns);
  const asked: { id: string; way: string }[] = [];
  const ask = async (query: string, { id }: Readonly<Record<string, unknown>>) => {
    expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
    const way = /rescore: 4/.test(query) ? 'rescored' : /tiles: 2/.test(query) ? 'tiled' : 'default';
    const own = asked.some((before) => before.id === id) ? 0 : 1;
    asked.push({ id: String(id), way });
    const [total, further] = { default: [12, 0], rescored: [18, id === 'upload 1' ? 4 : 1], tiled: [21, 4] }[way] as [number, number];
    return { image: { count: { total, meta: { method: 'clipEbc', form: 'a form', encoderRuns: own + further } } } };
  };
  let uploads = 0;
  const product = { ask, upload: async () => `upload ${++uploads}` } as unknown as Product;
  return { product, asked };
}

describe('counting closer', () => {
  const pictures: CountPicture[] = ['0001', '0002'].map((id) => ({ id, case: 'many', asked: 'cat', count: 20 }));
  const measure = async (closer: boolean) => {
    const { product, asked } = stub();
    return { ...(await measureCounts(product, '', pictures, { closer })), asked };
  };

  it('is left out unless it is asked for', async () => {
    const { figures, asked } = await measure(false);
    expect(asked.map(({ way }) => way)).toEqual(['default', 'default']);
    expect(Object.keys(figures).filter((key) => !key.startsWith('counts.'))).toEqual([]);
    const args = ['--counts', '6', '--closer'];
    expect([readOptions(args).closer, readOptions([]).closer]).toEqual([true, false]);
    expect(commandOf(readOptions(args))).toBe('npm run quality -- --counts 6 --closer --write');
  });

  it('asks about the same upload again and leaves the default as it was', async () => {
    const { figures, method, asked } = await measure(true);
    const ways = ['default', 'rescored', 'tiled'];
    expect(asked).toEqual(['upload 1', 'upload 2'].flatMap((id) => ways.map((way) => ({ id, way }))));
    const alone = await measure(false);
    expect(figures).toMatchObject(alone.figures);
    expect(method).toBe(alone.method);
  });

  it('shows errors and passes, the first one included, beside the default’s, whatever a base line says', async () => {
    const { figures } = await measure(true);
    const results = { figures } as unknown as Results;
    const base = { figures: { 'rescored.counts.error.many': { value: 99, low: 99, high: 99, n: 1 } } } as unknown as Results;
    const shown = (title: string) => {
      const [head, ...lines] = sectionTable(
        SECTIONS.find((section) => section.title === title)!,
        results,
        base,
      );
      return [head!.slice(4), ...lines.map((cells) => [cells[0], cells[1], ...cells.slice(4)])];
    };
    expect(shown('Counting, the fullest parts encoded again')).toEqual([
      ['default', 'difference', 'ratio'],
      ['MAE, 6 to 40 things', '2.000', '8.000', '-6.000', '0.25'],
      ['relative error, 6 to 40 things', '0.100', '0.400', '-0.300', '0.25'],
      ['encoder passes a picture', '3.500', '1.000', '+2.500', '3.50'],
    ]);
    expect(shown('Counting, in tiles').slice(1)).toEqual([
      ['MAE, 6 to 40 things', '1.000', '8.000', '-7.000', '0.13'],
      ['relative error, 6 to 40 things', '0.050', '0.400', '-0.350', '0.13'],
      ['encoder passes a picture', '5.000', '1.000', '+4.000', '5.00'],
    ]);
  });

  it('shows equal figures as equal, whatever their places after the third', () => {
    const third = { value: 1 / 3, low: 0, high: 1, n: 3 };
    const results = { figures: { 'counts.error.few': third, 'tiled.counts.error.few': third } } as unknown as Results;
    const section = SECTIONS.find(({ title }) => title === 'Counting, in tiles')!;
    expect(sectionTable(section, results, null)[1]!.slice(4)).toEqual(['0.333', '+0.000', '1.00']);
  });
});
