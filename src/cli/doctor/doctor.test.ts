import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { TriedDevice } from '../../core/encoder/process/try-device.js';
import { chosenDevice } from './diagnose.js';
import { hubReport } from './places.js';
import { nvidiaLibraries } from './runtime.js';

const tried = (device: string, goldenMs: number | null, startMs = 1000): TriedDevice => ({
  device,
  right: goldenMs !== null,
  startMs: goldenMs === null ? null : startMs,
  goldenMs,
  problem: goldenMs === null ? 'no' : null,
  hint: null,
});

describe('what a server would run on', () => {
  it.each<[string, Parameters<typeof chosenDevice>[0], readonly TriedDevice[], string | null]>([
    ['the first that is right and faster than the CPU', 'auto', [tried('cuda', null), tried('webgpu', 4), tried('cpu', 40)], 'webgpu'],
    ['the CPU where others are slower', 'auto', [tried('cuda', 41), tried('webgpu', 400), tried('cpu', 40)], 'cpu'],
    ['the CPU where another takes too long to start', 'auto', [tried('cuda', 4, 30_000), tried('cpu', 40)], 'cpu'],
    ['a slow one where the CPU is wrong', 'auto', [tried('webgpu', 400), tried('cpu', null)], 'webgpu'],
    ['the one that was named, however slow', 'webgpu', [tried('webgpu', 400, 30_000), tried('cpu', 40)], 'webgpu'],
    ['nothing where the one that was named is wrong', 'cuda', [tried('cuda', null), tried('cpu', 40)], null],
  ])('is %s', (_, setting, devices, device) => expect(chosenDevice(setting, devices)).toBe(device));
});

it('reads from ldd which libraries of NVIDIA a provider wants, and which are missing', () => {
  const listed = `	linux-vdso.so.1 (0x00007ffc)
	libcublasLt.so.13 => not found
	libcudnn.so.9 => /usr/lib/x86_64-linux-gnu/libcudnn.so.9 (0x00007f1)
	libcudart.so.13 => not found
	libstdc++.so.6 => /usr/lib/x86_64-linux-gnu/libstdc++.so.6 (0x00007f2)
`;
  expect(nvidiaLibraries(listed)).toEqual([
    { library: 'libcublasLt.so.13', found: false },
    { library: 'libcudnn.so.9', found: true },
    { library: 'libcudart.so.13', found: false },
  ]);
});

describe('the hub', () => {
  const hub = { cache: '', token: undefined, offline: false };

  it('answers, whatever it answers', async () => {
    const server = createServer((_, response) => response.writeHead(404).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await hubReport({ ...hub, endpoint })).toMatchObject({ answers: true, problem: null });
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    const { answers, problem } = await hubReport({ ...hub, endpoint });
    expect(answers).toBe(false);
    expect(problem).toMatch(/ECONNREFUSED.*HF_ENDPOINT.*DENSEQL_OFFLINE/);
  });

  it('is not asked where the network is off', async () => {
    expect(await hubReport({ ...hub, endpoint: 'http://127.0.0.1:1', offline: true })).toMatchObject({ answers: null, milliseconds: null });
  });
});
