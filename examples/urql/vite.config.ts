import { defineConfig } from 'vite';

const target = process.env['DENSEQL_SERVER'] ?? 'http://127.0.0.1:4000/';

/** As of examples/web. */
export default defineConfig({ server: { proxy: { '/graphql': target, '/uploads': target, '/pictures': target } } });
