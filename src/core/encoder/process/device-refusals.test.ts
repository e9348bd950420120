import { afterEach, describe, expect, it } from 'vitest';
import { silent, tinyEncoder, tinyFolder } from '../../../../test/fixtures/packs/tiny-encoder.js';
import { readGolden } from '../../packs/golden.js';
import { loadPack } from '../../packs/load-pack.js';
import type { AssembledEncoder } from '../queue/assemble-encoder.js';
import { climb } from './device-ladder.js';
import { EncoderProcess } from './encoder-process.js';
import { forkChild } from './fork-child.js';
import { graphPaths } from './graph-paths.js';
import { loadCommand } from './load-command.js';
import { PassTimes } from './pass-times.js';
import { Trial } from './trial.js';

const open: AssembledEncoder[] = [];
afterEach(() => Promise.all(open.splice(0).map((encoder) => encoder.close())));

/** What whoever starts a server on a device reads, out of the real runtime. */
async function refusal(device: string): Promise<unknown> {
  const encoder = await tinyEncoder({ DENSEQL_DEVICE: device });
  open.push(encoder);
  return encoder.ready().then(
    () => 'it started',
    (error: unknown) => error,
  );
}

describe.skipIf(process.platform !== 'linux')('a device that is not there', () => {
  it('of another system is ENCODER_UNAVAILABLE, saying where it exists and what to set', async () => {
    expect(await refusal('coreml')).toMatchObject({
      code: 'ENCODER_UNAVAILABLE',
      message:
        'DENSEQL_DEVICE=coreml cannot be used: not in this build of the runtime. It exists on macOS only. Or set DENSEQL_DEVICE=auto.',
    });
  });

  it('for want of its libraries is ENCODER_UNAVAILABLE, naming the library and the command that brings it, and no folder', async () => {
    const error = (await refusal('cuda')) as Error;
    expect(error).toMatchObject({ code: 'ENCODER_UNAVAILABLE' });
    expect(error.message).toMatch(
      /^DENSEQL_DEVICE=cuda cannot be used: its libraries are not installed \(lib\w+\.so[.\d]*: cannot open\)\. .+ Or set DENSEQL_DEVICE=auto\.$/,
    );
    expect(error.message).toContain('run `ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js`');
    expect(error.message).not.toContain(process.cwd());
  });
});

it('a process that is killed while it is proven is named by how it ended, and leaves none behind', async () => {
  const { manifest } = await loadPack(tinyFolder);
  const golden = await readGolden(tinyFolder, manifest);
  const lives: EncoderProcess[] = [];
  const spawn = (): Trial => {
    const life = new EncoderProcess(forkChild(), new PassTimes(), graphPaths(tinyFolder));
    lives.push(life);
    const load = (device: string) => {
      life.kill();
      return loadCommand(tinyFolder, manifest, device, 1);
    };
    return new Trial(life, { log: silent, golden, load });
  };
  await expect(climb(['cpu'], spawn)).rejects.toThrow('cpu: its process ended (signal SIGKILL)');
  expect(lives.map(({ alive }) => alive)).toEqual([false]);
});
