/**
 * `denseql/testing`: what tests of a plugin are written with, under any test runner.
 */
// The metadata API must be in place before tsyringe is loaded.
import 'reflect-metadata';

export { createFakeEncoder, type FakeEncoder, type FakeEncoderOptions, type FakePatch } from './fake-encoder.js';
export { buildPicture, type BuiltPicture, type Colour, type Shape } from './picture.js';
export { examinePlugin, testPlugin, type PluginReport, type TestPluginOptions } from './test-plugin.js';
export { createTestServer, type TestEncoder, type TestServer, type TestServerOptions } from './test-server.js';
export { tinyPack } from './tiny-pack.js';
