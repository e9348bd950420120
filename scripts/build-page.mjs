// A page of the server: one offline bundle, nothing in it asks another host.
import { join } from 'node:path';
import { build as viteBuild } from 'vite';
import { root } from './files.mjs';

/** Builds `playground/<name>` into `dist/<name>`. */
export async function buildPage(name) {
  await viteBuild({ configFile: join(root, `playground/${name}/vite.config.ts`), logLevel: 'warn' });
}
