import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { Graph } from '../../src/onnx/writer/index.js';
import { startServer } from '../../src/server/http.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { addGraph } from './add-graph.js';
import heads from './heads/heads.js';
import { asData, redAndBlue } from './pictures.js';
import { putFile } from './put-file.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const GARBAGE = Buffer.from('These bytes are no graph.');
const HEAD = 'heads/example.onnx';

let models: string;
let server: TinyServer;
let source: { data: string };
/** What no client may read. */
let places: readonly string[];

const headed = (name: string): Promise<string> => copyTiny(models, name, { heads: { example: { graph: HEAD, note: 'a head' } } });

/** Its input has five columns where the pack gives sixteen: loads, and fails at its first run. */
function crookedGraph(): Graph {
  const graph = new Graph('crooked');
  graph.output('rough', graph.op('Neg', [graph.input('features', 'float', ['patches', 5])]), 'float', ['patches', 5]);
  return graph;
}

/** Loads as an image graph, and fails at its first run, inside the runtime's own sources. */
function twistedGraph(): Graph {
  const graph = new Graph('twisted');
  const pixels = graph.op('Cast', [graph.input('pixels', 'uint8', ['b', 'h', 'w', 3])], { to: 1 });
  graph.output('dense', graph.op('Reshape', [pixels, graph.ints([7, 7])]), 'float', [7, 7]);
  return graph;
}

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 598641023\n`;

/** Runs well, so that its pack is loaded before the file goes. */
function plainGraph(): Graph {
  const graph = new Graph('plain');
  const features = graph.input('features', 'float', ['patches', 16]);
  graph.output('rough', graph.op('ReduceSum', [features, graph.ints([1])], { keepdims: 1 }), 'float', ['patches', 1]);
  return graph;
}

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-paths-'));
  places = [models, await realpath(models), process.cwd(), tmpdir(), await realpath(tmpdir())];
  const own = await headed('own');
  await putFile(own, HEAD, GARBAGE);
  await addGraph(await headed('crooked'), HEAD, crookedGraph());
  await addGraph(await headed('gone'), HEAD, plainGraph());
  const absent = await headed('absent');
  await addGraph(absent, HEAD, plainGraph());
  await rm(join(absent, HEAD));
  await writeFile(join(await copyTiny(models, 'changed'), 'text.onnx'), GARBAGE);
  await putFile(await copyTiny(models, 'damaged'), 'image.onnx', GARBAGE);
  await putFile(await copyTiny(models, 'wordless'), 'tokenizer.json', 'no JSON');
  await putFile(await copyTiny(models, 'unproven'), 'golden.json', '{}');
  await putFile(await copyTiny(models, 'blind'), 'golden.png', GARBAGE);
  await writeFile(join(await copyTiny(models, 'unreadable'), 'pack.json'), '{ "format": 1, ');
  await writeFile(join(await copyTiny(models, 'cloned'), 'text.onnx'), POINTER);
  await writeFile(join(await copyTiny(models, 'pointed'), 'pack.json'), POINTER);
  await addGraph(await copyTiny(models, 'twisted'), 'image.onnx', twistedGraph());
  server = await startTiny({ PACK: own, MODELS_DIR: models, DEVICE: 'auto' }, { plugins: [heads] });
  source = asData(await redAndBlue());
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const expectNoPlace = (text: string): void => {
  for (const place of places) expect(text).not.toContain(place);
  // Of whatever machine: no path from a root on, and nothing of the sources that the runtime was built from.
  expect(text).not.toMatch(/(?<![\w:/.-])\/(?:[\w.+-]+\/)+/);
  expect(text).not.toMatch(/\.(?:cc|cpp|cu|h|hpp):\d|\w::\w/);
};

const embedding = 'embedding';
const byHead = 'segmentation(labels: ["red"], by: { headed: {} }) { meta { form } }';

async function ask(encoder: string, field: string) {
  const query = `query ($source: ImageSource!) { image(source: $source, encoder: "${encoder}") { ${field} } }`;
  const { text, body } = await server.query(query, { source });
  expectNoPlace(text);
  return { data: body.data, error: body.errors?.[0] as { message: string; extensions: { code: string } } | undefined };
}

describe('no answer names a folder of the server', () => {
  it.each([
    ['own', byHead, 'PLUGIN_FAILED', `own/${HEAD}`, 'a head of garbage'],
    ['crooked', byHead, 'PLUGIN_FAILED', `crooked/${HEAD}`, 'a head that fails when it is run'],
    ['absent', embedding, 'PACK_INVALID', `absent/${HEAD}: missing`, 'a head that is listed and not there'],
    ['changed', embedding, 'PACK_INVALID', 'changed/text.onnx', 'a graph with another hash'],
    ['damaged', embedding, 'ENCODER_UNAVAILABLE', 'damaged/image.onnx', 'an image graph that the runtime refuses'],
    ['wordless', embedding, 'ENCODER_UNAVAILABLE', 'wordless', 'a tokenizer that is no JSON'],
    ['unproven', embedding, 'PACK_INVALID', 'unproven/golden.json', 'golden vectors of another form'],
    ['blind', embedding, 'PACK_INVALID', 'blind/golden.png', 'a golden picture that is none'],
    ['unreadable', embedding, 'PACK_INVALID', 'unreadable/pack.json', 'a pack.json that is no JSON'],
    ['cloned', embedding, 'PACK_INVALID', 'cloned/text.onnx: is a Git LFS pointer', 'a graph that git-lfs did not bring'],
    ['pointed', embedding, 'PACK_INVALID', 'pointed/pack.json: is a Git LFS pointer', 'a pack.json that git-lfs did not bring'],
    ['twisted', embedding, 'ENCODER_UNAVAILABLE', 'cannot be reshaped', 'an image graph that fails inside the runtime'],
  ])('in the pack %s, asked for %s: %s naming %s', async (pack, field, code, named) => {
    const { error } = await ask(pack, field);
    expect([error?.extensions.code, error?.message]).toEqual([code, expect.stringContaining(named)]);
  });

  it('when a graph goes away under a loaded encoder', async () => {
    expect((await ask('gone', embedding)).data.image.embedding).toHaveLength(16);
    await rm(join(models, 'gone', HEAD));
    const { error } = await ask('gone', byHead);
    expect([error?.extensions.code, error?.message]).toEqual(['PACK_INVALID', expect.stringContaining(`gone/${HEAD}`)]);
  });

  it('in the lists of encoders, broken packs and devices', async () => {
    const { text, body } = await server.query(
      '{ encoders { name state problem device } serverInfo { pack deviceNotes brokenPacks { name problem } encoder { state } } }',
    );
    expectNoPlace(text);
    const failed = body.data.encoders.filter(({ problem }: { problem: string | null }) => problem !== null);
    const names = failed.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual(['absent', 'blind', 'changed', 'cloned', 'damaged', 'gone', 'twisted', 'unproven', 'wordless']);
    expect(body.data.serverInfo.brokenPacks).toEqual([
      { name: 'pointed', problem: expect.stringMatching(/^pointed\/pack\.json: is a Git LFS pointer.*git lfs pull/) as string },
      { name: 'unreadable', problem: expect.stringMatching(/^unreadable\/pack\.json: /) as string },
    ]);
  });

  it('while the log does', () => {
    const log = JSON.stringify(server.logged);
    for (const file of [join(models, 'own', HEAD), join(models, 'absent', HEAD), join(models, 'damaged', 'image.onnx')])
      expect(log).toContain(JSON.stringify(file).slice(1, -1));
  });
});

it('a server whose own pack the runtime refuses names no folder either', async () => {
  const config = { ...readConfig({}), PORT: 0, DEVICE: 'cpu' as const, PACK: join(models, 'damaged'), MODELS_DIR: models };
  const damaged = await startServer(config, { signals: false, log: pino({ level: 'silent' }) });
  try {
    await expect(damaged.ready()).rejects.toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    const answer = await damaged.app.execute(
      '{ image(source: { sample: "cat" }) { embedding } encoders { problem } serverInfo { deviceNotes encoder { state } } }',
    );
    const text = JSON.stringify(answer);
    expect(text).toContain('damaged/image.onnx');
    expectNoPlace(text);
    expectNoPlace(await (await fetch(`${damaged.url}health/ready`)).text());
  } finally {
    await damaged.close();
  }
});
