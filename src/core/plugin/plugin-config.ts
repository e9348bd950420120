import type { Config } from '../config.js';

const OFFERED = [
  'OFFLINE',
  'THREADS',
  'DEADLINE_MS',
  'MAX_PIXELS',
  'MAX_IMAGES',
  'MAX_LABELS',
  'MAX_LABEL_LENGTH',
  'MAX_TEXTS',
  'MAX_PASSES',
  'MAX_REGIONS',
  'MAX_MASK_PIXELS',
] as const satisfies readonly (keyof Config)[];

/** The settings that a plugin may see: what bounds its work. Addresses, folders of models, plugins and secrets are the operator's. */
export type PluginConfig = Readonly<Pick<Config, (typeof OFFERED)[number]>>;

/** A frozen copy of what plugins may see. */
export const pluginConfig = (config: Config): PluginConfig =>
  Object.freeze(Object.fromEntries(OFFERED.map((name) => [name, config[name]]))) as PluginConfig;
