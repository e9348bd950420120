import { describe, expect, it } from 'vitest';
import type { Candidate } from './device-ladder.js';
import { climb, deviceUnavailable, rungs } from './device-ladder.js';

type Outcome = 'good' | 'crash' | Error;

/** Processes whose devices behave as told. */
function world(backends: readonly string[], outcomes: Readonly<Record<string, Outcome>>) {
  const spawned: { discarded: boolean }[] = [];
  const spawn = (): Candidate => {
    const life = { discarded: false };
    let alive = true;
    spawned.push(life);
    return {
      backends: () => Promise.resolve(backends),
      prove: (device) => {
        const outcome = outcomes[device] ?? 'good';
        if (outcome === 'good') return Promise.resolve();
        alive = outcome !== 'crash';
        return Promise.reject(outcome === 'crash' ? new Error('lost') : outcome);
      },
      alive: () => alive,
      discard: () => {
        life.discarded = true;
        return Promise.resolve('signal SIGSEGV: no adapter');
      },
    };
  };
  return { spawn, spawned };
}

describe('the device ladder', () => {
  it('tries the best devices first, by platform', () => {
    expect(rungs('auto', 'linux')).toEqual(['cuda', 'webgpu', 'cpu']);
    expect(rungs('auto', 'darwin')).toEqual(['cuda', 'webgpu', 'coreml', 'cpu']);
    expect(rungs('auto', 'win32')).toEqual(['cuda', 'webgpu', 'dml', 'cpu']);
    expect(rungs('cuda', 'linux')).toEqual(['cuda']);
  });

  it('passes over what the runtime lacks, refuses or computes wrongly, in one process, and notes why', async () => {
    const { spawn, spawned } = world(['webgpu', 'dml', 'cpu'], {
      webgpu: new Error('Failed to get\n an adapter.'),
      dml: new Error('wrong numbers: dense'),
    });
    const { device, notes } = await climb(['cuda', 'webgpu', 'dml', 'cpu'], spawn);
    expect(device).toBe('cpu');
    expect(notes).toEqual(['cuda: not in this build of the runtime', 'webgpu: Failed to get an adapter', 'dml: wrong numbers: dense']);
    expect(spawned).toEqual([{ discarded: false }]);
  });

  it('survives a device that kills its process', async () => {
    const { spawn, spawned } = world(['webgpu', 'cpu'], { webgpu: 'crash' });
    const { device, notes } = await climb(['webgpu', 'cpu'], spawn);
    expect([device, ...notes]).toEqual(['cpu', 'webgpu: its process ended (signal SIGSEGV: no adapter)']);
    expect(spawned).toEqual([{ discarded: true }, { discarded: false }]);
  });

  it('leaves no process behind when nothing works', async () => {
    const { spawn, spawned } = world(['cpu'], { cpu: new Error('bad graph') });
    await expect(climb(['cuda', 'cpu'], spawn)).rejects.toMatchObject({
      name: 'NoDevice',
      message: expect.stringContaining('cpu: bad graph') as string,
    });
    expect(spawned).toEqual([{ discarded: true }]);
  });

  it('names the command that installs a device', () => {
    expect(deviceUnavailable('cuda', 'no library').message).toContain(
      'ONNXRUNTIME_NODE_INSTALL=cuda12 node node_modules/onnxruntime-node/script/install.js',
    );
  });
});
