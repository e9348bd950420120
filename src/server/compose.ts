import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../core/config.js';
import { createAsk } from '../core/call/ask.js';
import { pluginSources } from '../core/call/plugin-sources.js';
import { realClock } from '../core/clock.js';
import { containPlugins, tellOfPlugins } from '../core/plugin/contain-process.js';
import { createContainer } from '../core/plugin/container.js';
import type { EncoderStores } from '../core/encoder/store/store.js';
import type { Encoder } from '../core/encoder/contract/encoder.js';
import { createEncoderPool } from '../core/encoder/pool/create-encoder-pool.js';
import { decodeRgb } from '../core/images/decode.js';
import { createSamples } from '../core/images/samples.js';
import { pictureLimits } from '../core/images/limits.js';
import { createPictureSources } from '../core/images/sources.js';
import { createUploadStore } from '../core/images/upload-store.js';
import type { UploadStore } from '../core/images/upload-store.js';
import type { Network } from '../core/images/url/network.js';
import { createUrlPictures } from '../core/images/url/url-pictures.js';
import { createPixelWork } from '../core/pixels/create-pixel-work.js';
import type { PixelWork } from '../core/pixels/pixel-work.js';
import type { Plugin } from '../core/plugin/define-plugin.js';
import { checkDeadlines, checkDefaults, readSettings } from '../core/plugin/operator.js';
import { pluginConfig } from '../core/plugin/plugin-config.js';
import type { PluginsFile } from '../core/plugin/plugins-file.js';
import { loadedPlugins, takenDefaults } from '../core/plugin/loaded-words.js';
import { PluginRegistry } from '../core/plugin/registry.js';
import { CLOCK, CONFIG, LOGS, type PluginLog } from '../core/plugin/tokens.js';
import { ReferenceSets } from '../core/references/reference-sets.js';
import { setsFolder } from '../core/references/sets-folder.js';
import { unusableFolder } from '../core/references/unusable-folder.js';
import { projectRoot, projectVersion } from '../core/project-root.js';
import { createOpenVisual } from '../core/visual/open-visual.js';
import { ProvenPictures } from '../core/visual/proven-pictures.js';
import { methodOptions } from '../resolvers/assemble/method-options.js';
import { undescribedParts } from '../resolvers/assemble/undescribed-parts.js';
import { taskArguments } from '../resolvers/assemble/task-arguments.js';
import type { Platform } from '../resolvers/context.js';
import { buildSchema } from './build-schema.js';
import { setsOff } from './access/sets-off.js';
import { closeAll } from './close-all.js';
import { broughtParts } from './brought-parts.js';
import { createInProcess } from './in-process.js';
import type { Execute } from './in-process.js';
import { installation, type Installation } from './installed-plugins.js';
import { createLog } from './log.js';
import { maskError } from './mask-error.js';
import { createPictureStore } from './pictures.js';
import type { PictureStore } from './pictures.js';
import { readPublicUrl } from './public-url.js';
import { UnderWay } from './under-way.js';

/** Parts that a test or another host brings along instead of those that the settings describe. */
export interface Overrides {
  /** The only encoder then, in place of the packs in the folders of models. */
  readonly encoder?: Encoder;
  /** Where what encoders gave is kept, in place of memory. */
  readonly stores?: EncoderStores;
  readonly pixels?: PixelWork;
  readonly log?: Logger;
  /** Further plugins, after the built-in ones. */
  readonly plugins?: readonly Plugin[];
  /** Whether those stand in the place of built-in ones of the same name; otherwise equal names are refused. */
  readonly replaces?: boolean;
  /** What the command line has loaded already, in place of `plugins`, `replaces` and `file`. */
  readonly installed?: Installation;
  /** What the operator says of plugins, in place of `denseql.config.ts` in the folder that the process runs in. */
  readonly file?: PluginsFile;
  /** Where names of pictures' addresses are resolved and connections to them go, in place of the internet. */
  readonly network?: Network;
  /** Whether somebody answers `Picture.url`; the HTTP server says so. */
  readonly servesPictures?: boolean;
}

/** DenseQL without a transport. */
export interface App {
  readonly config: Config;
  readonly log: Logger;
  readonly schema: GraphQLSchema;
  readonly platform: Platform;
  readonly uploads: UploadStore;
  readonly pictures: PictureStore;
  /** What is being worked on, over HTTP too. */
  readonly underWay: UnderWay;
  /** Runs one query in-process, under the same limits and with the same errors as over HTTP. */
  readonly execute: Execute;
  /** Resolves when the active encoder is warm and proven. @throws ENCODER_UNAVAILABLE, PACK_INVALID */
  ready(): Promise<void>;
  /** Takes nothing new, lets what is under way end within DRAIN_MS, then ends everything that was started: encoders, pixel workers, plugins. */
  close(): Promise<void>;
}

