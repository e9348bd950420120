import { describe, expect, it, vi } from 'vitest';
import { besidePass } from '../passes.js';
import { breathe, breather, takesTurnsOf } from './breathe.js';
import type { Lane } from '../lane.js';

/** What went on, in its order. */
function work() {
  const order: string[] = [];
  const pieces = async (name: string, lane: Lane, count: number, turn = () => breathe(lane)): Promise<void> => {
    for (let piece = 0; piece < count; piece += 1) {
      await turn();
      order.push(name);
    }
  };
  return { order, pieces };
}

const lane = (client: string): Lane => ({ client });

/** Between one piece of `name` and its next, how many pieces of others came at most. */
function longestGap(order: readonly string[], name: string): number {
  const places = order.flatMap((one, index) => (one === name ? [index] : []));
  return Math.max(...places.map((place, index) => place - (places[index - 1] ?? -1) - 1));
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('breathe', () => {
  it('gives each client its turn, however many operations another has', async () => {
    const { order, pieces } = work();
    const many = Array.from({ length: 50 }, () => pieces('many', lane('many'), 10));
    await Promise.all([...many, pieces('one', lane('one'), 10)]);
    expect(longestGap(order, 'one')).toBeLessThanOrEqual(2);
    expect(order).toHaveLength(510);
  });

  it('gives the operations of one client turns among themselves', async () => {
    const { order, pieces } = work();
    await Promise.all([pieces('long', lane('a'), 100), pieces('short', lane('a'), 5)]);
    expect(longestGap(order, 'short')).toBeLessThanOrEqual(2);
  });

  it('counts the work of a method to the operation that it works for', async () => {
    const { order, pieces } = work();
    const method = (client: string, name: string): Promise<void> => {
      const { signal } = new AbortController();
      takesTurnsOf(signal, lane(client));
      return pieces(name, lane(client), 10, breather(signal));
    };
    const many = Array.from({ length: 50 }, () => method('many', 'many'));
    await Promise.all([...many, method('one', 'one')]);
    expect(longestGap(order, 'one')).toBeLessThanOrEqual(2);
  });

  it('ends the work of a signal that aborted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('left'));
    await expect(breather(controller.signal)()).rejects.toThrow('left');
  });

  it('takes half of the time at most while a pass runs', async () => {
    await turns();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    let clock = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
    try {
      let pieces = 0;
      const compute = async (): Promise<void> => {
        for (let piece = 0; piece < 6; piece += 1) {
          await breathe();
          pieces += 1;
          clock += 8;
        }
      };
      let passEnds!: () => void;
      const pass = besidePass(new Promise<void>((resolve) => (passEnds = resolve)));
      const computed = compute();
      for (const done of [1, 2, 3]) {
        await turns();
        expect(pieces).toBe(done);
        vi.advanceTimersByTime(8);
      }
      passEnds();
      await Promise.all([pass, turns()]);
      vi.advanceTimersByTime(8);
      await computed;
      expect(pieces).toBe(6);
    } finally {
      now.mockRestore();
      vi.useRealTimers();
    }
  });
});
