import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/core/config.js';
import { projectRoot } from '../src/core/project-root.js';
import { collectLess } from '../src/server/collect-less.js';
import { startServer } from '../src/server/http.js';
import { ask, median, timed, upload, type GraphqlAnswer } from './client.js';
import { megapixelJpegs } from './pictures.js';

// What a question against a known reference set costs beside the pass of the picture: npm run bench:set -- [PAIRS] [PICTURES]
// Over HTTP on localhost, every picture new to the server; which of the two goes first alternates. What is learnt from the set is there before.
const PAIRS = Number(process.argv[2] ?? 15);
const PICTURES = Number(process.argv[3] ?? 50);
const BATCH = 25;
const WARM_UPS = 2;
if (![PAIRS, PICTURES].every((count) => Number.isInteger(count) && count > 0))
  throw new Error('PAIRS and PICTURES: whole numbers above 0.');

const CREATE = 'mutation { createReferenceSet(name: "bench") { id } }';
const ADD = 'mutation ($id: ID!, $items: [ReferenceInput!]!) { addToReferenceSet(id: $id, items: $items) { size bytes } }';
const EMBEDDING = 'query ($id: ID!) { image(source: { upload: $id }) { embedding } }';
const AGAINST =
  'query ($id: ID!, $set: ID!) { image(source: { upload: $id }) { embedding anomaly(by: { memory: { referenceSet: $set } }) { score isAnomalous } } }';

// As `denseql serve` does.
collectLess();
const folder = await mkdtemp(join(tmpdir(), 'denseql-set-'));
const server = await startServer({ ...readConfig(), PORT: 0, LOG_LEVEL: 'warn', SETS_DIR: folder, DEADLINE_MS: 600_000 });
const asked = (query: string, variables: Record<string, unknown>): Promise<GraphqlAnswer> => ask(server.url, query, variables);
try {
  await server.ready();
  const photograph = join(projectRoot(), 'samples', 'cat.jpg');
  const pictures = await megapixelJpegs(photograph, PICTURES + 2 * (PAIRS + WARM_UPS) + 1);
  const set = ((await asked(CREATE, {})).data!['createReferenceSet'] as { id: string }).id;
  const uploads = [];
  for (const picture of pictures.splice(0, PICTURES)) uploads.push({ source: { upload: await upload(server.url, picture) } });
  let bytes = 0;
  for (let from = 0; from < PICTURES; from += BATCH) {
    const { data } = await asked(ADD, { id: set, items: uploads.slice(from, from + BATCH) });
    ({ bytes } = data!['addToReferenceSet'] as { bytes: number });
  }
  const learning = await timed(async () => asked(AGAINST, { id: await upload(server.url, pictures.pop()!), set }));
  process.stdout.write(
    `a set of ${PICTURES}: ${(bytes / 1e6).toFixed(0)} MB; the first question, which learns, ${learning.toFixed(0)} ms\n`,
  );
  const measure = async (query: string): Promise<number> => {
    const id = await upload(server.url, pictures.pop()!);
    let passes: number | undefined;
    const time = await timed(async () => (passes = (await asked(query, { id, set })).extensions?.denseql?.encoderRuns));
    if (passes !== 1) throw new Error(`A question took ${passes} passes, not one.`);
    return time;
  };
  const pairs: { alone: number; against: number }[] = [];
  for (let round = -WARM_UPS; round < PAIRS; round += 1) {
    let [alone, against] = [NaN, NaN];
    if (round % 2 === 0) alone = await measure(EMBEDDING);
    against = await measure(AGAINST);
    if (round % 2 !== 0) alone = await measure(EMBEDDING);
    if (round >= 0) pairs.push({ alone, against });
  }
  const ratios = pairs.map(({ alone, against }) => against / alone).sort((a, b) => a - b);
  const quartile = (share: number): string => ratios[Math.round(share * (ratios.length - 1))]!.toFixed(3);
  const of = (key: 'alone' | 'against'): string => median(pairs.map((pair) => pair[key])).toFixed(0);
  process.stdout.write(
    `embedding and anomaly against it: ${median(ratios).toFixed(3)} x embedding alone (median of ${PAIRS} pairs; quartiles ${quartile(0.25)} to ` +
      `${quartile(0.75)}, all ${quartile(0)} to ${quartile(1)}); ${of('alone')} ms, ${of('against')} ms\n`,
  );
} finally {
  await server.close();
  await rm(folder, { recursive: true });
}
