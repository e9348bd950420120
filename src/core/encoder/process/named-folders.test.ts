import { describe, expect, it } from 'vitest';
import { namedFolders } from './named-folders.js';

describe('namedFolders', () => {
  it('puts the name of the innermost folder in its place, wherever it stands', () => {
    const shown = namedFolders([
      ['/srv/app', 'denseql'],
      ['/srv/app/models/tiny', 'tiny'],
    ]);
    expect(shown("Load model from /srv/app/models/tiny/image.onnx failed: open '/srv/app/lib.so'")).toBe(
      "Load model from tiny/image.onnx failed: open 'denseql/lib.so'",
    );
  });

  it('takes names as they are, and leaves a text alone when a folder is the root', () => {
    expect(namedFolders([['/srv', '$&']])('/srv/a')).toBe('$&/a');
    expect(namedFolders([['/', 'root']])('a / b')).toBe('a / b');
  });
});
