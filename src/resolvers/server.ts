import type { Client } from '../core/client.js';
import type { Config } from '../core/config.js';
import type { PackManifest } from '../core/packs/manifest.js';
import { HOST_VERSION } from '../core/plugin/host-version.js';
import type { Limits, Resolvers } from './types.generated.js';

const limits = (config: Config, { aMinute }: Client): Limits => ({
  bodyBytes: config.MAX_BODY_BYTES,
  uploadBytes: config.MAX_UPLOAD_BYTES,
  pixels: config.MAX_PIXELS,
  decodedBytes: config.MAX_DECODED_BYTES,
  images: config.MAX_IMAGES,
  inlineBytes: config.MAX_INLINE_BYTES,
  decodes: config.MAX_DECODES,
  labels: config.MAX_LABELS,
  labelLength: config.MAX_LABEL_LENGTH,
  texts: config.MAX_TEXTS,
  passes: config.MAX_PASSES,
  regions: config.MAX_REGIONS,
  labelRegions: config.MAX_LABEL_REGIONS,
  maskPixels: config.MAX_MASK_PIXELS,
  renderedPixels: config.MAX_RENDERED_PIXELS,
  answerFields: config.MAX_ANSWER_FIELDS,
  answerBytes: config.MAX_ANSWER_BYTES,
  depth: config.MAX_DEPTH,
  aliases: config.MAX_ALIASES,
  directives: config.MAX_DIRECTIVES,
  tokens: config.MAX_TOKENS,
  values: config.MAX_VALUES,
  deadlineMs: config.DEADLINE_MS,
  requestsPerMinute: aMinute.requests,
  passesPerMinute: aMinute.passes,
});

const detailSizes = ({ image: { detail } }: PackManifest) => ({ low: detail.LOW, medium: detail.MEDIUM, high: detail.HIGH });

export const serverResolvers = {
  Query: {
    encoders: async (_, __, { platform }) => {
      const all = platform.encoders.list();
      // As their folders are now, not as the last query found them; what is wrong with one is its `problem`.
      await Promise.allSettled(all.map((encoder) => encoder.open()));
      return all;
    },
    serverInfo: (_, __, { platform }) => platform,
  },
  EncoderInfo: {
    name: ({ encoder }) => encoder.manifest.name,
    revision: ({ encoder }) => encoder.manifest.revision,
    summary: ({ encoder }) => encoder.manifest.summary,
    active: ({ encoder }, _, { platform }) => encoder === platform.encoder,
    state: ({ state }) => state,
    problem: ({ problem }) => problem,
    memoryBytes: ({ memoryBytes }) => memoryBytes,
    device: ({ encoder }) => encoder.status().device,
    family: ({ encoder }) => encoder.manifest.family ?? null,
    precision: ({ encoder }) => encoder.manifest.precision,
    compute: ({ encoder }) => encoder.manifest.compute ?? 'fp32',
    source: ({ encoder }) => encoder.manifest.source ?? null,
    licences: ({ encoder }) => encoder.manifest.licences,
    outputs: ({ encoder }) => Object.entries(encoder.manifest.outputs).map(([name, output]) => ({ name, ...output })),
    attentions: ({ encoder }) => encoder.manifest.image.tail?.attentions ?? [],
    heads: ({ encoder }) => Object.keys(encoder.manifest.heads),
    detail: ({ encoder }) => detailSizes(encoder.manifest),
    patch: ({ encoder }) => encoder.manifest.image.patch,
    textDims: ({ encoder }) => encoder.manifest.text.dims,
    contextLength: ({ encoder }) => encoder.manifest.text.contextLength,
    templates: ({ encoder }) => encoder.manifest.text.templates,
  },
  ServerInfo: {
    version: ({ version }) => version,
    hostVersion: () => HOST_VERSION,
    pack: ({ encoder }) => encoder.manifest.name,
    packRevision: ({ encoder }) => encoder.manifest.revision,
    device: ({ encoder }) => encoder.status().device,
    deviceNotes: ({ encoder }) => encoder.status().deviceNotes,
    encoder: ({ encoder }) => encoder.status(),
    encoderMemoryBytes: ({ encoders }) => encoders.memory().bytes,
    encoderMemoryLimit: ({ encoders }) => encoders.memory().limit,
    brokenPacks: ({ encoders }) => encoders.broken,
    limits: ({ config }, _, { operation }) => limits(config, operation.client),
    uptime: (platform) => platform.uptime(),
  },
} satisfies Resolvers;
