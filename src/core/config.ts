import { availableParallelism, totalmem } from 'node:os';
import { z } from 'zod';
import { allowedNames, allowedValue, takesWholeNumber } from './allowed-value.js';
import { DEFAULT_PACK } from './default-pack.js';
import { didYouMean } from './did-you-mean.js';
import { badInput } from './errors.js';

const MB = 1024 * 1024;
const count = (fallback: number, description: string) => z.coerce.number().int().positive().default(fallback).describe(description);
const milliseconds = (fallback: number, description: string) => z.coerce.number().int().min(0).default(fallback).describe(description);
const countOrNone = (description: string) => z.coerce.number().int().min(0).default(0).describe(description);
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
  PACK: text(DEFAULT_PACK, 'Name of a pack under MODELS_DIR or models/, the repository it was pulled from, or the path of a pack folder.'),
  MODELS_DIR: text('', 'Folder of further packs, where pull and compile put theirs; empty: denseql/packs in XDG_CACHE_HOME or ~/.cache.'),
  DEVICE: z
    .enum(['auto', 'cuda', 'webgpu', 'coreml', 'dml', 'cpu'])
    .default('auto')
    .describe('Execution provider; auto tries cuda, webgpu, coreml or dml, then cpu.'),
  THREADS: count(availableParallelism(), 'Threads of one encoder pass.'),
  BATCH: countOrNone(
    'Pictures of one size that one pass may take; 0: one on the CPU, and on a GPU as many as it gains by, which is measured at the start.',
  ),
  ENCODER_BYTES: count(halfOfMemory(), 'Bytes that the processes of all encoders may hold; idle ones beside the active one are unloaded.'),
  ENCODER_IDLE_MS: count(10 * 60 * 1000, 'Milliseconds without work after which an encoder beside the active one is unloaded.'),
  CACHE_BYTES: count(512 * MB, 'Bytes of picture features kept in memory, of all encoders.'),
  TEXT_CACHE_BYTES: count(64 * MB, 'Bytes of text vectors kept in memory, of all encoders.'),
  QUEUE_LENGTH: count(
    64,
    'Passes that may wait; more are answered OVERLOADED. One operation fills a quarter of it at most: what it has beyond waits within the operation.',
  ),
  QUEUE_BYTES: count(256 * MB, 'Bytes of pixels that may wait.'),
  DEADLINE_MS: count(60_000, 'Milliseconds one operation may take, waiting and running.'),
  DRAIN_MS: count(
    20_000,
    'Milliseconds that what is under way may take once the server was told to stop; what is left then is answered STOPPING.',
  ),
  DRAIN_LEAST_MS: milliseconds(
    0,
    'Milliseconds, up to DRAIN_MS, that a server told to stop listens at least, so that probes of /health/ready see it.',
  ),
  PIXEL_THREADS: count(Math.max(1, availableParallelism()), 'Worker threads for masks, outlines and overlays.'),
  PIXEL_QUEUE: count(
    512,
    'Pixel jobs that may wait. One operation fills an eighth of it at most: what it has beyond waits within the operation.',
  ),
  MAX_BODY_BYTES: count(8 * MB, 'Bytes of one GraphQL request.'),
  HEADERS_MS: count(20_000, 'Milliseconds in which the headers of a request must have arrived.'),
  REQUEST_MS: count(300_000, 'Milliseconds in which a whole request must have arrived, headers and body.'),
  BODY_STALL_MS: count(10_000, 'Milliseconds without BODY_RATE after which a body that is coming in is refused.'),
  BODY_RATE: count(4096, 'Bytes a second that a body must bring, as a mean of BODY_STALL_MS.'),
  PENDING_BYTES: count(256 * MB, 'Bytes of bodies, uploads and queries, that may be coming in or being answered at once.'),
  CLIENT_PENDING_BYTES: count(64 * MB, 'Bytes of bodies of one client that may be coming in or being answered at once.'),
  UNREAD_BYTES: count(256 * MB, 'Bytes of answers that may be put together, or wait to be read, at once.'),
  CLIENT_UNREAD_BYTES: count(64 * MB, 'Bytes of answers of one client that may be put together, or wait to be read, at once.'),
  ANSWER_STALL_MS: count(20_000, 'Milliseconds in which a client must take some of an answer that it is sent.'),
  ANSWER_MS: count(300_000, 'Milliseconds in which a client must have taken a whole answer.'),
  MAX_CONNECTIONS: count(4096, 'Connections that may be open.'),
  CLIENT_CONNECTIONS: count(512, 'Connections of one address that may be open.'),
  MAX_UPLOAD_BYTES: count(20 * MB, 'Bytes of one uploaded picture.'),
  URL_SOURCES: text(
    'false',
    'Pictures by address: false, true (any public host), or the hosts allowed, separated by commas; *.example.com is all hosts below it.',
  ),
  URL_TIMEOUT_MS: count(10_000, 'Milliseconds that fetching one picture by its address may take, redirects included.'),
  UPLOAD_STORE_BYTES: count(256 * MB, 'Bytes of uploads kept; where they are full, the client that holds most loses its oldest.'),
  UPLOAD_TTL_MS: count(60 * 60 * 1000, 'Milliseconds an upload is kept after its last use.'),
  PICTURE_STORE_BYTES: count(
    64 * MB,
    'Bytes of rendered pictures kept for Picture.url; where they are full, the client that holds most loses its oldest.',
  ),
  SETS_DIR: text(
    '',
    'Folder in which reference sets are kept across restarts; empty: denseql/sets in XDG_DATA_HOME or ~/.local/share. It is made where it is not there.',
  ),
  SETS_BYTES: count(4096 * MB, 'Bytes of features that reference sets may keep on the disk, of all clients; what goes beyond is refused.'),
  CLIENT_SETS_BYTES: count(2048 * MB, 'Bytes of features that the reference sets of one API key may keep on the disk.'),
  LEARNT_BYTES: count(
    256 * MB,
    'Bytes kept in memory of what methods have learnt from reference sets; the least recently used goes, and is learnt again when it is needed.',
  ),
  MAX_PIXELS: count(100_000_000, 'Width times height of one picture, as its header says.'),
  MAX_DECODED_BYTES: count(512 * MB, 'Bytes that decoding one picture may hold at once, estimated from its header.'),
  MAX_IMAGES: count(32, 'Different pictures of one operation.'),
  MAX_INLINE_BYTES: count(32 * MB, 'Characters of pictures inside the queries of one operation; equal ones count once.'),
  MAX_DECODES: count(
    1000,
    'Decodes of one operation: of pictures, of parts that are encoded again or drawn, of guides for the edges of masks.',
  ),
  MAX_LABELS: count(128, 'Labels of one field.'),
  MAX_LABEL_LENGTH: count(200, 'Characters of one label or text.'),
  MAX_TEXTS: count(2000, 'Texts of one operation, templates and synonyms multiplied out.'),
  MAX_PASSES: count(32, 'Encoder passes of one operation.'),
  MAX_REGIONS: count(1000, 'Regions of one operation, those within regions included.'),
  MAX_LABEL_REGIONS: count(20_000, 'Labels times pictures and regions of one operation; a question without labels counts as one.'),
  MAX_MASK_PIXELS: count(200_000_000, 'Labels times mask pixels of one operation.'),
  MAX_RENDERED_PIXELS: count(100_000_000, 'Pixels of the pictures that one operation has rendered.'),
  MAX_ANSWER_FIELDS: count(100_000, 'Fields of list items in one answer.'),
  MAX_ANSWER_BYTES: count(32 * MB, 'Bytes of one answer, measured while it is put together.'),
  MAX_DEPTH: count(16, 'Depth of a query.'),
  MAX_ALIASES: count(60, 'Aliases of a query.'),
  MAX_DIRECTIVES: count(100, 'Directives of a query, such as @skip and @include.'),
  MAX_TOKENS: count(4000, 'Tokens of a query.'),
  MAX_VALUES: count(50_000, 'Values in the variables of a query, those within lists and objects counted.'),
  CORS_ORIGIN: text(
    '',
    'Origins whose pages may read answers in a browser, e.g. https://app.example.com, separated by commas; * allows all; empty: none but its own.',
  ),
  PUBLIC_URL: text(
    '',
    'Where the server is reached from outside, e.g. https://vision.example.com/base/; begins Picture.url. Empty: Picture.url is a path.',
  ),
  API_KEYS: text(
    '',
    'Who may ask: name=key, separated by commas, each with limits a minute if wanted: web=KEY;requests=600;passes=300. Empty: everybody.',
  ),
  SECRET: text('', 'Makes the names of what is kept apart for each API key: uploads, rendered pictures; empty: another one at each start.'),
  ADDRESS_REQUESTS: countOrNone('Requests a minute of one client address where there are no API keys; 0: no limit.'),
  ADDRESS_PASSES: countOrNone('Encoder passes a minute of one client address where there are no API keys; 0: no limit.'),
  ALLOWED_HOSTS: text(
    '',
    'Host names and addresses by which the server may be asked, separated by commas; * allows all; empty: those of this machine while HOST is one of them, else all.',
  ),
  TRUST_PROXY: text(
    '',
    'Proxies whose X-Forwarded headers are believed: how many stand in front, or their addresses and subnets, separated by commas; empty: none.',
  ),
  PLUGINS: text('', 'Further plugins, separated by commas: paths or package names.'),
  SHOW_CAUSES: z
    .stringbool()
    .default(false)
    .describe('Whether PLUGIN_FAILED says why in extensions.reason: for those who write plugins. Otherwise only the log does.'),
  OFFLINE: z.stringbool().default(false).describe('Never ask the network for anything.'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info').describe('Least level that is logged.'),
} as const;

