import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cudaOffer } from './cuda-provider.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'runtime-'));
  writeFileSync(join(folder, 'package.json'), '{"version":"9.8.7"}');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("how the runtime's library for CUDA is had", () => {
  it('is by its package, where the copy that this server carries has no script for it', () => {
    expect(cudaOffer(folder, 'linux/x64')).toEqual({ build: null, command: 'npm install onnxruntime-node@9.8.7' });
    expect(cudaOffer(folder, 'darwin/arm64')).toBeNull();
  });

  it('is by the script of the release, whatever that calls its build', () => {
    mkdirSync(join(folder, 'script'));
    writeFileSync(
      join(folder, 'script', 'install-metadata.js'),
      "module.exports = { requirements: { 'linux/x64': ['cuda99'], 'linux/arm64': [] } };",
    );
    expect(cudaOffer(folder, 'linux/x64')).toEqual({
      build: 'cuda99',
      command: 'ONNXRUNTIME_NODE_INSTALL=cuda99 node node_modules/onnxruntime-node/script/install.js',
    });
    expect(cudaOffer(folder, 'linux/arm64')).toBeNull();
    expect(cudaOffer(folder, 'plan9/x64')).toBeNull();
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')('is there for the release in use', () => {
    expect(cudaOffer()?.command).toMatch(/^ONNXRUNTIME_NODE_INSTALL=cuda\d+ node /);
  });
});
