import 'reflect-metadata';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/core/config.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import { projectRoot } from '../../src/core/project-root.js';
import { startServer } from '../../src/server/http.js';
import { likeness } from './likeness.js';
import { describeMachine } from '../machine.js';
import { measure, type Detail } from './measure.js';
import { squareJpegs } from './pictures.js';
import { rawProcess } from './raw-process.js';
import { report, type Outcome } from './report.js';
import { torchWorker } from './torch-worker.js';

/** `npm run bench:clip -- 2` measures two rounds and writes no page: to see whether it works. */
const asked = process.argv[2];
const ROUNDS = Number(asked ?? 20);
const WARM_UPS = asked === undefined ? 3 : 1;
const LEAST_COSINE = 0.999;

const say = (line: string): void => console.error(`bench:clip: ${line}`);
const cache = join(projectRoot(), '.cache', 'bench-clip');
const checkpoint = join(cache, 'checkpoint');
// A busy machine makes times useless, but the run shall end well all the same.
const config = {
  ...readConfig(),
  PORT: 0,
  LOG_LEVEL: 'warn' as const,
  DEVICE: 'cpu' as const,
  PACK: join(cache, 'pack'),
  DEADLINE_MS: 600_000,
};
// Anew each time: the compiler is a part of what is measured.
const manifest = await compilePack({
  checkpoint,
  out: config.PACK,
  name: 'bench-clip',
  licences: [{ part: 'checkpoint', licence: 'CC0-1.0', source: 'bench/clip/make_checkpoint.py' }],
  calibrate: false,
  replace: true,
  config,
  onStage: (stage, done) => (done === undefined ? say(stage) : undefined),
});
const folder = await mkdtemp(join(tmpdir(), 'denseql-bench-'));
const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
try {
  say('starting');
  const server = await startServer(config);
  closing.push(() => server.close());
  await server.ready();
  const raw = await rawProcess(config.PACK, manifest, config.THREADS);
  closing.push(() => raw.close());
  const torch = await torchWorker(join(cache, 'venv', 'bin', 'python'), checkpoint, config.THREADS);
  closing.push(() => torch.close());
  const pictures = await squareJpegs(WARM_UPS + ROUNDS);
  const files = pictures.map((_, index) => join(folder, `${index}.jpg`));
  await Promise.all(files.map((file, index) => writeFile(file, pictures[index]!)));
  await torch.pictures(files);
  const outcomes: Outcome[] = [];
  for (const detail of ['LOW', 'MEDIUM'] satisfies Detail[]) {
    say(`${ROUNDS} rounds at ${manifest.image.detail[detail]} px`);
    const measured = await measure({ url: server.url, raw, torch, manifest, config }, detail, pictures, WARM_UPS);
    outcomes.push({ ...measured, likeness: await likeness(measured, torch, folder) });
  }
  const runtime = join(projectRoot(), 'node_modules', 'onnxruntime-node', 'package.json');
  const { version } = JSON.parse(await readFile(runtime, 'utf8')) as { version: string };
  const text = report(outcomes, {
    machine: await describeMachine(),
    versions: { node: process.versions.node, 'onnxruntime-node': version, ...torch.versions },
    threads: config.THREADS,
    pack: manifest,
    rounds: ROUNDS,
  });
  process.stdout.write(text);
  if (asked === undefined) await writeFile(join(projectRoot(), 'docs', 'benchmarks-clip.md'), text);
  const unlike = outcomes.filter((outcome) => !(outcome.likeness.least > LEAST_COSINE));
  if (unlike.length > 0) throw new Error(`Embeddings differ from transformers' at ${unlike.map(({ side }) => side).join(' and ')} px.`);
} finally {
  for (const close of closing.reverse()) await close();
}
