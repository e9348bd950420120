import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import type { EncodeImageRequest, Encoder } from '../../src/core/encoder/contract/encoder.js';
import type { AssembledEncoder } from '../../src/core/encoder/queue/assemble-encoder.js';
import { DenseqlError } from '../../src/core/errors.js';
import { operation, plain, tinyEncoder } from '../fixtures/packs/tiny-encoder.js';

const QUERIES = 200;
const KILLS = 20;
/** Queries between two kills; the last kill leaves some for the last process. */
const STRIDE = 9;
const AT_ONCE = 4;

type Query = (encoder: Encoder) => Promise<readonly Float32Array[]>;

/** Distinct pictures and texts, every seventh asked before. */
function query(index: number): Query {
  const which = index % 7 === 6 ? index - 6 : index;
  if (which % 3 === 2)
    return async (encoder) => {
      const texts = await encoder.encodeTexts([`a red photo of ${which}`, 'sky '.repeat(1 + (which % 11)), 'white'], operation());
      return texts.map(({ vector }) => vector);
    };
  const picture: EncodeImageRequest = plain([which, (which * 7) % 256, (which * 13) % 256], 112, 56 * (1 + (which % 3)));
  return async (encoder) => {
    const { features } = await encoder.encodeImage(picture, operation());
    return Object.values(features.outputs).map(({ data }) => data);
  };
}

/** Runs all queries, some at once; `started` is told the number of each right after it was asked. */
async function runAll(encoder: Encoder, started: (index: number) => void = () => undefined) {
  const answers: (readonly Float32Array[] | Error)[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < QUERIES; index = next++) {
      const answer = query(index)(encoder);
      started(index);
      answers[index] = await answer.catch((error: Error) => error);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return answers;
}

/**
 * Bytes that this process still refers to. Resident pages say less: the allocator keeps some of what was freed, more on one run than on
 * another.
 */
function held(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Resident memory of a process in KiB. */
const memory = (pid: number): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));

describe.skipIf(process.platform === 'win32')('an encoder whose process is killed again and again', () => {
  const open: AssembledEncoder[] = [];
  afterEach(() => Promise.all(open.splice(0).map((encoder) => encoder.close())));
  const start = async (): Promise<AssembledEncoder> => {
    const encoder = await tinyEncoder();
    open.push(encoder);
    await encoder.ready();
    return encoder;
  };

  it(
    'answers everything as if undisturbed, but for at most one typed error in two kills, and keeps its memory',
    { timeout: 240_000 },
    async () => {
      const calm = await start();
      const expected = await runAll(calm);
      expect(expected.filter((answer) => answer instanceof Error)).toEqual([]);
      // As many undisturbed encoders and answers are alive here as disturbed ones later: like is compared with like.
      const second = await start();
      const undisturbed = await runAll(second);
      const calmChild = memory(second.pid() ?? 0);
      const calmOwn = held();
      expect(undisturbed.length).toBe(QUERIES);
      await second.close();

      const encoder = await start();
      const killed = new Set<number>();
      const answers = await runAll(encoder, (index) => {
        const pid = encoder.pid();
        // A process that is down already, or dying, is no target: its kill comes with a later query.
        if (pid === null || killed.has(pid) || killed.size >= Math.min(KILLS, Math.floor(index / STRIDE))) return;
        process.kill(pid, 'SIGKILL');
        killed.add(pid);
      });

      expect(killed.size).toBe(KILLS);
      const errors = answers.filter((answer) => answer instanceof Error);
      expect(errors.filter((error) => !DenseqlError.is(error))).toEqual([]);
      expect(errors.length).toBeLessThanOrEqual(KILLS / 2);
      for (const [index, answer] of answers.entries())
        if (!(answer instanceof Error)) expect(answer, `query ${index}`).toEqual(expected[index]);

      await encoder.ready();
      expect(encoder.status()).toMatchObject({ state: 'ready', restarts: KILLS, queued: 0 });
      expect(Math.abs(memory(encoder.pid() ?? 0) / calmChild - 1)).toBeLessThan(0.2);
      expect(held() / calmOwn).toBeLessThan(1.2);
    },
  );
});
