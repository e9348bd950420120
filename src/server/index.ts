/**
 * The server as a package: `import { startServer, readConfig } from 'denseql'`. Plugins import `denseql/plugin`, their tests `denseql/testing`.
 */
// The metadata API must be in place before tsyringe is loaded.
import 'reflect-metadata';

export { readConfig, type Config } from '../core/config.js';
export { DenseqlError, ERROR_CODES, type ErrorCode } from '../core/errors.js';
export { defineConfig, type PluginsFile } from '../core/plugin/plugins-file.js';
export { compose, type App, type Overrides } from './compose.js';
export { startServer, type RunningServer, type ServerOptions } from './http.js';
export type { Execute } from './in-process.js';
