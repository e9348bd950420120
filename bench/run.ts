import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../src/core/config.js';
import { loadPack } from '../src/core/packs/load-pack.js';
import { projectRoot } from '../src/core/project-root.js';
import { collectLess } from '../src/server/collect-less.js';
import { startServer } from '../src/server/http.js';
import { describeMachine } from './machine.js';
import { latencies } from './latency.js';
import { load } from './load.js';
import { megapixelJpegs } from './pictures.js';
import { rawRuntime } from './raw.js';
import { report } from './report.js';

const ROUNDS = 30;
const LOAD_PICTURES = 100;
const CLIENTS = 32;

// Everything that 32 clients bring at once may wait: the bench measures the loop, not the refusals.
const config = { ...readConfig(), PORT: 0, LOG_LEVEL: 'warn' as const, QUEUE_LENGTH: 256, DEADLINE_MS: 300_000, PIXEL_QUEUE: 2048 };
const pack = await loadPack(config.PACK, config.MODELS_DIR);
// As `denseql serve` does.
collectLess();
const server = await startServer(config);
try {
  await server.ready();
  const photograph = join(projectRoot(), 'samples', 'cat.jpg');
  const pictures = await megapixelJpegs(photograph, 1 + ROUNDS * 3 + LOAD_PICTURES);
  const raw = await rawRuntime(pack.folder, pack.manifest, config.THREADS);
  const rows = await latencies(server.url, raw, pack.manifest, config, pictures.slice(0, 1 + ROUNDS * 3), ROUNDS);
  const underLoad = await load(server.url, pictures.slice(1 + ROUNDS * 3), CLIENTS);
  const text = report(rows, underLoad, {
    rounds: ROUNDS,
    clients: CLIENTS,
    pictures: LOAD_PICTURES,
    pack: pack.manifest,
    device: server.device() ?? 'unknown',
    threads: config.THREADS,
    machine: await describeMachine(),
  });
  process.stdout.write(`${text}\n`);
  await writeFile(join(projectRoot(), 'docs', 'benchmarks.md'), text);
} finally {
  await server.close();
}
