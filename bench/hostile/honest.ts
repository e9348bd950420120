import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ask, timed, upload } from '../client.js';
import { LABELS, SCORES } from '../queries.js';

// The honest client, in a process of its own: one plain query after the other, each about a picture that is new to the server.
const [url, count, file] = process.argv.slice(2) as [string, string, string];
const jpeg = await readFile(file);
const times: number[] = [];
let slowest: { time: number; stages: Record<string, number>; index: number } = { time: 0, stages: {}, index: 0 };
const errors: Record<string, number> = {};

/** The same picture with a comment of its own (segment COM): other bytes, the same work. */
function unlike(): Buffer {
  const comment = randomBytes(16).toString('hex');
  const length = Buffer.from([0, comment.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe]), length, Buffer.from(comment), jpeg.subarray(2)]);
}

for (let index = 0; index < Number(count); index += 1) {
  try {
    const id = await upload(url, unlike());
    let stages: Record<string, number> = {};
    const time = await timed(async () => {
      stages = (await ask(url, SCORES, { id, labels: LABELS })).extensions?.denseql?.timings ?? {};
    });
    times.push(time);
    if (time > slowest.time) slowest = { time, stages, index };
  } catch (error) {
    const message = error instanceof Error ? error.message.slice(0, 200) : String(error);
    errors[message] = (errors[message] ?? 0) + 1;
  }
}
process.send?.({ times, errors, slowest });
process.disconnect();
