import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config.js';
import { badInput } from '../../errors.js';

/** Where the hub and its cache are: what the hub's own Python client reads from the same variables. */
export interface HubEnvironment {
  /** Address without a slash at its end. */
  readonly endpoint: string;
  /** Folder that holds `models--org--name`. */
  readonly cache: string;
  /** Sent to the endpoint's own host and to no other. */
  readonly token: string | undefined;
  /** Nothing but the cache is asked. */
  readonly offline: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

const TRUE = new Set(['1', 'ON', 'YES', 'TRUE']);
const isTrue = (value: string | undefined): boolean => TRUE.has((value ?? '').toUpperCase());

/** An empty variable counts as absent, as with every setting here. */
const first = (...values: readonly (string | undefined)[]): string | undefined =>
  values.find((value) => value !== undefined && value !== '');

/** `~` and `$NAME` in a path, which a shell leaves alone inside quotes. */
const expand = (path: string, variables: Variables): string =>
  path
    .replace(/^~(?=$|[\\/])/, homedir())
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => variables[braced ?? bare ?? ''] ?? whole);

async function readToken(variables: Variables, home: string): Promise<string | undefined> {
  const named = first(variables['HF_TOKEN'], variables['HUGGING_FACE_HUB_TOKEN'])?.trim();
  if (named !== undefined && named !== '') return named;
  if (isTrue(variables['HF_HUB_DISABLE_IMPLICIT_TOKEN'])) return undefined;
  const file = expand(first(variables['HF_TOKEN_PATH']) ?? join(home, 'token'), variables);
  const stored = await readFile(file, 'utf8').catch(() => '');
  return stored.trim() === '' ? undefined : stored.trim();
}

/**
 * Reads `HF_HUB_CACHE` > `HF_HOME`/hub > `XDG_CACHE_HOME`/huggingface/hub > `~/.cache/huggingface/hub`; `HF_TOKEN` > the file that
 * `hf auth login` writes; `HF_ENDPOINT`; `HF_HUB_OFFLINE` and `DENSEQL_OFFLINE`. The names and their order are those of the Python
 * client (huggingface_hub/constants.py), older spellings included.
 *
 * Not `getHFHubCachePath` of `@huggingface/hub`: it knows neither `~` in a path nor an empty variable, and the package reads no
 * other of these variables at all.
 *
 * @throws BAD_INPUT when HF_ENDPOINT is no http(s) address
 */
export async function readHubEnvironment(variables: Variables = process.env): Promise<HubEnvironment> {
  const caches = first(variables['XDG_CACHE_HOME']) ?? join(homedir(), '.cache');
  const home = expand(first(variables['HF_HOME']) ?? join(caches, 'huggingface'), variables);
  const endpoint = (first(variables['HF_ENDPOINT']) ?? 'https://huggingface.co').replace(/\/+$/, '');
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw badInput(
      'HF_ENDPOINT',
      `"${endpoint}" is no http or https address, such as https://huggingface.co, which an empty one stands for.`,
    );
  return {
    endpoint,
    cache: expand(first(variables['HF_HUB_CACHE'], variables['HUGGINGFACE_HUB_CACHE']) ?? join(home, 'hub'), variables),
    token: await readToken(variables, home),
    offline: isTrue(first(variables['HF_HUB_OFFLINE'], variables['TRANSFORMERS_OFFLINE'])) || readConfig(variables).OFFLINE,
  };
}
