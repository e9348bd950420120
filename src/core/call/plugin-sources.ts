import { badInput, DenseqlError } from '../errors.js';
import { inspectPicture } from '../images/inspect.js';
import { imageTooLarge, type PictureLimits } from '../images/limits.js';
import type { ImageSourceInput, SourcePicture } from '../images/picture.js';
import type { PictureSources } from '../images/sources.js';
import { OnceAnOperation } from '../once.js';
import type { Operation } from '../operation.js';
import type { MethodSpan } from './method-span.js';
import { runMethod } from './run-method.js';

/** What a query names: one member of ImageSource, which may be one that a plugin's schema has added. */
export type NamedSource = ImageSourceInput & Readonly<Record<string, unknown>>;

/** Where pictures come from, of a plugin's: asked before the server's own samples, uploads, data and addresses, for each picture of an operation once. */
export interface PictureSource {
  /**
   * @param source as the query names it: exactly one member is set
   * @param asked `signal` aborts when nobody waits any more
   * @returns the bytes of a JPEG, PNG or another format that is read here, at most MAX_UPLOAD_BYTES; null: the server's own sources are asked
   */
  fetch(source: NamedSource, asked: { readonly signal: AbortSignal }): Promise<Uint8Array | null>;
}

interface Brought {
  readonly plugin: string;
  readonly value: PictureSource;
}

/**
 * Asks a plugin for each picture first. What it gives is looked over as an upload is.
 * @param own where pictures come from that the plugin does not have
 */
export function pluginSources({ plugin, value: source }: Brought, own: PictureSources, limits: PictureLimits): PictureSources {
  const members = new Map<string, OnceAnOperation<SourcePicture>>();

  async function bytesOf(named: NamedSource, { signal, deadline }: Operation): Promise<Buffer | null> {
    const run = ({ worked: over }: MethodSpan) => source.fetch(Object.freeze({ ...named }), Object.freeze({ signal: over }));
    const bytes: unknown = await runMethod({ plugin, method: 'fetch', signal, deadline, run });
    if (bytes === null || bytes === undefined) return null;
    if (!(bytes instanceof Uint8Array))
      throw new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}": \`fetch\` of its picture source must give a Uint8Array, or null.`, {
        plugin,
      });
    const size = bytes.length;
    if (size > limits.maxBytes) throw imageTooLarge('MAX_UPLOAD_BYTES', size, limits.maxBytes, `${size} bytes`);
    // A copy: the plugin may still write to its own.
    return Buffer.from(bytes);
  }

  async function picture(member: string, named: NamedSource, operation: Operation): Promise<SourcePicture> {
    const started = performance.now();
    const bytes = await bytesOf(named, operation);
    if (bytes === null) {
      if (['sample', 'upload', 'data', 'url'].includes(member)) return own.resolve(named, operation);
      throw badInput(`source.${member}`, `the plugin "${plugin}" has no such picture. Check how it is written.`);
    }
    const found = await inspectPicture(bytes, limits, operation);
    operation.addTiming('decode', performance.now() - started);
    return found;
  }

  return {
    async resolve(named, operation) {
      operation.throwIfOver();
      const given = Object.entries(named).filter(([, value]) => value !== null && value !== undefined);
      const [first] = given;
      // It says what is wrong.
      if (first === undefined || given.length > 1) return own.resolve(named, operation);
      const [member, value] = first as [string, unknown];
      const once = members.get(member) ?? new OnceAnOperation<SourcePicture>();
      members.set(member, once);
      const key = typeof value === 'string' ? value : JSON.stringify(value);
      return once.get(operation, key, () => picture(member, named as NamedSource, operation));
    },
  };
}
