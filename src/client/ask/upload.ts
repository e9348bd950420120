import { Failure, noAnswer, problemOf, silent, type ListedError } from './problem.js';
import { readJson, send } from './read-answer.js';

/** What `POST /uploads` answers. */
export interface Uploaded {
  /** For `image(source: { upload: id })`. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly mediaType: string;
  readonly bytes: number;
  /** Moved on with each use, ISO 8601. */
  readonly expiresAt: string;
}

/** What an upload may be told. */
export interface UploadOptions {
  /** Told how much has gone, in bytes. */
  readonly onProgress?: (progress: { readonly loaded: number; readonly total: number }) => void;
  /** Ends the upload. */
  readonly signal?: AbortSignal | undefined;
}

type Answered = Partial<Uploaded> & { readonly errors?: readonly ListedError[] };

/** @throws Failure; an AbortError once the signal aborts */
export async function upload(
  fetching: typeof fetch,
  url: URL,
  file: Blob,
  headers: Record<string, string>,
  { onProgress, signal }: UploadOptions,
): Promise<Uploaded> {
  if (!(file instanceof Blob)) throw new TypeError('upload takes a Blob or a File: new Blob([bytes]), or the file of an input.');
  const all = { 'content-type': file.type || 'application/octet-stream', ...headers };
  const tell = onProgress && ((loaded: number) => onProgress({ loaded, total: file.size }));
  const answer =
    tell && typeof XMLHttpRequest !== 'undefined'
      ? await byXhr(url, file, all, tell, signal)
      : await readJson<Answered>(
          await send(fetching, url, { method: 'POST', headers: all, signal: signal ?? null, ...bodyOf(file, tell) }),
        );
  if (answer.errors?.[0]) throw new Failure(problemOf(answer.errors[0]));
  if (answer.id === undefined) throw new Failure(noAnswer('The server kept no picture.'));
  return answer as Uploaded;
}

/** With nobody to tell, the file itself, whose length is known then. */
function bodyOf(file: Blob, tell: ((loaded: number) => void) | undefined): RequestInit {
  if (!tell) return { body: file };
  let loaded = 0;
  const counted = file.stream().pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk);
        tell((loaded += chunk.byteLength));
      },
    }),
  );
  return { body: counted, duplex: 'half' } as RequestInit;
}

/** In browsers: their fetch cannot tell what has gone. */
function byXhr(
  url: URL,
  file: Blob,
  headers: Record<string, string>,
  tell: (loaded: number) => void,
  signal?: AbortSignal,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const cancel = (): void => {
      request.abort();
      reject(signal!.reason as Error);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    request.upload.onprogress = ({ loaded }) => tell(loaded);
    request.onerror = () => reject(silent(url));
    request.onload = () => {
      tell(file.size);
      readJson<Answered>(new Response(request.responseText, { status: request.status })).then(resolve, reject);
    };
    request.onloadend = () => signal?.removeEventListener('abort', cancel);
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(file);
  });
}
