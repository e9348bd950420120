import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHubEnvironment } from '../../src/core/packs/hub/environment.js';
import type { PullEvent } from '../../src/core/packs/hub/events.js';
import { pullRepository, type Pulled, type PullRequest } from '../../src/core/packs/hub/pull-repository.js';
import { checkpoint, COMMIT, filesOf, gitHash, LocalHub, sha256, type Files } from './local-hub.js';

const real = filesOf(checkpoint);
// Where only the way matters and not the freight: the same names, less of each.
const files: Files = { ...real, 'model.safetensors': (real['model.safetensors'] as Uint8Array).subarray(0, 600_000) };
for (const large of ['tokenizer.json', 'vocab.json', 'merges.txt']) files[large] = Buffer.from(`{"short": "${large}"}`);
const weights = files['model.safetensors'] as Uint8Array;
const name = (bytes: Uint8Array, file: string): string => (file.endsWith('.safetensors') ? sha256(bytes) : gitHash(bytes));

const unused = { 'pytorch_model.bin': Buffer.from('a pickle'), 'README.md': Buffer.from('# card') };

let hub: LocalHub;
let home: string;
let folder: string;
let events: PullEvent[];
let waits: number[];

beforeEach(async () => {
  hub = await new LocalHub({ ...files, ...unused }).start();
  home = await mkdtemp(join(tmpdir(), 'hub-'));
  folder = join(home, 'hub', 'models--someone--clip-tiny');
  events = [];
  waits = [];
});
afterEach(async () => {
  await hub.stop();
  await rm(home, { recursive: true });
});

async function pull(variables: Record<string, string> = {}, request: Partial<PullRequest> = {}): Promise<Pulled> {
  return pullRepository({
    repository: hub.repository,
    revision: 'main',
    environment: await readHubEnvironment({ HF_HOME: home, HF_ENDPOINT: hub.endpoint, ...variables }),
    onProgress: (event) => events.push(event),
    wait: async (milliseconds) => void waits.push(milliseconds),
    ...request,
  });
}

const blobs = (): Promise<string[]> => readdir(join(folder, 'blobs')).catch(() => []);
const asksForWeights = () => hub.asked.filter(({ host }) => host === 'cdn');
const ranges = () => asksForWeights().map(({ headers }) => headers.range);

async function expectComplete({ folder: snapshot }: Pulled, expected: Files = files): Promise<void> {
  for (const [file, bytes] of Object.entries(expected)) expect(sha256(await readFile(join(snapshot, file))), file).toBe(sha256(bytes));
  expect((await blobs()).sort()).toEqual(
    Object.entries(expected)
      .map(([file, bytes]) => name(bytes, file))
      .sort(),
  );
}

