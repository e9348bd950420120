import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The file that Node takes. Vite would take graphql's other build, and graphql refuses types that come from two copies of itself.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['bench/**/*.test.ts', 'src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Encoders and pools are real processes: two cores carry one test file at a time.
    fileParallelism: false,
    // Two cores may have other work, too: a second is nothing.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The last line is the one that CI reads.
    reporters: ['default', './scripts/summary-reporter.mjs'],
  },
});
