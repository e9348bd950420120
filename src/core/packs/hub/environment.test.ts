import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHubEnvironment } from './environment.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hub-home-'));
});
afterEach(() => rm(home, { recursive: true }));

// Orders and spellings: huggingface_hub/constants.py.
describe('readHubEnvironment', () => {
  it.each([
    [{}, join(homedir(), '.cache', 'huggingface', 'hub')],
    [{ XDG_CACHE_HOME: '/x' }, '/x/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/x', HF_HOME: '/h' }, '/h/hub'],
    [{ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old' }, '/old'],
    [{ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old', HF_HUB_CACHE: '/c' }, '/c'],
    [{ HF_HOME: '~/h' }, join(homedir(), 'h', 'hub')],
    [{ HF_HUB_CACHE: '$BASE/${LEAF}', BASE: '/b', LEAF: 'l' }, '/b/l'],
    [{ HF_HOME: '/h', HF_HUB_CACHE: '' }, '/h/hub'],
  ])('finds the cache of %j', async (variables, cache) => {
    expect((await readHubEnvironment({ HF_TOKEN_PATH: '/nowhere', ...variables })).cache).toBe(cache);
  });

  it('takes the token from HF_TOKEN, else from the file of the login', async () => {
    expect((await readHubEnvironment({ HF_HOME: home })).token).toBeUndefined();
    await writeFile(join(home, 'token'), 'of-the-file\n');
    expect((await readHubEnvironment({ HF_HOME: home })).token).toBe('of-the-file');
    expect((await readHubEnvironment({ HF_HOME: home, HF_TOKEN: ' of-the-variable ' })).token).toBe('of-the-variable');
    expect((await readHubEnvironment({ HF_HOME: home, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' })).token).toBeUndefined();
    expect((await readHubEnvironment({ HF_TOKEN_PATH: join(home, 'token') })).token).toBe('of-the-file');
  });

  it.each([
    [{}, false],
    [{ HF_HUB_OFFLINE: '1' }, true],
    [{ HF_HUB_OFFLINE: 'yes' }, true],
    [{ HF_HUB_OFFLINE: '0' }, false],
    [{ TRANSFORMERS_OFFLINE: 'on' }, true],
    [{ DENSEQL_OFFLINE: 'true' }, true],
  ])('is off the network with %j: %j', async (variables, offline) => {
    expect((await readHubEnvironment({ HF_HOME: home, ...variables })).offline).toBe(offline);
  });

  it('takes another hub, with or without a slash at the end, and refuses what is no address', async () => {
    expect((await readHubEnvironment({ HF_HOME: home })).endpoint).toBe('https://huggingface.co');
    expect((await readHubEnvironment({ HF_HOME: home, HF_ENDPOINT: 'http://mirror.example/hub/' })).endpoint).toBe(
      'http://mirror.example/hub',
    );
    await expect(readHubEnvironment({ HF_HOME: home, HF_ENDPOINT: 'ftp://mirror.example' })).rejects.toThrow('HF_ENDPOINT');
  });
});
