import { once } from 'node:events';
import { connect } from 'node:net';

/** A connection by hand, for what no client would do. */
export function rawSocket(url: string, localAddress = '127.0.0.1') {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), localAddress });
  let text = '';
  const heard: (() => void)[] = [];
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    for (const listener of heard) listener();
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  return {
    socket,
    /** Resolves when this is handed to the system. */
    send: (part: string | Buffer) => new Promise<void>((resolve) => socket.write(part, () => resolve())),
    /** What was answered so far. */
    text: () => text,
    /** Resolves when the answers fit. */
    answered: (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (pattern.test(text)) resolve();
        };
        heard.push(look);
        look();
      }),
    /** All that was answered, once the connection is closed. */
    whole: async () => {
      await closed;
      return text;
    },
  };
}

/** A request's head. */
export const head = (path: string, ...headers: string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');

/** Status and code of an answer as it came. */
export function answerIn(text: string): [number, string | undefined] {
  const [, status = '0'] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
  return [Number(status), /"code":"(\w+)"/.exec(text)?.[1]];
}