describe('a pull', () => {
  it('brings what is used, byte for byte, pinned to the commit, and tells commit, licence and hashes', async () => {
    hub.commits[COMMIT] = { ...real, ...unused };
    const pulled = await pull();
    await expectComplete(pulled, real);
    expect(pulled).toMatchObject({ folder: join(folder, 'snapshots', COMMIT), commit: COMMIT, licence: 'mit' });
    const whole = real['model.safetensors'] as Uint8Array;
    expect(pulled.files).toContainEqual({ name: 'model.safetensors', bytes: whole.length, sha256: sha256(whole) });
    expect(pulled.files).toContainEqual({ name: 'config.json', bytes: files['config.json']?.length });
    expect(await readFile(join(folder, 'refs', 'main'), 'utf8')).toBe(COMMIT);
    expect(await readdir(pulled.folder)).toEqual(Object.keys(files).sort());
  });

  it('never asks for pickles or anything else that is not used', async () => {
    await pull();
    expect([...hub.fetched].sort()).toEqual(Object.keys(files).sort());
  });

  it('uses what is in the cache', async () => {
    await pull();
    hub.asked.length = 0;
    events.length = 0;
    await expectComplete(await pull());
    expect(hub.fetched).toEqual([]);
    expect(events.filter((event) => event.kind === 'done').every((event) => event.cached)).toBe(true);
  });

  it('fetches anew what is damaged in the cache', async () => {
    await pull();
    await writeFile(join(folder, 'blobs', sha256(weights)), weights.subarray(1));
    hub.asked.length = 0;
    await expectComplete(await pull());
    expect(hub.fetched).toEqual(['model.safetensors']);
  });

  it('keeps two revisions apart and shares what they have in common', async () => {
    const commit = 'f'.repeat(40);
    const changed = { ...files, 'preprocessor_config.json': Buffer.from('{"size": 224}') };
    hub.commits[commit] = changed;
    hub.refs['v2'] = commit;
    await pull();
    hub.asked.length = 0;
    const pulled = await pull({}, { revision: 'v2' });
    expect(pulled.commit).toBe(commit);
    expect(hub.fetched).toEqual(['preprocessor_config.json']);
    expect(await readFile(join(pulled.folder, 'preprocessor_config.json'), 'utf8')).toBe('{"size": 224}');
    expect(await readFile(join(folder, 'refs', 'v2'), 'utf8')).toBe(commit);
    expect(await readFile(join(folder, 'refs', 'main'), 'utf8')).toBe(COMMIT);
  });

  it('takes a commit as a revision and writes no ref for it', async () => {
    expect((await pull({}, { revision: COMMIT })).commit).toBe(COMMIT);
    expect(await readdir(join(folder, 'refs')).catch(() => [])).toEqual([]);
  });

  it('moves the ref when the branch has moved', async () => {
    await pull();
    const commit = 'e'.repeat(40);
    hub.commits[commit] = files;
    hub.refs['main'] = commit;
    expect((await pull()).commit).toBe(commit);
    expect(await readFile(join(folder, 'refs', 'main'), 'utf8')).toBe(commit);
  });

  it('runs twice at once and fetches once', async () => {
    const [first, second] = await Promise.all([pull(), pull()]);
    expect(second.folder).toBe(first.folder);
    await expectComplete(first);
    expect([...hub.fetched].sort()).toEqual(Object.keys(files).sort());
    expect(events.filter((event) => event.kind === 'waiting')).toHaveLength(1);
  });

  it('takes one set of weights where a repository has two, as config.json says', async () => {
    const openClip = { 'open_clip_config.json': Buffer.from('{}'), 'open_clip_model.safetensors': Buffer.from('other weights') };
    hub.commits[COMMIT] = { ...files, ...openClip };
    await pull();
    expect(hub.fetched).toContain('model.safetensors');
    expect(hub.fetched).not.toContain('open_clip_model.safetensors');
    hub.commits[COMMIT] = { ...files, ...openClip, 'config.json': Buffer.from('{"architecture": "vit_base_patch16_clip_224"}') };
    hub.asked.length = 0;
    await pull();
    expect(hub.fetched).toContain('open_clip_model.safetensors');
    expect(hub.fetched).not.toContain('model.safetensors');
  });

  it('takes the shards that the index names', async () => {
    const { 'model.safetensors': whole, ...rest } = files as { 'model.safetensors': Uint8Array };
    const shards = {
      'model-00001-of-00002.safetensors': whole.subarray(0, 1000),
      'model-00002-of-00002.safetensors': whole.subarray(1000),
    };
    const index = {
      weight_map: { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors', c: 'model-00001-of-00002.safetensors' },
    };
    const sharded = { ...rest, ...shards, 'model.safetensors.index.json': Buffer.from(JSON.stringify(index)) };
    hub.commits[COMMIT] = { ...sharded, 'model-00003-of-00002.safetensors': Buffer.from('not in the index') };
    await expectComplete(await pull(), sharded);
  });
});

describe('a pull over a bad network', () => {
  it('goes on where the connection was cut, twice, and is exact in the end', async () => {
    hub.commits[COMMIT] = { ...real, ...unused };
    hub.faults.cuts.push(3_000_000, 2_000_000);
    await expectComplete(await pull(), real);
    expect(ranges()[0]).toBeUndefined();
    const starts = ranges()
      .slice(1)
      .map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]));
    expect(starts).toHaveLength(2);
    expect(starts[0]).toBeLessThanOrEqual(3_000_000);
    expect(starts[1]).toBeGreaterThan(starts[0] as number);
  });

  it('keeps what came when it gives up, and the next pull resumes from there', async () => {
    hub.faults.cuts.push(200_000);
    await expect(pull({}, { tries: 1 })).rejects.toMatchObject({
      code: 'HUB_FAILED',
      message: expect.stringMatching(/model\.safetensors.*\(the connection was cut\).*resumes from there/),
    });
    const { length } = await readFile(join(folder, 'blobs', `${sha256(weights)}.incomplete`));
    expect(length).toBeGreaterThan(0);
    expect(await readdir(join(folder, 'refs')).catch(() => [])).toEqual([]);
    hub.asked.length = 0;
    await expectComplete(await pull());
    expect(ranges()).toEqual([`bytes=${length}-`]);
    expect(hub.fetched).toEqual(['model.safetensors']);
  });

  it('goes on from the .incomplete of the Python client', async () => {
    await mkdir(join(folder, 'blobs'), { recursive: true });
    await writeFile(join(folder, 'blobs', `${sha256(weights)}.incomplete`), weights.subarray(0, 500_000));
    await expectComplete(await pull());
    expect(ranges()).toEqual(['bytes=500000-']);
  });

  it('begins anew when what was left behind is wrong', async () => {
    await mkdir(join(folder, 'blobs'), { recursive: true });
    await writeFile(join(folder, 'blobs', `${sha256(weights)}.incomplete`), Buffer.alloc(500_000));
    await expectComplete(await pull());
    expect(ranges()).toEqual(['bytes=500000-', undefined]);
  });

  it('begins anew when the host sends the whole file instead of the rest', async () => {
    hub.faults.noRange = true;
    hub.faults.cuts.push(300_000);
    await expectComplete(await pull());
  });

  it('waits as long as the hub asks after a 429', async () => {
    hub.faults.refusals.push({ status: 429, retryAfter: '17' }, { status: 429, retryAfter: '0' });
    await expectComplete(await pull());
    expect(waits).toEqual([17_000, 0]);
  });

  it('tries again after a 503, later each time, and says so', async () => {
    hub.faults.refusals.push({ status: 503 }, { status: 503 });
    await pull();
    expect(waits[0]).toBeGreaterThanOrEqual(500);
    expect(waits[1]).toBeGreaterThanOrEqual(1000);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'retry', why: 'status 503' }));
  });

  it('gives a stalled connection up and tries again', async () => {
    hub.faults.stalls = 1;
    await expectComplete(await pull({}, { stallMs: 500 }));
    expect(ranges().slice(0, 2)).toEqual([undefined, 'bytes=1000-']);
  });

  it('gives up after so many tries that bring nothing', async () => {
    hub.faults.refusals.push(...Array.from({ length: 9 }, () => ({ status: 500 })));
    await expect(pull({}, { tries: 4 })).rejects.toMatchObject({
      code: 'HUB_FAILED',
      message: expect.stringMatching(/4 tries \(status 500\)/),
    });
    expect(hub.asked).toHaveLength(4);
  });

  it('says what stops it when nobody listens, and how to do without', async () => {
    const environment = { HF_ENDPOINT: 'http://127.0.0.1:1' };
    await expect(pull(environment, { tries: 2 })).rejects.toMatchObject({
      message: expect.stringMatching(/127\.0\.0\.1:1.*HF_HUB_OFFLINE=1/),
    });
  });

  it('stops at once when told, and leaves what can be gone on with', async () => {
    const stop = new AbortController();
    const onProgress = (event: PullEvent): void => {
      if (event.kind === 'bytes' && event.name === 'model.safetensors' && event.bytes > 0) stop.abort();
    };
    await expect(pull({}, { signal: stop.signal, onProgress })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await blobs()).toContain(`${sha256(weights)}.incomplete`);
    await expectComplete(await pull());
    expect(ranges()[1]).toMatch(/^bytes=[1-9]/);
  });
});

