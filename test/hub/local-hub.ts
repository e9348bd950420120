import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkpoint = fileURLToPath(new URL('../fixtures/clip/clip-tiny-b16', import.meta.url));

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const gitHash = (bytes: Uint8Array): string => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

export type Files = Record<string, Uint8Array>;

export const filesOf = (folder: string): Files =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));

export interface Asked {
  readonly host: 'hub' | 'cdn';
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** What goes wrong; every switch may be set while the hub runs. */
export interface Faults {
  /** Without `Bearer <token>` the hub answers 401. */
  token?: string;
  /** The repository asks for consent first. */
  gated?: boolean;
  /** One answer of the content host each: the connection is cut after so many bytes. */
  cuts: number[];
  /** One answer of the hub each: status and Retry-After. */
  refusals: { status: number; retryAfter?: string }[];
  /** Names whose bytes are not those that are listed. */
  wrongBytes: Set<string>;
  /** The content host ignores Range. */
  noRange?: boolean;
  /** Answers of the content host that begin and never go on. */
  stalls: number;
  /** Called when one has begun. */
  onStall?: () => void;
  /** Listed as well, whatever they are called. */
  extra: { path: string; type?: string }[];
  cardData?: object;
  tags: string[];
}

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/**
 * A hub of one repository, speaking what the hub's own clients speak: model info, tree, and `resolve` with a redirect of large files to
 * a second host (another port, so another origin).
 */
export class LocalHub {
  readonly asked: Asked[] = [];
  readonly faults: Faults = { cuts: [], refusals: [], wrongBytes: new Set(), stalls: 0, extra: [], tags: ['license:mit'] };
  readonly refs: Record<string, string> = { main: COMMIT };
  readonly commits: Record<string, Files>;
  endpoint = '';
  private cdn = '';
  private servers: Server[] = [];

  constructor(
    files: Files,
    readonly repository = 'someone/clip-tiny',
  ) {
    this.commits = { [COMMIT]: files };
  }

  async start(): Promise<this> {
    this.endpoint = await this.listen('hub', (request, response) => this.hub(request, response));
    this.cdn = await this.listen('cdn', (request, response) => this.content(request, response));
    return this;
  }

  async stop(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** Names of files whose content was asked for, in order. */
  get fetched(): string[] {
    return this.asked.flatMap(({ host, method, url }) =>
      host === 'hub' && method === 'GET' ? (/\/resolve\/[^/]+\/(.+)$/.exec(url)?.[1] ?? []) : [],
    );
  }

  private async listen(host: Asked['host'], answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer((request, response) => {
      this.asked.push({ host, method: request.method ?? '', url: request.url ?? '', headers: request.headers });
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  private commitOf(revision: string): string | undefined {
    return revision in this.commits ? revision : this.refs[revision];
  }

  private hub(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '', this.endpoint);
    const refusal = this.faults.refusals.shift();
    if (refusal !== undefined)
      return void response.writeHead(refusal.status, refusal.retryAfter === undefined ? {} : { 'retry-after': refusal.retryAfter }).end();
    if (this.faults.token !== undefined && request.headers.authorization !== `Bearer ${this.faults.token}`)
      return this.fail(response, 401, 'RepoNotFound');
    const [, kind, revision = '', file = ''] =
      new RegExp(`^/(?:api/models/)?${this.repository}/(revision|tree|resolve)/([^/]+)/?(.*)$`).exec(pathname) ?? [];
    if (kind === undefined) return this.fail(response, 404, 'RepoNotFound');
    if (this.faults.gated === true) return this.fail(response, 403, 'GatedRepo');
    const commit = this.commitOf(decodeURIComponent(revision));
    if (commit === undefined) return this.fail(response, 404, 'RevisionNotFound');
    const files = this.commits[commit] ?? {};
    if (kind === 'revision') return this.json(response, this.info(commit, files));
    if (kind === 'tree') return this.json(response, this.tree(files));
    this.resolve(request, response, commit, files, decodeURIComponent(file));
  }

  private info(commit: string, files: Files): object {
    const { cardData, tags } = this.faults;
    const siblings = Object.keys(files).map((rfilename) => ({ rfilename }));
    const counts = { downloads: 1, likes: 0, private: false, gated: false, disabled: false };
    return {
      _id: '1',
      id: this.repository,
      modelId: this.repository,
      sha: commit,
      lastModified: '2024-01-01T00:00:00.000Z',
      siblings,
      cardData,
      tags,
      ...counts,
    };
  }

  private tree(files: Files): object {
    const listed = Object.entries(files).map(([path, bytes]) => {
      const large = isLarge(path) ? { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 130 } } : {};
      return { type: 'file', path, size: bytes.length, oid: isLarge(path) ? gitHash(Buffer.from('pointer')) : gitHash(bytes), ...large };
    });
    return [...listed, ...this.faults.extra.map(({ path, type = 'file' }) => ({ type, path, size: 1, oid: gitHash(Buffer.from('x')) }))];
  }

  private resolve(request: IncomingMessage, response: ServerResponse, commit: string, files: Files, name: string): void {
    const bytes = files[name];
    response.setHeader('x-repo-commit', commit);
    if (bytes === undefined) return this.fail(response, 404, 'EntryNotFound');
    if (!isLarge(name)) {
      response.setHeader('etag', `"${gitHash(bytes)}"`);
      return this.send(request, response, this.wrong(name, bytes));
    }
    const location = `${this.cdn}/blobs/${sha256(bytes)}?name=${name}&signed=for-some-minutes`;
    response.writeHead(302, { location, 'x-linked-etag': `"${sha256(bytes)}"`, 'x-linked-size': bytes.length, 'content-length': 0 }).end();
  }

  private content(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '', this.cdn);
    const name = searchParams.get('name') ?? '';
    const bytes = Object.values(this.commits)
      .map((files) => files[name])
      .find((found) => found !== undefined && pathname.endsWith(sha256(found)));
    if (bytes === undefined) return void response.writeHead(404).end();
    response.setHeader('etag', '"of-the-content-host"');
    this.send(request, response, this.wrong(name, bytes));
  }

  private wrong(name: string, bytes: Uint8Array): Uint8Array {
    return this.faults.wrongBytes.has(name) ? bytes.map((value, index) => (index === bytes.length - 1 ? value ^ 1 : value)) : bytes;
  }

  private send(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
    const start = this.faults.noRange === true ? undefined : /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    if (start !== undefined && Number(start) >= bytes.length) return void response.writeHead(416).end();
    const rest = bytes.subarray(Number(start ?? 0));
    const range = start === undefined ? {} : { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(start === undefined ? 200 : 206, { 'content-length': rest.length, 'accept-ranges': 'bytes', ...range });
    if (request.method === 'HEAD') return void response.end();
    const large = response.getHeader('etag') === '"of-the-content-host"';
    if (large && this.faults.stalls > 0) {
      this.faults.stalls--;
      return void response.write(rest.subarray(0, 1000), () => this.faults.onStall?.());
    }
    const cut = large ? this.faults.cuts.shift() : undefined;
    if (cut === undefined) return void response.end(rest);
    response.write(rest.subarray(0, cut), () => response.destroy());
  }

  private json(response: ServerResponse, body: object): void {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  private fail(response: ServerResponse, status: number, code: string): void {
    response.writeHead(status, { 'x-error-code': code, 'content-type': 'application/json' }).end(JSON.stringify({ error: code }));
  }
}

/** What the hub keeps in large-file storage. */
const isLarge = (name: string): boolean => /\.(?:safetensors|bin)$/.test(name);