const Config = z.object(SETTINGS);
const VARIABLES = Object.keys(SETTINGS).map((name) => `DENSEQL_${name}`);
export type Config = z.output<typeof Config>;

const PREFIX = 'DENSEQL_';
const WHERE = 'docs/configuration.md lists all settings.';

const isSetting = (key: string): key is keyof typeof SETTINGS => Object.hasOwn(SETTINGS, key);

/** A value as it was meant: without blanks around it, names in the case that they are listed in. */
function meant(key: keyof typeof SETTINGS, value: string): string {
  const text = value.trim();
  return allowedNames(SETTINGS[key]).find((name) => name.toLowerCase() === text.toLowerCase()) ?? text;
}

/** Digits alone: what else JavaScript reads as a number, such as 0x10 or 4e3, was more likely mistyped. */
const isMistyped = (key: keyof typeof SETTINGS, value: string): boolean => takesWholeNumber(SETTINGS[key]) && !/^-?\d+$/.test(value);

/** What is wrong between settings, each of which is right by itself. */
function disagreement({ DRAIN_LEAST_MS, DRAIN_MS }: Config): [variable: string, problem: string][] {
  if (DRAIN_LEAST_MS <= DRAIN_MS) return [];
  return [['DENSEQL_DRAIN_LEAST_MS', `is ${DRAIN_LEAST_MS}, and must be at most DENSEQL_DRAIN_MS, which is ${DRAIN_MS}. ${WHERE}`]];
}

