import type { Config } from '../core/config.js';
import type { Encoder, EncoderStatus } from '../core/encoder/encoder.js';
import type { PackManifest, PackOutput } from '../core/packs/manifest.js';
import { HOST_VERSION } from '../core/plugin/host-version.js';
import type { Platform, ResolverContext } from './context.js';

const limits = (config: Config): Record<string, number> => ({
  bodyBytes: config.MAX_BODY_BYTES,
  uploadBytes: config.MAX_UPLOAD_BYTES,
  pixels: config.MAX_PIXELS,
  images: config.MAX_IMAGES,
  labels: config.MAX_LABELS,
  labelLength: config.MAX_LABEL_LENGTH,
  texts: config.MAX_TEXTS,
  passes: config.MAX_PASSES,
  regions: config.MAX_REGIONS,
  maskPixels: config.MAX_MASK_PIXELS,
  depth: config.MAX_DEPTH,
  aliases: config.MAX_ALIASES,
  tokens: config.MAX_TOKENS,
  deadlineMs: config.DEADLINE_MS,
});

export const serverResolvers = {
  Query: {
    encoders: (_: unknown, __: unknown, { platform }: ResolverContext): Encoder[] => [platform.encoder],
    serverInfo: (_: unknown, __: unknown, { platform }: ResolverContext): Platform => platform,
  },
  EncoderInfo: {
    name: ({ manifest }: Encoder): string => manifest.name,
    revision: ({ manifest }: Encoder): string => manifest.revision,
    summary: ({ manifest }: Encoder): string => manifest.summary,
    active: (encoder: Encoder, _: unknown, { platform }: ResolverContext): boolean => encoder === platform.encoder,
    licences: ({ manifest }: Encoder): PackManifest['licences'] => manifest.licences,
    outputs: ({ manifest }: Encoder): (PackOutput & { name: string })[] =>
      Object.entries(manifest.outputs).map(([name, output]) => ({ name, ...output })),
    detail: ({ manifest: { image } }: Encoder): Record<string, number> => ({
      low: image.detail.LOW,
      medium: image.detail.MEDIUM,
      high: image.detail.HIGH,
    }),
    patch: ({ manifest }: Encoder): number => manifest.image.patch,
    textDims: ({ manifest }: Encoder): number => manifest.text.dims,
    contextLength: ({ manifest }: Encoder): number => manifest.text.contextLength,
    templates: ({ manifest }: Encoder): readonly string[] => manifest.text.templates,
  },
  ServerInfo: {
    hostVersion: (): string => HOST_VERSION,
    pack: ({ encoder }: Platform): string => encoder.manifest.name,
    packRevision: ({ encoder }: Platform): string => encoder.manifest.revision,
    device: ({ encoder }: Platform): string | null => encoder.status().device,
    deviceNotes: ({ encoder }: Platform): readonly string[] => encoder.status().deviceNotes,
    encoder: ({ encoder }: Platform): EncoderStatus => encoder.status(),
    limits: ({ config }: Platform): Record<string, number> => limits(config),
    uptime: (platform: Platform): number => platform.uptime(),
  },
};
