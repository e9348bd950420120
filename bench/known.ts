import 'reflect-metadata';
import { join } from 'node:path';
import { readConfig } from '../src/core/config.js';
import { projectRoot } from '../src/core/project-root.js';
import { collectLess } from '../src/server/collect-less.js';
import { startServer } from '../src/server/http.js';
import { medianInterval } from './against/interval.js';
import { ask, median, timed, upload } from './client.js';
import { megapixelJpegs } from './pictures.js';
import { EMBEDDING, TASKS } from './queries.js';

// What a task takes on a picture whose pass is known, as a share of that pass: npm run bench:known -- [ROUNDS] [TASK]
const [ROUNDS, NAME = 'detection'] = [Number(process.argv[2] ?? 30), process.argv[3]];
const LABELS = ['cat', 'bench', 'eye', 'whiskers', 'dog', 'person', 'car', 'tree', 'boat', 'umbrella', 'clock', 'horse'];
const WARM_UP = 3;
const task = TASKS.find(({ name }) => name === NAME);
if (!Number.isInteger(ROUNDS) || ROUNDS < 1 || task === undefined)
  throw new Error(`Wanted: rounds, and one of ${TASKS.map(({ name }) => name).join(', ')}.`);

collectLess();
const server = await startServer({ ...readConfig(), PORT: 0, LOG_LEVEL: 'warn' });
try {
  await server.ready();
  const pictures = await megapixelJpegs(join(projectRoot(), 'samples', 'cat.jpg'), WARM_UP + ROUNDS);
  const [passes, asked]: [number[], number[]] = [[], []];
  for (const [round, picture] of pictures.entries()) {
    const id = await upload(server.url, picture);
    const once = (query: string) => timed(() => ask(server.url, query, { id, labels: LABELS }));
    const pass = await once(EMBEDDING);
    const known = await once(task.query);
    if (round < WARM_UP) continue;
    passes.push(pass);
    asked.push(known);
  }
  const ratios = asked.map((time, round) => time / passes[round]!);
  const { low, high } = medianInterval(ratios);
  const ms = (times: readonly number[]): string => `${median(times).toFixed(0)} ms`;
  process.stdout.write(
    `${NAME} on a known picture: ${ms(asked)}, its pass (embedding, decoding included) ${ms(passes)}; ratio ${median(ratios).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), ${ROUNDS} pairs, ${LABELS.length} labels\n`,
  );
} finally {
  await server.close();
}
