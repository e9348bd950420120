import { Failure, noAnswer } from './problem.js';
import { readAnswer, type Answer, type SentAnswer } from './read-answer.js';

/**
 * The answers of a stream of server-sent events (the protocol of graphql-sse), as they come. It ends with the stream.
 * @throws Failure where the server leaves before its end; what the signal ends, an AbortError
 */
export async function* readEvents<Result>(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal?: AbortSignal,
): AsyncGenerator<Answer<Result>> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const read = () =>
    reader.read().catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw new Failure(noAnswer('The server left before all was answered.'));
    });
  let text = '';
  try {
    for (let next = await read(); !next.done; next = await read()) {
      text += next.value;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (event.startsWith('event: next\ndata: ')) yield readAnswer<Result>(JSON.parse(event.slice(18)) as SentAnswer);
      }
    }
  } finally {
    // Whoever stops reading leaves: what waits on the server is taken back.
    await reader.cancel().catch(() => undefined);
  }
}
