import { existsSync, watch } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADD, ASK, CREATE, DELETE, ITEMS, items, LIST, part, setAsker } from '../http/set-queries.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import { serve } from './serve.js';

const FILE = 'references.db';

let root: string;
let folder: string;
let pictures: { data: string }[];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'denseql-sets-'));
  pictures = await Promise.all(Array.from({ length: 30 }, (_, light) => part(light)));
});
beforeEach(async () => void (folder = await mkdtemp(join(root, 'sets-'))));
afterAll(() => rm(root, { recursive: true }));

const start = (settings: Parameters<typeof startTiny>[0] = {}): Promise<TinyServer> => startTiny({ SETS_DIR: folder, ...settings });
async function on(test: (asker: ReturnType<typeof setAsker>) => Promise<void>, settings = {}): Promise<void> {
  const server = await start(settings);
  try {
    await test(setAsker(() => server));
  } finally {
    await server.close();
  }
}

/** What lies in a file, by SQLite itself. */
function inspected(file: string) {
  const database = new Database(file);
  const all = (sql: string) => database.prepare(sql).all() as Record<string, unknown>[];
  const found = {
    whole: all('pragma integrity_check').map(({ integrity_check: said }) => said),
    lost: all('select id from items where pass not in (select id from passes) or set_id not in (select id from sets)').length,
    unused: all('select id from passes where id not in (select pass from items)').length,
  };
  database.close();
  return found;
}

describe.skipIf(process.platform === 'win32')('a server that is killed in the middle of a mutation', () => {
  const BATCH = 3;

  it('has all that it answered afterwards, and nothing half', { timeout: 240_000 }, async () => {
    /** How many pictures each set was answered to have, and what it may have beside: a batch whose answer never came. */
    const answered = new Map<string, number>();
    let kills = 0;
    /** Journals that were left: something was half written. */
    let halves = 0;
    for (let round = 0; round < 4; round += 1) {
      const server = serve({ DENSEQL_SETS_DIR: folder });
      await server.seen('/graphql');
      const ask = async (query: string, variables: object) => {
        const response = await fetch(/http:\S+\/graphql/.exec(server.printed.stdout)![0], {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
        });
        return (await response.json()) as { data: Record<string, { id: string; size: number }>; errors?: unknown };
      };
      // A journal is there while something is being written, and at no other time: after so many, in the middle of one.
      let journals = 0;
      const watcher = watch(folder, (event, name) => {
        if (event !== 'rename' || name !== `${FILE}-journal` || !existsSync(join(folder, name))) return;
        journals += 1;
        if (journals === 5 + 3 * round) server.child.kill('SIGKILL');
      });
      try {
        for (;;) {
          const made = (await ask(CREATE, { items: items(pictures.slice(0, BATCH)) })).data['createReferenceSet']!;
          answered.set(made.id, made.size);
          for (let from = BATCH; from < pictures.length; from += BATCH) {
            const added = (await ask(ADD, { id: made.id, items: items(pictures.slice(from, from + BATCH)) })).data['addToReferenceSet']!;
            answered.set(made.id, added.size);
          }
        }
      } catch (error) {
        // The connection went with the server.
        expect(error).toBeInstanceOf(TypeError);
        kills += 1;
      }
      watcher.close();
      await server.exited;
      if (existsSync(join(folder, `${FILE}-journal`))) halves += 1;
      await on(async ({ done }) => {
        const { referenceSets } = (await done(LIST)) as { referenceSets: { id: string; size: number }[] };
        const sizes = new Map(referenceSets.map(({ id, size }) => [id, size]));
        for (const [id, size] of answered) expect([size, size + BATCH], id).toContain(sizes.get(id));
        // A set whose answer never came is whole, too.
        for (const [id, size] of sizes) expect(size % BATCH, id).toBe(0);
        for (const [id, size] of sizes) answered.set(id, size);
        const [last] = referenceSets.slice(-1);
        const { anomaly } = (await done(ASK, { source: await part(99, true), set: last!.id })).image;
        expect(anomaly.isAnomalous).toBe(true);
      });
      expect(inspected(join(folder, FILE))).toEqual({ whole: ['ok'], lost: 0, unused: 0 });
    }
    expect(kills).toBe(4);
    expect(halves).toBeGreaterThan(0);
  });
});