describe('a pull trusts nobody', () => {
  it('lets no wrong byte into the cache', async () => {
    hub.faults.wrongBytes.add('model.safetensors').add('vocab.json');
    await expect(pull()).rejects.toMatchObject({ code: 'PACK_INVALID', message: expect.stringMatching(/vocab\.json.*checksum/) });
    expect((await blobs()).filter((blob) => blob.startsWith(gitHash(files['vocab.json'] as Uint8Array)))).toEqual([]);
    hub.faults.wrongBytes.delete('vocab.json');
    await expect(pull()).rejects.toMatchObject({ message: expect.stringMatching(/model\.safetensors.*checksum/) });
    expect((await blobs()).filter((blob) => blob.startsWith(sha256(weights)))).toEqual([]);
    expect(await readdir(join(folder, 'refs')).catch(() => [])).toEqual([]);
  });

  it('sends the token to the hub and to no other host', async () => {
    hub.faults.token = 'any-form-of-token';
    await pull({ HF_TOKEN: 'any-form-of-token' });
    const sent = (host: string) => new Set(hub.asked.filter((asked) => asked.host === host).map(({ headers }) => headers.authorization));
    expect(sent('hub')).toEqual(new Set(['Bearer any-form-of-token']));
    expect(sent('cdn')).toEqual(new Set([undefined]));
  });

  it.each([
    ['../../evil.json', 'file'],
    ['a/../../evil.json', 'file'],
    ['/etc/evil.json', 'file'],
    ['..\\evil.json', 'file'],
    ['C:evil.json', 'file'],
    ['config.json\u0000.png', 'file'],
    ['..', 'directory'],
    ['', 'file'],
  ])('takes nothing of a repository that lists %j', async (path, type) => {
    hub.faults.extra.push({ path, type });
    await expect(pull()).rejects.toMatchObject({ code: 'PACK_INVALID', message: expect.stringContaining(JSON.stringify(path)) });
    expect(hub.fetched).toEqual([]);
    expect(await readdir(home)).toEqual([]);
  });

  it.each(['../evil.safetensors', 'sub/evil.safetensors', 'pytorch_model.bin', 'missing.safetensors'])(
    'refuses an index of shards that names %s',
    async (shard) => {
      const { 'model.safetensors': _, ...rest } = files;
      hub.commits[COMMIT] = {
        ...rest,
        'pytorch_model.bin': Buffer.from('x'),
        'model.safetensors.index.json': Buffer.from(JSON.stringify({ weight_map: { a: shard } })),
      };
      await expect(pull()).rejects.toMatchObject({ code: 'PACK_INVALID', message: expect.stringContaining(shard) });
      expect(hub.fetched).toEqual(['model.safetensors.index.json']);
    },
  );

  it('does not write through a link that lies where the file would grow', async () => {
    const victim = join(home, 'victim');
    await writeFile(victim, '');
    await mkdir(join(folder, 'blobs'), { recursive: true });
    await symlink(victim, join(folder, 'blobs', `${sha256(weights)}.incomplete`));
    await expect(pull()).rejects.toThrow();
    expect(await readFile(victim, 'utf8')).toBe('');
  });

  it('takes no pickles, and says what to look for', async () => {
    const { 'model.safetensors': _, ...rest } = files;
    hub.commits[COMMIT] = { ...rest, 'pytorch_model.bin': Buffer.from('a pickle') };
    await expect(pull()).rejects.toMatchObject({ code: 'PACK_INVALID', message: expect.stringMatching(/pytorch_model\.bin.*safetensors/) });
    expect(hub.fetched).toEqual([]);
  });
});

