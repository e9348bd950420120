import { describe, expect, it } from 'vitest';
import { openSession } from './child/sessions.js';
import { deviceWords } from './device-words.js';

const cuda = 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library';

describe('deviceWords', () => {
  it.each([
    [`${cuda}: ${cuda}`, 'its libraries are not installed'],
    ['Failed to get a WebGPU adapter: No supported adapters. Failed to create', 'no graphics adapter was found'],
    ['CUDA failure 100: no CUDA-capable device is detected ; GPU=-1', 'no NVIDIA GPU was found'],
    [
      'Non-zero status code returned while running Cast node. Program Cast requires f16 but the device does not support it',
      'it has no half precision, in which this pack computes',
    ],
    ['Out of memory on the device: Out of memory on the device.', 'Out of memory on the device'],
    ['wrong numbers:\n dense.', 'wrong numbers: dense'],
    ['a: a', 'a: a'],
  ])('%j', (text, words) => expect(deviceWords(text)).toBe(words));

  it('names the library that is missing, which the process wrote beside the error', () => {
    const said =
      'FAIL : Failed to load library a.so with error: libcublasLt.so.13: cannot open shared object file: No such file or directory';
    expect(deviceWords(cuda, said)).toBe('its libraries are not installed (libcublasLt.so.13: cannot open)');
    expect(deviceWords('Out of memory', said)).toBe('Out of memory');
  });

  it('knows what the runtime itself says of a device that is not there', async () => {
    const said = await openSession('/no/graph.onnx', { device: 'cuda' }, 1).then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    // Where there is a GPU, it is the graph that is missing.
    if (/shared library/i.test(said)) expect(deviceWords(said)).toBe('its libraries are not installed');
    else expect(said).toMatch(/graph\.onnx/);
  });
});
