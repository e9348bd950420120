import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/graphiql/',
  // Monaco's workers are modules: the default form of a worker bundle cannot hold them.
  worker: { format: 'es' },
  build: {
    outDir: here('../../dist/graphiql'),
    emptyOutDir: true,
    target: 'esnext',
    // One editor is one large file; the warning would come with every build.
    chunkSizeWarningLimit: 8000,
    reportCompressedSize: false,
    rolldownOptions: {
      // "use client" means nothing to a page without server components; hundreds of notes would hide a real one.
      onwarn: (warning, show) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') show(warning);
      },
    },
  },
});