/**
 * The composition root: everything is made here, once, and handed to who needs it.
 * Plugins and schema come first: what refuses to start must not leave a process behind.
 *
 * @throws Error saying which plugin or file is wrong; PACK_INVALID
 */
export async function compose(config: Config, overrides: Overrides = {}): Promise<App> {
  const root = projectRoot();
  const log = overrides.log ?? createLog(config);
  const publicUrl = readPublicUrl(config);
  const { file, plugins } =
    overrides.installed ?? (await installation(config, { more: overrides.plugins, replaces: overrides.replaces, file: overrides.file }));
  const schema = buildSchema(plugins);
  const urls = createUrlPictures(config, overrides.network);
  const logOf = (plugin: string): PluginLog =>
    Object.freeze({ info: (message: string) => log.info({ plugin }, message), warn: (message: string) => log.warn({ plugin }, message) });
  const registry = new PluginRegistry(
    createContainer(
      new Map<symbol, unknown>([
        [CLOCK, Object.freeze(realClock)],
        [CONFIG, pluginConfig(config)],
        [LOGS, logOf],
      ]),
    ),
    plugins,
    { defaults: file.defaults, settings: readSettings(plugins, file.settings) },
  );
  const options = methodOptions(schema, registry.tasks());
  checkDefaults(plugins, file.defaults, (task, key) => options(task, key).required);
  checkDeadlines(plugins, file.deadlines);
  containPlugins();
  const letGo = tellOfPlugins(log);
  await registry.start().catch((error: unknown) => {
    letGo();
    throw error;
  });
  log.info({ plugins: loadedPlugins(plugins) }, 'plugins');
  for (const sentence of [...takenDefaults(plugins), ...undescribedParts(plugins)]) log.warn(sentence);

  const opened: (() => Promise<void>)[] = [async () => letGo(), () => registry.dispose()];
  try {
    const brought = broughtParts(registry, log);
    const stores = overrides.stores ?? brought.stores?.value;
    const encoders = await createEncoderPool({ config, log, stores, encoder: overrides.encoder ?? brought.encoder?.value });
    opened.push(() => encoders.close());
    const pixels = overrides.pixels ?? createPixelWork({ config, log });
    opened.push(() => pixels.close());
    const samples = createSamples(join(root, 'samples'));
    const uploads = createUploadStore(config);
    const pictures = createPictureStore(config, publicUrl ?? '/');
    const own = createPictureSources({ config, samples, uploads, urls });
    const sources = brought.sources ? pluginSources(brought.sources, own, pictureLimits(config)) : own;
    const visuals = { decode: decodeRgb, proven: new ProvenPictures() };
    const open = createOpenVisual(sources, visuals);
    const [folder, off] = [setsFolder(config.SETS_DIR), setsOff(config)];
    const unusable = off === null ? await unusableFolder(folder) : null;
    if (unusable !== null)
      log.warn(`Reference sets cannot be kept (DENSEQL_SETS_DIR): ${unusable}. Until that is set right they are STORE_FAILED.`);
    const references = new ReferenceSets({ config, folder, off, open, log });
    opened.push(() => references.close());
    const started = performance.now();
    const underWay = new UnderWay(config);
    const platform: Platform = {
      config,
      version: projectVersion(),
      uptime: () => (performance.now() - started) / 1000,
      get encoder() {
        return encoders.active;
      },
      encoders,
      pixels,
      sources,
      samples,
      registry,
      options,
      visuals,
      open,
      references,
      ask: createAsk({
        methods: registry,
        options,
        arguments: taskArguments(schema, registry.tasks()),
        deadlines: file.deadlines,
        config,
        pixels,
        open,
        references,
      }),
      mask: (error, { id }) => maskError(log, error, { requestId: id }),
      keepPicture: overrides.servesPictures ? (picture, { client }) => pictures.put(picture, client) : null,
    };
    const inProcess = createInProcess({ schema, platform, log, underWay });
    return {
      config,
      log,
      schema,
      platform,
      uploads,
      pictures,
      underWay,
      execute: inProcess.execute,
      ready: () => encoders.active.ready(),
      async close() {
        await closeAll([() => underWay.drain(), () => inProcess.stop(), ...opened.reverse()]);
      },
    };
  } catch (error) {
    await closeAll(opened.reverse()).catch(() => undefined); // the first failure is the one to tell
    throw error;
  }
}
