import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';

describe('projectRoot', () => {
  it('is the folder with schema, samples and models', () => {
    for (const folder of ['schema', 'samples', 'models']) expect(existsSync(join(projectRoot(), folder)), folder).toBe(true);
  });

  it('is the same from compiled code', async () => {
    const compiled = pathToFileURL(join(projectRoot(), 'dist/src/core/project-root.js')).href;
    const module = (await import(compiled)) as { projectRoot: typeof projectRoot };
    expect(module.projectRoot()).toBe(projectRoot());
  });
});
