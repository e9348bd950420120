import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { titles } from './titles.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // Relative: a proxy may have put the server below a path.
  base: './',
  plugins: [titles()],
  build: {
    outDir: here('../../dist/vision'),
    emptyOutDir: true,
    target: 'esnext',
    reportCompressedSize: false,
    // In kB; a test bounds what visitors load.
    chunkSizeWarningLimit: 900,
    // Fonts stay files: in the style sheet they would be loaded by all, whatever alphabet they read.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // "use client" means nothing to a page without server components; hundreds of notes would hide a real one.
      onwarn: (warning, show) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') show(warning);
      },
    },
  },
});
