import type { Config } from '../core/config.js';
import { HOST_VERSION } from '../core/plugin/host-version.js';
import type { Limits, Resolvers } from './types.generated.js';

const limits = (config: Config): Limits => ({
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
    encoders: (_, __, { platform }) => [platform.encoder],
    serverInfo: (_, __, { platform }) => platform,
  },
  EncoderInfo: {
    name: ({ manifest }) => manifest.name,
    revision: ({ manifest }) => manifest.revision,
    summary: ({ manifest }) => manifest.summary,
    active: (encoder, _, { platform }) => encoder === platform.encoder,
    licences: ({ manifest }) => manifest.licences,
    outputs: ({ manifest }) => Object.entries(manifest.outputs).map(([name, output]) => ({ name, ...output })),
    detail: ({ manifest: { image } }) => ({ low: image.detail.LOW, medium: image.detail.MEDIUM, high: image.detail.HIGH }),
    patch: ({ manifest }) => manifest.image.patch,
    textDims: ({ manifest }) => manifest.text.dims,
    contextLength: ({ manifest }) => manifest.text.contextLength,
    templates: ({ manifest }) => manifest.text.templates,
  },
  ServerInfo: {
    version: ({ version }) => version,
    hostVersion: () => HOST_VERSION,
    pack: ({ encoder }) => encoder.manifest.name,
    packRevision: ({ encoder }) => encoder.manifest.revision,
    device: ({ encoder }) => encoder.status().device,
    deviceNotes: ({ encoder }) => encoder.status().deviceNotes,
    encoder: ({ encoder }) => encoder.status(),
    limits: ({ config }) => limits(config),
    uptime: (platform) => platform.uptime(),
  },
} satisfies Resolvers;
