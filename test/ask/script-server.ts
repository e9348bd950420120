import { expect } from 'vitest';
import type { Config } from '../../src/core/config.js';
import type { Plugin } from '../../src/core/plugin/define-plugin.js';
import { asData, redAndBlue } from '../http/pictures.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';
import scripted, { play, type Script } from './scripted.js';

export interface Failure {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Scene {
  readonly server: TinyServer;
  /** Plays a part, asks for fields of the scripted answer, and gives the whole body. */
  // Each test knows the shape of what it asked for.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  show(part: Partial<Script>, fields?: string, args?: string): Promise<any>;
  /** The one failure of a part; the picture's width still stands. */
  failure(part: Partial<Script>, fields?: string, args?: string): Promise<Failure>;
  close(): Promise<void>;
}

/** A server with the scripted plugin. */
export async function openScene(settings: Partial<Config> = {}, plugins: readonly Plugin[] = []): Promise<Scene> {
  const server = await startTiny(settings, { plugins: [scripted, ...plugins] });
  const source = asData(await redAndBlue());
  const show: Scene['show'] = async (part, fields = 'number', args = '') => {
    play(part);
    const query = `query ($source: ImageSource!) { image(source: $source) { width scripted${args} { ${fields} } } }`;
    return (await server.query(query, { source })).body;
  };
  return {
    server,
    show,
    async failure(part, fields, args) {
      const { data, errors } = await show(part, fields, args);
      expect(data.image.width).toBe(448);
      expect(errors).toHaveLength(1);
      return errors[0];
    },
    close: () => server.close(),
  };
}
