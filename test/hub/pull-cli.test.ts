import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli, type Ended } from '../cli/run-cli.js';
import { checkpoint, COMMIT, filesOf, LocalHub, type Files } from './local-hub.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

let hub: LocalHub;
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'pull-'));
});
afterEach(async () => {
  await hub.stop();
  await rm(home, { recursive: true });
});

const serve = async (files: Files, repository?: string): Promise<void> => {
  hub = await new LocalHub(files, repository).start();
};
const environment = (): Record<string, string> => ({
  HF_HOME: home,
  HF_HUB_CACHE: '',
  HF_TOKEN: '',
  HF_HUB_OFFLINE: '',
  HF_ENDPOINT: hub.endpoint,
  DENSEQL_MODELS_DIR: join(home, 'packs'),
});
const denseql = (...args: string[]): Promise<Ended> => runCli(args, environment());

/** Ends with Ctrl-C's signal as soon as the content host has sent something and falls silent. */
async function interruptedPull(): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'models', 'pull', hub.repository], {
    env: { ...process.env, ...environment() },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  hub.faults.stalls = 1;
  hub.faults.onStall = () => child.kill('SIGINT');
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, stderr };
}

describe('denseql models pull', () => {
  it('goes on after Ctrl-C, and ends with a pack that verifies, pinned to its commit', async () => {
    await serve({ ...filesOf(checkpoint), 'pytorch_model.bin': Buffer.from('a pickle') });
    const interrupted = await interruptedPull();
    expect(interrupted).toMatchObject({ code: 1, stderr: expect.stringMatching(/resumes from there\. \[CANCELLED\]/) });
    expect(await readdir(join(home, 'packs')).catch(() => [])).toEqual([]);

    hub.asked.length = 0;
    const { code, stdout, stderr } = await denseql('models', 'pull', hub.repository, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      folder: join(home, 'packs', 'clip-tiny'),
      manifest: {
        name: 'clip-tiny',
        source: { repository: hub.repository, commit: COMMIT },
        licences: [{ licence: 'mit', source: `${hub.repository}@${COMMIT}` }],
      },
    });
    expect(hub.fetched).toEqual(['model.safetensors']);
    expect(await denseql('models', 'verify', 'clip-tiny')).toMatchObject({ code: 0, stdout: expect.stringContaining('agree') });

    hub.asked.length = 0;
    const again = await denseql('models', 'pull', hub.repository);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/there already.*--replace/) });
    expect(hub.asked).toEqual([]);
  }, 180_000);

  it('says in lines what it does where there is no terminal', async () => {
    await serve(filesOf(checkpoint));
    hub.faults.wrongBytes.add('model.safetensors');
    const { code, stdout, stderr } = await denseql('models', 'pull', `${hub.repository}@main`);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`commit ${COMMIT}, licence mit\n.*tokenizer.json: 1.5 MB, fetched`, 's'));
    expect(stderr).toMatch(/model\.safetensors: does not have the checksum.*\[PACK_INVALID\]/);
    expect(stderr).not.toContain('\u001b');
  });

  it('names a repository of the catalog that has the same weights without pickles', async () => {
    await serve({ 'config.json': Buffer.from('{}'), 'pytorch_model.bin': Buffer.from('a pickle') }, 'openai/clip-vit-base-patch32');
    const { stderr } = await denseql('models', 'pull', hub.repository);
    expect(stderr).toMatch(/pytorch_model\.bin only.*same weights as openai-b32/);
  });

  it('says of a name without an owner, while the network is off, that the catalog has none of it', async () => {
    await serve({});
    const { stderr } = await runCli(['models', 'pull', 'nope'], { ...environment(), DENSEQL_OFFLINE: 'true' });
    expect(stderr).toMatch(
      /network is off\. It is no name of the catalog \(`denseql models list --catalog`\); others are written org\/name\./,
    );
  });

  it('ends with 2 on a wrong command line, and on a name that is none', async () => {
    await serve({});
    expect((await denseql('models', 'pull')).code).toBe(2);
    expect(await denseql('models', 'pull', '../../etc')).toMatchObject({ code: 2, stderr: expect.stringContaining('BAD_INPUT') });
    expect(await denseql('models', 'pull', 'https://hub.example/openai/clip/tree/main')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean openai/clip?'),
    });
    expect((await denseql('models', 'pull', hub.repository, '--name', '../evil')).code).toBe(2);
    expect(await denseql('models', 'pull', 'openai-b61')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean openai-b16?'),
    });
    expect(hub.asked).toEqual([]);
  });
});