function problemOf(key: keyof typeof SETTINGS, value: string, issue: string): string {
  const type = SETTINGS[key];
  const allowed = allowedValue(type);
  // Free text may be a secret, which belongs into no log.
  if (allowed === null) return `${issue}. ${WHERE}`;
  return `is ${JSON.stringify(value)}, and must be ${allowed}.${didYouMean(value, allowedNames(type))} ${WHERE}`;
}

/**
 * Parses `DENSEQL_*` once. Unknown names are refused: a typing error must not pass for a setting.
 * @throws BAD_INPUT naming the variable, what came and what is allowed, a line for each that is wrong
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given: Record<string, string> = {};
  const problems: [variable: string, problem: string][] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || value === undefined || value.trim() === '') continue;
    const key = name.slice(PREFIX.length);
    if (!isSetting(key)) problems.push([name, `is no setting.${didYouMean(name, VARIABLES)} ${WHERE}`]);
    else if (isMistyped(key, value.trim())) problems.push([name, problemOf(key, value.trim(), '')]);
    else given[key] = meant(key, value);
  }
  const parsed = Config.safeParse(given);
  if (parsed.success) problems.push(...disagreement(parsed.data));
  if (parsed.success && problems.length === 0) return parsed.data;
  for (const { path, message } of parsed.error?.issues ?? []) {
    const key = String(path[0]) as keyof typeof SETTINGS;
    problems.push([`${PREFIX}${key}`, problemOf(key, given[key] ?? '', message)]);
  }
  const [first, ...more] = [...new Map(problems)];
  throw badInput(first![0], [first![1], ...more.map(([name, problem]) => `${name}: ${problem}`)].join('\n'));
}
