import { describe, expect, it } from 'vitest';
import { lineProgress } from './many-progress.js';

describe('lineProgress', () => {
  it('says every ten seconds how many are done, how fast it goes and how long the rest will take', () => {
    const said: string[] = [];
    let now = 0;
    const progress = lineProgress(
      100,
      (line) => said.push(line),
      () => now,
    );
    for (let done = 1; done <= 100; done++) {
      now += 500;
      progress.at(done);
    }
    expect(said).toEqual([
      '20 of 100, 2.0 pictures/s, 0:40 left',
      '40 of 100, 2.0 pictures/s, 0:30 left',
      '60 of 100, 2.0 pictures/s, 0:20 left',
      '80 of 100, 2.0 pictures/s, 0:10 left',
    ]);
  });
});
