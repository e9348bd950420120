import { defineConfig } from 'vite';

const target = process.env['DENSEQL_SERVER'] ?? 'http://127.0.0.1:4000/';

/** The page asks its own server, which passes questions on: no CORS while you develop. */
export default defineConfig({ server: { proxy: { '/graphql': target, '/uploads': target, '/pictures': target } } });
