import { describe, expect, it } from 'vitest';
import { Segmenter } from '../tasks/segmentation/answer.js';
import { definePlugin } from './define-plugin.js';
import { ownManifest } from './own-manifest.js';

class Method {
  segment = (): never => expect.fail();
}

describe('the manifest that the host keeps', () => {
  it('has every part that a task has, those that a task may leave out among them', () => {
    const basics = { name: 'mine', version: '1.0.0', host: '^2.0.0', summary: 'Mine.' };
    const kept = ownManifest(definePlugin({ ...basics, methods: [{ task: Segmenter, key: 'mine', use: Method }] }));
    expect(Object.keys(Segmenter)).toContain('ahead');
    expect(Object.keys(kept.methods![0]!.task).sort()).toEqual(Object.keys(Segmenter).sort());
  });
});
