import 'reflect-metadata';
import { join } from 'node:path';
import { readConfig } from '../src/core/config.js';
import { projectRoot } from '../src/core/project-root.js';
import { startServer } from '../src/server/http.js';
import { ask, median, timed, upload, type GraphqlAnswer } from './client.js';
import { megapixelJpegs } from './pictures.js';
import { EVERYTHING, LABELS_OF_CAT } from './queries.js';

// What two segmentations and a count cost beside the pass that they share: npm run bench:methods -- [PAIRS]
// Over HTTP on localhost, every picture new to the server; which of the two goes first alternates. DENSEQL_PACK must have a head for denseclip;
// a count takes the pack's head, or runs without one: the last line says which forms ran.
const PAIRS = Number(process.argv[2] ?? 15);
const WARM_UPS = 2;
if (!Number.isInteger(PAIRS) || PAIRS < 1) throw new Error(`PAIRS: ${process.argv[2] ?? ''} is no number of pairs.`);

const EMBEDDING = 'query ($id: ID!) { image(source: { upload: $id }) { embedding } }';

const server = await startServer({ ...readConfig(), PORT: 0, LOG_LEVEL: 'warn' });
try {
  await server.ready();
  const photograph = join(projectRoot(), 'samples', 'cat.jpg');
  const pictures = await megapixelJpegs(photograph, 2 * (PAIRS + WARM_UPS));
  const passes = new Set<number>();
  let last: GraphqlAnswer = {};
  const measure = async (query: string, variables: Record<string, unknown>): Promise<number> => {
    const id = await upload(server.url, pictures.pop()!);
    const time = await timed(async () => (last = await ask(server.url, query, { id, ...variables })));
    passes.add(last.extensions?.denseql?.encoderRuns ?? NaN);
    return time;
  };
  const pairs: { alone: number; everything: number }[] = [];
  const forms = new Set<string>();
  for (let round = -WARM_UPS; round < PAIRS; round += 1) {
    let [alone, everything] = [NaN, NaN];
    if (round % 2 === 0) alone = await measure(EMBEDDING, {});
    everything = await measure(EVERYTHING, { labels: LABELS_OF_CAT });
    const image = last.data?.['image'] as Record<string, { meta?: { form: string } }>;
    for (const field of ['maskclip', 'denseclip', 'count']) forms.add(`${field}: ${image[field]?.meta?.form ?? 'unknown'}`);
    if (round % 2 !== 0) alone = await measure(EMBEDDING, {});
    if (round < 0) continue;
    pairs.push({ alone, everything });
    process.stdout.write(
      `pair ${round + 1}: ${alone.toFixed(0)} ms, ${everything.toFixed(0)} ms, ratio ${(everything / alone).toFixed(3)}\n`,
    );
  }
  const ratios = pairs.map((pair) => pair.everything / pair.alone).sort((a, b) => a - b);
  const quartile = (share: number): number => ratios[Math.round(share * (ratios.length - 1))] ?? NaN;
  const of = (key: 'alone' | 'everything'): string => median(pairs.map((pair) => pair[key])).toFixed(0);
  process.stdout.write(
    `embedding, two segmentations and a count: ${median(ratios).toFixed(3)} x embedding alone (median of ${PAIRS} pairs; quartiles ` +
      `${quartile(0.25).toFixed(3)} to ${quartile(0.75).toFixed(3)}, all ${quartile(0).toFixed(3)} to ${quartile(1).toFixed(3)}); ` +
      `${of('alone')} ms, ${of('everything')} ms\n`,
  );
  const { pack, packRevision } = (await ask(server.url, '{ serverInfo { pack packRevision } }', {})).data?.['serverInfo'] as Record<
    string,
    string
  >;
  process.stdout.write(`encoder passes of a query: ${[...passes].join(', ')}; ${pack} ${packRevision}; ${[...forms].join('; ')}\n`);
  if (passes.size !== 1 || !passes.has(1)) throw new Error('A query took another number of passes than one.');
} finally {
  await server.close();
}