describe('a store whose file is damaged', () => {
  /** A set of ten, and what the file was like. */
  async function kept(): Promise<{ id: string; file: string }> {
    let id = '';
    await on(async ({ create }) => void ({ id } = await create(pictures.slice(0, 10))));
    const file = join(folder, FILE);
    await copyFile(file, join(folder, 'before'));
    return { id, file };
  }
  const refused = [
    expect.stringMatching(/^STORE_FAILED The store of reference sets is damaged: .*references\.db.*DENSEQL_SETS_DIR/) as string,
  ];

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['the beginning', (bytes) => bytes.fill(0x5a, 0, 4096)],
    ['all but the first page', (bytes) => bytes.fill(0, 8192)],
    ['the second half, which is missing', (bytes) => bytes.subarray(0, 8192 * Math.floor(bytes.length / 8192 / 2))],
    [
      'every page’s first bytes',
      (bytes) => {
        for (let at = 8192; at < bytes.length; at += 8192) bytes.fill(0xff, at, at + 16);
        return bytes;
      },
    ],
  ])('refuses reading and writing with the way to restore it: %s', async (_what, damage) => {
    const { id, file } = await kept();
    await writeFile(file, damage(await readFile(file)));
    await on(async ({ failed }) => {
      expect(await failed(ASK, { source: pictures[20], set: id })).toEqual(refused);
      // From then on nothing is written to it.
      expect(await failed(CREATE, { items: items(pictures.slice(0, 1)) })).toEqual(refused);
      expect(await failed(DELETE, { id })).toEqual(refused);
      expect(await failed('{ image(source: { sample: "cat" }) { width } }')).toEqual([]);
    });
    await copyFile(join(folder, 'before'), file);
    await on(async ({ done }) => expect((await done(ITEMS, { id })).referenceSet.size).toBe(10));
  });

  it('does not answer from numbers that were changed', async () => {
    const { id, file } = await kept();
    const database = new Database(file);
    const { numbers } = database.prepare('select numbers from passes where id = 5').get() as { numbers: Buffer };
    database.close();
    const bytes = await readFile(file);
    // In the middle of one picture's numbers, where SQLite has nothing to look at.
    const at = bytes.indexOf(numbers.subarray(20_000, 20_064));
    expect(at).toBeGreaterThan(0);
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(16, 0x7f), 0, 16, at);
    await handle.close();
    await on(async ({ failed }) => expect(await failed(ASK, { source: pictures[20], set: id })).toEqual(refused));
  });

  it('of something else is left as it is', async () => {
    const file = join(folder, FILE);
    const database = new Database(file);
    database.exec("create table letters (text text); insert into letters values ('dear')");
    database.close();
    const before = await readFile(file);
    await on(async ({ failed }) =>
      expect(await failed(CREATE, {})).toEqual([
        expect.stringMatching(/^STORE_FAILED references\.db in DENSEQL_SETS_DIR is no store of reference sets/),
      ]),
    );
    expect(await readFile(file)).toEqual(before);
  });
});

