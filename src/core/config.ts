import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { z } from 'zod';

const MB = 1024 * 1024;
const count = (fallback: number, description: string) => z.coerce.number().int().positive().default(fallback).describe(description);
const text = (fallback: string, description: string) => z.string().default(fallback).describe(description);

/** Of the machine, or of the container that bounds the process; 0 or a huge number stands for no bound. */
function halfOfMemory(): number {
  const bound = process.constrainedMemory();
  return Math.floor(Math.min(totalmem(), bound > 0 ? bound : Infinity) / 2);
}

/**
 * Every setting is an environment variable `DENSEQL_<name>`; docs/configuration.md lists them (tested).
 */
export const SETTINGS = {
  PORT: z.coerce.number().int().min(0).max(65535).default(4000).describe('Port to listen on; 0 takes a free one.'),
  HOST: text('127.0.0.1', 'Address to listen on.'),
  PACK: text('pocket', 'Name of a pack under MODELS_DIR or models/, the repository it was pulled from, or the path of a pack folder.'),
  MODELS_DIR: text('', 'Folder of further packs, where pull and compile put theirs; empty: denseql/packs in XDG_CACHE_HOME or ~/.cache.'),
  DEVICE: z
    .enum(['auto', 'cuda', 'webgpu', 'coreml', 'dml', 'cpu'])
    .default('auto')
    .describe('Execution provider; auto tries cuda, webgpu, coreml or dml, then cpu.'),
  THREADS: count(availableParallelism(), 'Threads of one encoder pass.'),
  ENCODER_BYTES: count(halfOfMemory(), 'Bytes that the processes of all encoders may hold; idle ones beside the active one are unloaded.'),
  ENCODER_IDLE_MS: count(10 * 60 * 1000, 'Milliseconds without work after which an encoder beside the active one is unloaded.'),
  CACHE_BYTES: count(512 * MB, 'Bytes of picture features kept in memory, of all encoders.'),
  TEXT_CACHE_BYTES: count(64 * MB, 'Bytes of text vectors kept in memory, of all encoders.'),
  QUEUE_LENGTH: count(64, 'Passes that may wait; more are answered OVERLOADED.'),
  QUEUE_BYTES: count(256 * MB, 'Bytes of pixels that may wait.'),
  DEADLINE_MS: count(60_000, 'Milliseconds one operation may take, waiting and running.'),
  PIXEL_THREADS: count(Math.max(1, availableParallelism()), 'Worker threads for masks, outlines and overlays.'),
  PIXEL_QUEUE: count(512, 'Pixel jobs that may wait.'),
  MAX_BODY_BYTES: count(8 * MB, 'Bytes of one GraphQL request.'),
  MAX_UPLOAD_BYTES: count(20 * MB, 'Bytes of one uploaded picture.'),
  UPLOAD_STORE_BYTES: count(256 * MB, 'Bytes of uploads kept; the oldest go first.'),
  UPLOAD_TTL_MS: count(60 * 60 * 1000, 'Milliseconds an upload is kept after its last use.'),
  PICTURE_STORE_BYTES: count(64 * MB, 'Bytes of rendered pictures kept for Picture.url.'),
  MAX_PIXELS: count(100_000_000, 'Width times height of one picture, as its header says.'),
  MAX_DECODED_BYTES: count(512 * MB, 'Bytes that decoding one picture may hold at once, estimated from its header.'),
  MAX_IMAGES: count(32, 'Pictures of one operation.'),
  MAX_LABELS: count(128, 'Labels of one field.'),
  MAX_LABEL_LENGTH: count(200, 'Characters of one label or text.'),
  MAX_TEXTS: count(2000, 'Texts of one operation, templates and synonyms multiplied out.'),
  MAX_PASSES: count(32, 'Encoder passes of one operation.'),
  MAX_REGIONS: count(200, 'Boxes of one regions field.'),
  MAX_MASK_PIXELS: count(200_000_000, 'Labels times mask pixels of one operation.'),
  MAX_DEPTH: count(16, 'Depth of a query.'),
  MAX_ALIASES: count(60, 'Aliases of a query.'),
  MAX_DIRECTIVES: count(100, 'Directives of a query, such as @skip and @include.'),
  MAX_TOKENS: count(4000, 'Tokens of a query.'),
  CORS_ORIGIN: text('', 'Origins allowed to call from a browser, separated by commas; * allows all; empty: none.'),
  PLUGINS: text('', 'Further plugins, separated by commas: paths or package names.'),
  OFFLINE: z.stringbool().default(false).describe('Never ask the network for anything.'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').describe('Least level that is logged.'),
  TMP_DIR: text(tmpdir(), 'Folder for temporary files.'),
} as const;

const Config = z.object(SETTINGS);
export type Config = z.output<typeof Config>;

/**
 * Parses `DENSEQL_*` once. Unknown names are refused: a typing error must not pass for a setting.
 * @throws Error naming the variable and what is allowed
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('DENSEQL_') || value === undefined || value === '') continue;
    const key = name.slice('DENSEQL_'.length);
    if (!(key in SETTINGS)) throw new Error(`${name} is no setting. docs/configuration.md lists them all.`);
    given[key] = value;
  }
  const parsed = Config.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `DENSEQL_${issue.path.join('.')}: ${issue.message}`);
  throw new Error(lines.join('\n'));
}
