import type { Readable } from 'node:stream';

const MAX_CHARACTERS = 4_000;

/** Keeps the end of a stream of text: what a process said before it died. */
export class LastLines {
  private text = '';

  constructor(stream: Readable | null) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => (this.text = (this.text + chunk).slice(-MAX_CHARACTERS)));
  }

  clear(): void {
    this.text = '';
  }

  /** The last lines, colours removed, joined by a bar; empty when nothing was said. */
  last(count = 3): string {
    // eslint-disable-next-line no-control-regex
    const plain = this.text.replace(/\x1b\[[0-9;]*m/g, '');
    const lines = plain
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    return lines.slice(-count).join(' | ');
  }
}
