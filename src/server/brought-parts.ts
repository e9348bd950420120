import type { PluginRegistry } from '../core/plugin/registry.js';
import type { Token } from '../core/plugin/token.js';
import { ENCODER, SOURCES, STORES } from '../core/plugin/tokens.js';
import type { Log } from '../core/log.js';

/** What plugins bring in place of parts of the server; each is told in the log. @throws Error where a class cannot be made */
export function broughtParts(registry: PluginRegistry, log: Log) {
  const brought = <Value>(token: Token<Value>, sentence: string) => {
    const part = registry.provided(token);
    if (part) log.info({ plugin: part.plugin }, sentence);
    return part;
  };
  return {
    stores: brought(STORES, 'What encoders give is kept where this plugin says.'),
    sources: brought(SOURCES, 'Pictures are asked for at this plugin first.'),
    encoder: brought(ENCODER, 'This plugin brings the encoder; those of the packs are not started.'),
  };
}
