import { describe, expect, it } from 'vitest';
import { TRIAL_MS, type Candidate } from './ascent.js';
import type { Machine } from './device-hints.js';
import { climb, deviceUnavailable, rungs } from './device-ladder.js';
import { fakeClock } from '../../../../test/fixtures/fake-clock.js';

/** Milliseconds of a warm pass, or what goes wrong. */
type Outcome = number | 'crash' | 'hang' | 'hang when warm' | Refusal | Error;

/** A device that says no, and after how many milliseconds. */
interface Refusal {
  readonly after: number;
}

/** Processes whose devices behave as told. */
function world(backends: readonly string[], outcomes: Readonly<Record<string, Outcome>>, said = '') {
  const clock = fakeClock();
  const spawned: { discarded: boolean; device?: string }[] = [];
  const spawn = (): Candidate => {
    const life: (typeof spawned)[number] = { discarded: false };
    let alive = true;
    let warm: number | null = 0;
    const hang = (): Promise<never> => {
      queueMicrotask(() => clock.pass(TRIAL_MS));
      return new Promise(() => undefined);
    };
    spawned.push(life);
    return {
      backends: () => Promise.resolve(backends),
      prove: (device) => {
        const outcome = outcomes[device] ?? 50;
        life.device = device;
        if (typeof outcome === 'number') {
          warm = outcome;
          return Promise.resolve();
        }
        if (outcome === 'hang') return hang();
        if (outcome === 'hang when warm') {
          warm = null;
          return Promise.resolve();
        }
        if (typeof outcome === 'object' && 'after' in outcome) {
          clock.pass(outcome.after);
          return Promise.reject(new Error('refused'));
        }
        alive = outcome !== 'crash';
        return Promise.reject(outcome === 'crash' ? new Error('lost') : outcome);
      },
      warm: () => (warm === null ? hang() : Promise.resolve(warm)),
      said: () => Promise.resolve(said),
      alive: () => alive,
      discard: () => {
        life.discarded = true;
        return Promise.resolve('signal SIGSEGV');
      },
    };
  };
  return { spawn, spawned, clock };
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
    expect(spawned).toEqual([{ discarded: false, device: 'cpu' }]);
  });

  it('survives a device that kills its process, and notes its last words', async () => {
    const { spawn, spawned } = world(['webgpu', 'cpu'], { webgpu: 'crash' }, 'no adapter');
    const { device, notes } = await climb(['webgpu', 'cpu'], spawn);
    expect([device, ...notes]).toEqual(['cpu', 'webgpu: its process ended (signal SIGSEGV: no adapter)']);
    expect(spawned).toEqual([
      { discarded: true, device: 'webgpu' },
      { discarded: false, device: 'cpu' },
    ]);
  });

  it('names the library that the runtime itself does not name', async () => {
    const said =
      '[ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory';
    const { spawn } = world(['cuda', 'cpu'], { cuda: new Error('Failed to load shared library') }, said);
    const { notes } = await climb(['cuda', 'cpu'], spawn);
    expect(notes).toEqual(['cuda: its libraries are not installed (libcublasLt.so.13: cannot open)']);
  });

  it('takes a device that is right and faster than the CPU, and leaves no other process behind', async () => {
    const { spawn, spawned } = world(['webgpu', 'cpu'], { webgpu: 4, cpu: 40 });
    const { device, notes } = await climb(['webgpu', 'cpu'], spawn);
    expect([device, notes]).toEqual(['webgpu', []]);
    expect(spawned).toEqual([
      { discarded: false, device: 'webgpu' },
      { discarded: true, device: 'cpu' },
    ]);
  });

  it('passes over devices that are right and slower than the CPU, whose process it has then', async () => {
    const { spawn, spawned } = world(['cuda', 'webgpu', 'cpu'], { cuda: 41, webgpu: 400, cpu: 40 });
    const { device, notes, process } = await climb(['cuda', 'webgpu', 'cpu'], spawn);
    expect(device).toBe('cpu');
    expect(notes).toEqual([
      'cuda: right, but slower than the CPU here (41 against 40 ms a golden pass)',
      'webgpu: right, but slower than the CPU here (400 against 40 ms a golden pass)',
    ]);
    expect(spawned.map(({ discarded }) => discarded)).toEqual([true, false]);
    expect(process.alive()).toBe(true);
  });

  it('takes a slow device where the CPU cannot do the pack, or where it was asked for by name', async () => {
    const broken = world(['webgpu', 'cpu'], { webgpu: 400, cpu: new Error('bad graph') });
    expect((await climb(['webgpu', 'cpu'], broken.spawn)).device).toBe('webgpu');
    const named = world(['webgpu', 'cpu'], { webgpu: 400, cpu: 40 });
    expect((await climb(['webgpu'], named.spawn)).device).toBe('webgpu');
    expect(named.spawned).toHaveLength(1);
  });

  it('gives up a device that takes too long, and has no time for the ones behind it', async () => {
    const { spawn, spawned, clock } = world(['cuda', 'webgpu', 'cpu'], { cuda: 'hang', webgpu: 4, cpu: 40 });
    const { device, notes } = await climb(['cuda', 'webgpu', 'cpu'], spawn, clock);
    expect(device).toBe('cpu');
    expect(notes).toEqual([
      'cuda: took longer than the 12 s that a device is tried for',
      'webgpu: took longer than the 12 s that a device is tried for',
    ]);
    expect(spawned.map(({ discarded }) => discarded)).toEqual([true, true, false]);
  });

  it('gives up a device that is right and then takes too long, too', async () => {
    const { spawn, spawned, clock } = world(['webgpu', 'cpu'], { webgpu: 'hang when warm', cpu: 40 });
    const { device, notes } = await climb(['webgpu', 'cpu'], spawn, clock);
    expect([device, ...notes]).toEqual(['cpu', 'webgpu: took longer than the 12 s that a device is tried for']);
    expect(spawned.map(({ discarded }) => discarded)).toEqual([true, false]);
  });

  it('gives all devices one time together: what one has taken another has not', async () => {
    const { spawn, clock } = world(['cuda', 'webgpu', 'cpu'], { cuda: { after: TRIAL_MS - 1 }, webgpu: 'hang', cpu: 40 });
    const waits: number[] = [];
    const watched = { ...clock, after: (ms: number, then: () => void) => (waits.push(ms), clock.after(ms, then)) };
    const { device, notes } = await climb(['cuda', 'webgpu', 'cpu'], spawn, watched);
    expect([device, ...notes]).toEqual(['cpu', 'cuda: refused', 'webgpu: took longer than the 12 s that a device is tried for']);
    // The last millisecond, of which a refusal leaves some and a hang none.
    expect(waits).toEqual([1, 1]);
  });

  it('leaves no process behind when nothing works', async () => {
    const { spawn, spawned } = world(['cpu'], { cpu: new Error('bad graph') });
    await expect(climb(['cuda', 'cpu'], spawn)).rejects.toMatchObject({
      name: 'NoDevice',
      message: expect.stringContaining('cpu: bad graph') as string,
    });
    expect(spawned).toEqual([{ discarded: true, device: 'cpu' }]);
  });

  const provider = 'its libraries are not installed (libonnxruntime_providers_shared.so: cannot open)';
  const install = 'bring-the-provider';
  const linux: Machine = { platform: 'linux', card: true, getCuda: install };
  it.each<[string, string, Machine, string]>([
    ['cuda', provider, linux, `With an NVIDIA GPU, run \`${install}\``],
    ['cuda', provider, { ...linux, card: false }, 'This machine shows no graphics card'],
    ['cuda', 'not in this build of the runtime', { ...linux, platform: 'darwin', getCuda: null }, 'for Linux x64'],
    ['cuda', 'its libraries are not installed (libcublasLt.so.13: cannot open)', linux, 'Install CUDA 13,'],
    ['cuda', 'its libraries are not installed (libcudnn.so.9: cannot open)', linux, 'Install cuDNN 9,'],
    ['cuda', 'no NVIDIA GPU was found', linux, 'nvidia-smi'],
    ['webgpu', 'no graphics adapter was found', linux, 'apt-get install libvulkan1 mesa-vulkan-drivers'],
    ['webgpu', 'no graphics adapter was found', { ...linux, card: false }, 'there is nothing to install'],
    ['webgpu', 'no answer within 60 s', { ...linux, card: false }, 'its Vulkan driver computes in software'],
    ['webgpu', 'wrong numbers: dense, row 0, has cosine 0.9', linux, 'DENSEQL_DEVICE=cpu tells which'],
    ['coreml', 'not in this build of the runtime', linux, 'macOS'],
  ])('says the way out that fits: %s, %s', (device, why, machine, way) => {
    const { message } = deviceUnavailable(device, why, undefined, machine);
    expect(message).toContain(way);
    expect(message).toMatch(/ Or set DENSEQL_DEVICE=auto\.$/);
    if (device !== 'webgpu' || !way.startsWith('apt-get')) expect(message).not.toContain('mesa-vulkan-drivers');
  });
});
