import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/cli/doctor/diagnose.js';
import { useNoGpu } from '../gpu/software-gpu.js';
import { runHere } from './run-here.js';

describe('denseql doctor', () => {
  it('says as JSON what each device did with the pack, why not, and the way out', async () => {
    useNoGpu();
    const { code, stdout, stderr } = await runHere(['doctor', '--json'], { DENSEQL_DEVICE: 'auto', DENSEQL_OFFLINE: 'true' });
    expect([code, stderr]).toEqual([0, '']);
    const { devices, chosen, machine, runtime, pack, places, hub } = JSON.parse(stdout) as Diagnosis;
    const of = (name: string) => devices.find(({ device }) => device === name);
    expect(chosen).toBe('cpu');
    expect(of('cpu')).toMatchObject({ right: true, problem: null, hint: null });
    expect(of('cpu')!.goldenMs).toBeGreaterThan(0);
    expect(of('cpu')!.startMs).toBeGreaterThan(of('cpu')!.goldenMs!);
    expect(of('webgpu')).toMatchObject({ right: false, goldenMs: null, problem: 'no graphics adapter was found' });
    expect(pack.name).toBe('tiny');
    expect(machine.node).toBe(process.version);
    expect(runtime.version).toMatch(/^\d+\.\d+\.\d+$/);
    // Of the script that would fetch it, on the platform that has it.
    if (process.platform === 'linux' && process.arch === 'x64') expect(runtime.cuda.build).toBe('cuda12');
    expect(places.map(({ what }) => what)).toEqual(['packs', "the hub's cache"]);
    expect(hub.answers).toBeNull();
  });

  it('ends with 1 where the device that was asked for cannot be used, and says so to people', async () => {
    useNoGpu();
    const { code, stdout } = await runHere(['doctor'], { DENSEQL_DEVICE: 'webgpu', DENSEQL_OFFLINE: 'true' });
    expect(code).toBe(1);
    expect(stdout).toContain('DENSEQL_DEVICE=webgpu: the pack runs on nothing here.');
    expect(stdout).toMatch(/webgpu +refused +no graphics adapter was found/);
    expect(stdout).toMatch(/Vulkan +drivers: \S+ \(NOT THERE\)/);
    expect(stdout).toMatch(/What is missing, and how to get it:\n(cuda: .+\n)?webgpu: .+/);
  });
});
