import { readFile } from 'node:fs/promises';
import { readConfig } from '../../src/core/config.js';
import type { Features } from '../../src/core/visual/features.js';
import type { Box } from '../../src/core/geometry/box.js';
import type { Detail } from '../../src/core/images/encoder-size.js';
import { inspectPicture } from '../../src/core/images/inspect.js';
import { pictureLimits } from '../../src/core/images/limits.js';
import type { PackManifest } from '../../src/core/packs/manifest.js';
import { createTextAccess } from '../../src/core/call/text-access.js';
import { regionBox } from '../../src/core/visual/region-box.js';
import { unboundedOperation } from '../../src/cli/session.js';
import { compose } from '../../src/server/compose.js';

export interface Product {
  readonly manifest: PackManifest;
  /** @param picture a file's name, or its bytes @returns the id of the upload */
  upload(picture: string | Buffer): Promise<string>;
  /** @throws Error when the answer carries errors */
  ask<Answer>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** What the same upload's queries are answered from: no further pass. */
  features(upload: string): Promise<Features>;
  /** Of a part of the upload, encoded again; `box` in pixels. Without a detail at the pack's choice, as `region(zoom: true)`. */
  zoomed(upload: string, box: Box, detail?: Detail): Promise<Features>;
  /** One unit vector a label, out of the pack's templates, as methods get them. */
  vectors(labels: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  close(): Promise<void>;
}

/** DenseQL in this process, as a server would run it. @throws PACK_INVALID, ENCODER_UNAVAILABLE */
export async function openProduct(pack: string | undefined): Promise<Product> {
  const settings = readConfig();
  const config = {
    ...settings,
    PACK: pack ?? settings.PACK,
    LOG_LEVEL: 'warn' as const,
    DEADLINE_MS: 600_000,
    MAX_IMAGES: 1000,
    MAX_PASSES: 1000,
  };
  const app = await compose(config);
  const { platform, uploads } = app;
  const { encoder } = platform;
  try {
    await app.ready();
  } catch (error) {
    await app.close();
    throw error;
  }
  const visualOf = (upload: string) => platform.open({ upload }, { detail: 'MEDIUM', encoder }, unboundedOperation());
  return {
    manifest: encoder.manifest,
    async upload(picture) {
      const limits = pictureLimits(config);
      return (await uploads.put(await inspectPicture(typeof picture === 'string' ? await readFile(picture) : picture, limits))).id;
    },
    async ask<Answer>(query: string, variables: Readonly<Record<string, unknown>>) {
      const { data, errors } = await app.execute(query, variables);
      if (errors) throw new Error(JSON.stringify(errors));
      return data as Answer;
    },
    async features(upload) {
      return (await (await visualOf(upload)).features()).features;
    },
    async zoomed(upload, box, detail) {
      const visual = await visualOf(upload);
      const part = regionBox({ ...box, unit: 'PIXEL' }, visual.picture, visual.box, 'box');
      return (await visual.region(part, true, detail).features()).features;
    },
    async vectors(labels) {
      const texts = createTextAccess(encoder, unboundedOperation(), encoder.manifest.text);
      const found = await texts.labels(labels, {});
      return new Map(labels.map((label, index) => [label, found[index]![0]!]));
    },
    close: () => app.close(),
  };
}
