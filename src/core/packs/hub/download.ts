import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { invalidPack } from '../invalid-pack.js';
import { refusal } from './hub-error.js';
import { get, Watchdog } from './request.js';
import { Passing, passing, retrying, type Connection } from './retrying.js';

/** One file of one commit. */
export interface Source {
  /** For people. */
  readonly what: string;
  readonly address: string;
  /** Its length as listed. */
  readonly bytes: number;
}

/** A try that brought less counts as one that brought nothing: a server that drips must not keep a pull alive for ever. */
const PROGRESS_BYTES = 1 << 20;

/** Does the answer begin where the file ends? `Content-Range: bytes 100-199/200`. */
function continues(response: Response, have: number, bytes: number): boolean {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  return response.status === 206 && Number(range?.[1]) === have && (range?.[2] === '*' || Number(range?.[2]) === bytes);
}

/** @throws Passing, or what says that another try is of no use */
function check(response: Response, source: Source, { environment }: Connection): void {
  const failure = passing(response);
  if (failure !== null) throw failure;
  const foreign = response.url !== '' && new URL(response.url).origin !== new URL(environment.endpoint).origin;
  // Addresses on other hosts are signed for some minutes; the next try begins at the hub and gets a new one.
  if (foreign && !response.ok && response.status !== 416) throw new Passing(new Error(`status ${response.status}`));
  if (!response.ok && response.status !== 416) throw refusal(response, source.what, environment);
}

/** Only what goes wrong while reading is the network's fault; the disk's errors come from the loop around this. */
async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk as Uint8Array;
  } catch (error) {
    throw new Passing(error);
  }
}

/** One try: asks for what is missing and appends it. Returns the new length. */
async function append(
  handle: FileHandle,
  have: number,
  source: Source,
  connection: Connection,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const watchdog = new Watchdog(connection.stallMs, connection.signal);
  let length = have;
  let start = have;
  try {
    const response = await get(source.address, have > 0 ? { range: `bytes=${have}-` } : {}, connection.environment, watchdog.signal);
    watchdog.touch();
    check(response, source, connection);
    if (!continues(response, have, source.bytes)) {
      // The whole file comes (200), another part of it, or none because the server's file is shorter (416): what is here is of no use.
      await handle.truncate(0);
      length = start = 0;
      onBytes(0);
      if (response.status !== 200) throw new Passing(new Error(`status ${response.status} to a request for the rest`));
    }
    for await (const chunk of chunksOf(response)) {
      watchdog.touch();
      if (length + chunk.length > source.bytes)
        throw invalidPack(source.what, `is longer than the ${source.bytes} bytes it is listed with`);
      await handle.write(chunk, 0, chunk.length, length);
      length += chunk.length;
      onBytes(length);
    }
    if (length < source.bytes) throw new Passing(new Error(`the connection ended after ${length} of ${source.bytes} bytes`));
    return length;
  } catch (error) {
    throw error instanceof Passing ? new Passing(error.cause, error.afterMs, length - start >= PROGRESS_BYTES) : error;
  } finally {
    watchdog.close();
  }
}

/**
 * Brings a file to its full length: from where it stands, over cut connections, at most to the length it is listed with. What it holds
 * is not checked here (checksum.ts does).
 *
 * @param onBytes the file's length, as it grows
 * @throws UNAUTHENTICATED, BAD_INPUT, HUB_FAILED (unreachable), PACK_INVALID (other than listed), CANCELLED; the file stays for the next time
 */
export async function download(connection: Connection, source: Source, path: string, onBytes: (bytes: number) => void): Promise<void> {
  // Not through a link: whoever else may write to the cache must not choose what is overwritten.
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o644);
  try {
    let have = (await handle.stat()).size;
    if (have > source.bytes) {
      await handle.truncate(0);
      have = 0;
    }
    onBytes(have);
    await retrying(connection, source.what, async () => {
      if (have < source.bytes) have = await append(handle, (await handle.stat()).size, source, connection, onBytes);
    });
    await handle.sync();
  } finally {
    await handle.close();
  }
}
