import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyTiny } from '../../../../test/fixtures/packs/copy-tiny.js';
import { silent } from '../../../../test/fixtures/packs/tiny-encoder.js';
import { fakeClock } from '../../../../test/fixtures/fake-clock.js';
import { fingerprint } from '../../packs/fingerprint.js';
import { readPack, type Pack } from '../../packs/load-pack.js';
import { PackOnDisk } from './pack-on-disk.js';
import { Place } from './place.js';
import type { LocalEncoder } from './pooled-encoder.js';

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'denseql-place-'))));
afterEach(() => rm(root, { recursive: true }));

/** An encoder that is loaded, or refuses to be. */
function fake(pack: Pack, ready: () => Promise<void>) {
  const encoder = {
    manifest: pack.manifest,
    onDisk: new PackOnDisk(pack),
    state: 'loaded',
    problem: null,
    pinned: false,
    closed: false,
    pin: (pinned: boolean) => void (encoder.pinned = pinned),
    ready,
    close: async () => void (encoder.closed = true),
  };
  return encoder;
}

async function setUp(ready: () => Promise<void>) {
  const folder = await copyTiny(root, 'pack', { revision: 'old' });
  const pack = await readPack(folder);
  const old = fake(pack, async () => undefined);
  old.pinned = true;
  old.onDisk.proven(await fingerprint(folder, pack.manifest));
  const made: ReturnType<typeof fake>[] = [];
  const make = (found: Pack): LocalEncoder => {
    made.push(fake(found, ready));
    return made.at(-1) as unknown as LocalEncoder;
  };
  const clock = fakeClock();
  const place = new Place(old as unknown as LocalEncoder, { make, log: silent, clock, graceMs: 1000 });
  const replace = async () => {
    await rename(folder, join(root, 'aside'));
    await copyTiny(root, 'pack', { revision: 'new' });
  };
  return { place, old, made, clock, replace };
}

const revision = async (place: Place) => (await place.open()).manifest.revision;

describe('the place of a pack', () => {
  it('is taken over by what was renamed into it once that is proven, and the old one ends after the last who may hold it', async () => {
    let proven = (): void => undefined;
    const { place, old, made, clock, replace } = await setUp(() => new Promise((resolve) => (proven = resolve)));
    expect(await revision(place)).toBe('old');
    await replace();
    expect([await revision(place), await revision(place)]).toEqual(['old', 'old']);
    proven();
    expect(await revision(place)).toBe('new');
    expect([made.length, made[0]!.pinned, old.pinned, old.closed]).toEqual([1, true, false, false]);
    clock.pass(1000);
    expect(old.closed).toBe(true);
  });

  it('tries one that was refused no second time for each who asks, and lets it in when nothing of the old one is in memory', async () => {
    const { place, old, made, replace } = await setUp(() => Promise.reject(new Error('no room')));
    await replace();
    for (let asked = 0; asked < 4; asked += 1) expect(await revision(place)).toBe('old');
    expect([made.length, made[0]!.closed]).toEqual([1, true]);
    expect(place.problem).toBe('Revision new was put in its place and is refused; old stays while it is in memory. no room');
    old.state = 'idle';
    expect([await revision(place), place.problem]).toEqual(['new', null]);
  });
});
