import { describe, expect, it } from 'vitest';
import { findInCatalog, fp32Bytes, readCatalog } from './catalog.js';

describe('the catalog', () => {
  it('names a dozen checkpoints once each, with a memory class that follows its own rule', async () => {
    const { entries, memoryClasses } = await readCatalog();
    expect(entries.length).toBeGreaterThanOrEqual(12);
    expect(new Set(entries.map((entry) => entry.name)).size).toBe(entries.length);
    const repositories = entries.flatMap((entry) => [entry.repository, ...entry.sameWeights]);
    expect(new Set(repositories).size).toBe(repositories.length);
    for (const entry of entries) {
      const megabytes = fp32Bytes(entry) / 1e6;
      const expected = megabytes <= memoryClasses.small ? 'small' : megabytes <= memoryClasses.medium ? 'medium' : 'large';
      expect([entry.name, entry.memory]).toEqual([entry.name, expected]);
      expect(entry.nativeSide % entry.patch, entry.name).toBe(0);
    }
  });

  it('offers CLIP-DINOiser on the one encoder that its tensors were trained on', async () => {
    const { entries } = await readCatalog();
    expect(entries.filter((entry) => entry.heads.includes('CLIP-DINOiser')).map((entry) => entry.repository)).toEqual([
      'laion/CLIP-ViT-B-16-laion2B-s34B-b88K',
    ]);
  });

  it('finds an entry by name and by any repository that holds its weights', async () => {
    for (const known of ['openai-b16', 'openai/clip-vit-base-patch16', 'timm/vit_base_patch16_clip_224.openai'])
      expect((await findInCatalog(known))?.name).toBe('openai-b16');
    expect(await findInCatalog('nobody/nothing')).toBeNull();
  });
});
