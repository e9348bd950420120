import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../src/core/config.js';
import { projectRoot } from '../src/core/project-root.js';
import { collectLess } from '../src/server/collect-less.js';
import { startServer } from '../src/server/http.js';
import { ask } from './client.js';
import { describeMachine } from './machine.js';
import { megapixelJpegs } from './pictures.js';
import { LABELS_OF_CAT } from './queries.js';
import { costRows, PICTURES_OF_ROUND, taskCosts, WARM_UP_ROUNDS } from './task-costs.js';

// What tasks cost beside the pass that they take, each alone and several on one: npm run bench:methods -- [ROUNDS]
// DENSEQL_PACK must have a head for denseclip; other methods take the pack's heads, or run without: the last column says which forms ran.
const ROUNDS = Number(process.argv[2] ?? 30);
if (!Number.isInteger(ROUNDS) || ROUNDS < 1) throw new Error(`ROUNDS: ${process.argv[2] ?? ''} is no number of rounds.`);

// As `denseql serve` does.
collectLess();
const server = await startServer({ ...readConfig(), PORT: 0, LOG_LEVEL: 'warn' });
try {
  await server.ready();
  const photograph = join(projectRoot(), 'samples', 'cat.jpg');
  const costs = await taskCosts(server.url, await megapixelJpegs(photograph, PICTURES_OF_ROUND * (WARM_UP_ROUNDS + ROUNDS)), ROUNDS);
  const { data } = await ask(server.url, '{ serverInfo { pack packRevision device } }', {});
  const { pack, packRevision, device } = data?.['serverInfo'] as Record<string, string>;
  const text = `# Benchmarks: tasks beside the pass

Written by \`npm run bench:methods\`. Absolute times are of one machine on one day; ratios are what carries over, to processors of the same kind.

- Machine: ${await describeMachine()}, Node ${process.versions.node}, encoder on ${device}
- Pack: ${pack} ${packRevision}, detail MEDIUM
- ${ROUNDS} rounds. In each, every query is asked once over HTTP on localhost, of a 1-megapixel JPEG of its own that is new to the server, and the order turns around from round to
  round; uploading is not counted, decoding is. Every query asks \`embedding\`, too, and takes one pass. Labels: ${LABELS_OF_CAT.join(', ')}.
- The denominator is \`embedding\` alone, in the same round; the interval is that of the ratios' median (bootstrap).

| what | median ms | x \`embedding\` (95 %) | forms |
|---|---|---|---|
${costRows(costs).join('\n')}
`;
  process.stdout.write(text);
  await writeFile(join(projectRoot(), 'docs', 'benchmarks-methods.md'), text);
} finally {
  await server.close();
}