describe('a pull without the network', () => {
  it('answers from the cache and asks nobody', async () => {
    await pull();
    hub.asked.length = 0;
    await expectComplete(await pull({ HF_HUB_OFFLINE: '1' }));
    await expectComplete(await pull({ DENSEQL_OFFLINE: 'true' }));
    expect((await pull({ HF_HUB_OFFLINE: '1' }, { revision: COMMIT })).commit).toBe(COMMIT);
    expect(hub.asked).toEqual([]);
  });

  it('says so when the cache has nothing, or not all of it', async () => {
    await expect(pull({ HF_HUB_OFFLINE: '1' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(/not in the cache.*HF_HUB_OFFLINE/),
    });
    await pull();
    await rm(join(folder, 'blobs', sha256(weights)));
    await expect(pull({ HF_HUB_OFFLINE: '1' })).rejects.toMatchObject({ message: expect.stringContaining('safetensors') });
  });

  it('does not pass damaged content for good', async () => {
    await pull();
    await writeFile(join(folder, 'blobs', sha256(weights)), Buffer.alloc(weights.length));
    await expect(pull({ HF_HUB_OFFLINE: '1' })).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining('model.safetensors'),
    });
  });
});

describe('what the hub refuses', () => {
  it('is said with the way out', async () => {
    hub.faults.token = 'good';
    await expect(pull()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('set HF_TOKEN') });
    await expect(pull({ HF_TOKEN: 'bad' })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('rights of HF_TOKEN'),
    });
    delete hub.faults.token;
    await expect(pull({}, { revision: 'v9' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('branch, tag or commit'),
    });
    await expect(pull({}, { repository: 'someone/else' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('someone/else'),
    });
    hub.faults.gated = true;
    await expect(pull()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('consent') });
    expect(waits).toEqual([]);
  });

  it('reads the licence of the card, a name of its own, and tags', async () => {
    hub.faults.cardData = { license: 'apache-2.0' };
    expect((await pull()).licence).toBe('apache-2.0');
    hub.faults.cardData = { license: 'other', license_name: 'research-only' };
    expect((await pull()).licence).toBe('research-only');
    hub.faults.cardData = undefined;
    expect((await pull()).licence).toBe('mit');
    hub.faults.tags = [];
    expect((await pull()).licence).toBeNull();
  });
});
