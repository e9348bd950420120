// The GraphiQL page: one offline bundle, nothing in it asks another host.
import { join } from 'node:path';
import { build as viteBuild } from 'vite';
import { root } from './files.mjs';

export async function build() {
  await viteBuild({ configFile: join(root, 'playground/graphiql/vite.config.ts'), logLevel: 'warn' });
}
