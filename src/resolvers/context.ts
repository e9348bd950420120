import type { OptionsOf } from '../core/call/options.js';
import type { Config } from '../core/config.js';
import type { Encoder } from '../core/encoder/contract/encoder.js';
import type { EncoderPool } from '../core/encoder/pool/pool.js';
import type { DenseqlError } from '../core/errors.js';
import type { PictureSources } from '../core/images/sources.js';
import type { Samples } from '../core/images/samples.js';
import type { Operation } from '../core/operation.js';
import type { EncodedPicture } from '../core/pixels/encoded-picture.js';
import type { PixelWork } from '../core/pixels/pixel-work.js';
import type { PluginRegistry } from '../core/plugin/registry.js';
import type { ReferenceSets } from '../core/references/reference-sets.js';
import type { AskAbout } from '../core/call/ask.js';
import type { VisualServices } from '../core/visual/visual.js';
import type { OpenVisual } from '../core/visual/open-visual.js';

/** What one server offers to its resolvers; made once by the composition root. */
export interface Platform {
  readonly config: Config;
  /** Version of DenseQL. */
  readonly version: string;
  /** Seconds since the start. */
  readonly uptime: () => number;
  /** The one that answers when none is named. */
  readonly encoder: Encoder;
  readonly encoders: EncoderPool;
  readonly pixels: PixelWork;
  readonly sources: PictureSources;
  readonly samples: Samples;
  readonly registry: PluginRegistry;
  /** What each method takes. */
  readonly options: OptionsOf;
  /** What every visual needs beside its encoder. */
  readonly visuals: Omit<VisualServices, 'encoder'>;
  /** Fetches a picture and proves that it can be decoded. */
  readonly open: OpenVisual;
  /** Pictures that the server keeps to compare with. */
  readonly references: ReferenceSets;
  /** Answers any task about any visual. */
  readonly ask: AskAbout;
  /** Logs an error that no client may see, and gives the one that stands in its place. */
  mask(error: unknown, operation: Operation): DenseqlError;
  /** Keeps a rendered picture and gives its address; null when no server would answer it (the command line). */
  readonly keepPicture: ((picture: EncodedPicture, operation: Operation) => Promise<string | null>) | null;
}

/** What every resolver gets as its third argument. */
export interface ResolverContext {
  readonly platform: Platform;
  readonly operation: Operation;
}
