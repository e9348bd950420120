import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readConfig } from '../src/core/config.js';
import { projectRoot } from '../src/core/project-root.js';
import { startServer } from '../src/server/http.js';
import { ATTACKS } from './hostile/attacks.js';
import { watch } from './hostile/watch.js';
import { describeMachine } from './machine.js';
import { megapixelJpegs } from './pictures.js';

// What an honest client feels while another one attacks: npm run bench:hostile -- [QUERIES] [part of an attack's name]
// Not in CI: it compares times of one machine.
const [given = '300', only = ''] = process.argv.slice(2);
const QUERIES = Number(given);
const AFTER_MS = 60_000;
if (!Number.isInteger(QUERIES) || QUERIES < 1) throw new Error(`QUERIES: ${given} is no number of queries.`);

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const child = (name: string, ...args: string[]): ChildProcess =>
  fork(new URL(`./hostile/${name}.ts`, import.meta.url), args, { execArgv: ['--import', 'tsx'] });
const told = async (one: ChildProcess): Promise<unknown> => ((await once(one, 'message')) as [unknown])[0];
const megabytes = (): number => Math.round(process.memoryUsage.rss() / 2 ** 20);

const folder = await mkdtemp(join(tmpdir(), 'denseql-hostile-'));
const server = await startServer({ ...readConfig(), PORT: 0, LOG_LEVEL: 'silent' }, { signals: false });
await server.ready();
const file = join(folder, 'picture.jpg');
const [picture] = await megapixelJpegs(join(projectRoot(), 'samples', 'cat.jpg'), 1);
await writeFile(file, picture as Buffer);
const loop = monitorEventLoopDelay({ resolution: 2 });
loop.enable();

/** The honest client's queries, and what was felt meanwhile. */
async function honest(queries: number) {
  loop.reset();
  const stop = watch(server.url);
  const { times, errors, slowest } = (await told(child('honest', server.url, String(queries), file))) as {
    times: number[];
    errors: Record<string, number>;
    slowest: { time: number; stages: Record<string, number>; index: number };
  };
  const { health, serverInfo } = await stop();
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), slowest, errors, health, serverInfo, loop: loop.max / 1e6 };
}

try {
  await honest(20); // warms up
  const alone = await honest(QUERIES);
  say(`${await describeMachine()}; ${QUERIES} queries, uncached, MEDIUM, scores only`);
  say(
    '| attack | p50 ms | p99 ms | p99, times alone | slowest ms: where | failed | loop max ms | health max ms | serverInfo max ms | RSS before, peak, a minute after, MiB | the attacker heard |',
  );
  say('|---|---|---|---|---|---|---|---|---|---|---|');
  const row = (name: string, felt: typeof alone, memory: string, heard: string): void => {
    const failed = Object.entries(felt.errors).map(([message, times]) => `${times} x ${message}`);
    const stages = Object.entries(felt.slowest.stages).filter(([, time]) => time >= 1);
    const slowest = `${felt.slowest.time.toFixed(0)} (query ${felt.slowest.index + 1}): ${stages.map(([stage, time]) => `${stage} ${time.toFixed(0)}`).join(', ')}`;
    const numbers = [felt.loop, felt.health, felt.serverInfo].map((value) => value.toFixed(0));
    say(
      `| ${[name, felt.p50.toFixed(0), felt.p99.toFixed(0), (felt.p99 / alone.p99).toFixed(2), slowest, failed.join('; ') || 'none', ...numbers, memory, heard].join(' | ')} |`,
    );
  };
  row('none', alone, '', '');
  for (const { name } of ATTACKS.filter((attack) => attack.name.includes(only))) {
    globalThis.gc?.();
    const before = megabytes();
    const attacker = child('attacker', server.url, name);
    await told(attacker);
    let peak = before;
    const sampling = setInterval(() => (peak = Math.max(peak, megabytes())), 100);
    const felt = await honest(QUERIES);
    attacker.send('stop');
    const heard = (await told(attacker)) as Record<string, number>;
    clearInterval(sampling);
    await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
    const answers = Object.entries(heard).map(([answer, times]) => `${times} x ${answer}`);
    row(name, felt, `${before}, ${peak}, ${megabytes()}`, answers.join('; '));
  }
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