describe('a disk that takes no more', () => {
  it('is a typed error, nothing of it is kept, and what was kept is there', async () => {
    const { size } = await (async () => {
      let size = 0;
      await on(async ({ create }) => void ({ size } = await create(pictures.slice(0, 4))));
      return { size };
    })();
    expect(size).toBe(4);
    // Files of this process and its children may not grow beyond what this one has: the system refuses the write, as a full disk does.
    const server = serve({ DENSEQL_SETS_DIR: folder }, { fileKilobytes: 256 });
    await server.seen('/graphql');
    const ask = async (query: string, variables: object = {}) => {
      const body = JSON.stringify({ query, variables });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(/http:\S+\/graphql/.exec(server.printed.stdout)![0], { method: 'POST', headers, body });
      return (await response.json()) as { data: Record<string, unknown>; errors?: { message: string; extensions: { code: string } }[] };
    };
    const { errors } = await ask(CREATE, { items: items(pictures) });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'STORE_FAILED' }, message: expect.stringMatching(/disk is full/) as string });
    expect((await ask(LIST)).data['referenceSets']).toHaveLength(1);
    server.child.kill('SIGTERM');
    await server.exited;
    await on(async ({ done, create }) => {
      expect((await done(LIST)).referenceSets).toHaveLength(1);
      expect((await create(pictures)).size).toBe(30);
    });
    expect(inspected(join(folder, FILE))).toEqual({ whole: ['ok'], lost: 0, unused: 0 });
  });
});

describe.skipIf(process.platform === 'win32')('the store’s file', () => {
  it('and a folder that the server makes are its own user’s alone; a folder that is there keeps its mode', async () => {
    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    const made = join(folder, 'made');
    await on(async ({ create }) => void (await create()), { SETS_DIR: made });
    expect([await mode(made), await mode(join(made, FILE))]).toEqual(['700', '600']);
    await chmod(folder, 0o755);
    await on(async ({ create }) => void (await create()));
    expect([await mode(folder), await mode(join(folder, FILE))]).toEqual(['755', '600']);
  });

  it('is told to have been moved where it was, with the way out', async () => {
    await on(async ({ create, failed }) => {
      await create();
      await rename(join(folder, FILE), join(folder, 'elsewhere'));
      expect(await failed(CREATE, {})).toEqual([
        expect.stringMatching(/^STORE_FAILED references\.db .*moved, replaced or deleted.*restart/),
      ]);
    });
  });

  it('that cannot be opened is a typed error, and told at the start', async () => {
    await mkdir(join(folder, FILE));
    await on(async ({ failed }) =>
      expect(await failed(LIST)).toEqual([expect.stringMatching(/^STORE_FAILED references\.db in DENSEQL_SETS_DIR cannot be/)]),
    );
    const plain = join(folder, 'plain');
    await writeFile(plain, '');
    const server = await start({ SETS_DIR: join(plain, 'sets') });
    await server.close();
    const told = (line: Record<string, unknown>) => /DENSEQL_SETS_DIR/.test(String(line['msg']));
    expect(server.logged.filter(told)).toMatchObject([{ level: 40 }]);
  });
});

describe('two servers on one folder', () => {
  it('see what each other keeps, and lose nothing when both write at once', async () => {
    const servers = await Promise.all([start(), start()]);
    try {
      const [one, two] = servers.map((server) => setAsker(() => server));
      const { id } = await one!.create(pictures.slice(0, 1));
      expect((await two!.done(ITEMS, { id })).referenceSet.size).toBe(1);
      const batches = Array.from({ length: 14 }, (_, at) => items(pictures.slice(2 * at + 1, 2 * at + 3)));
      await Promise.all(batches.map((batch, at) => (at % 2 === 0 ? one : two)!.done(ADD, { id, items: batch })));
      for (const asker of [one!, two!]) expect((await asker.done(ITEMS, { id })).referenceSet.size).toBe(29);
      const [first, second] = [
        await one!.done(ASK, { source: pictures[29], set: id }),
        await two!.done(ASK, { source: pictures[29], set: id }),
      ];
      expect(first.image.anomaly.score).toBe(second.image.anomaly.score);
      await two!.done(DELETE, { id });
      expect(await one!.failed(ASK, { source: pictures[29], set: id })).toEqual([expect.stringMatching(/^SET_NOT_FOUND/)]);
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
    expect(inspected(join(folder, FILE))).toEqual({ whole: ['ok'], lost: 0, unused: 0 });
  });
});
