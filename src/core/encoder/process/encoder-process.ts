import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOf, outputsKept, tensorOf } from './arrays-beside.js';
import { arraysFileOf, arraysOf } from './fork-child.js';
import type { GraphPath } from './graph-paths.js';
import { isStopped } from './is-stopped.js';
import { KeptArrays } from './kept-arrays.js';
import { LastLines } from './last-lines.js';
import type { Shown } from './named-folders.js';
import type { PassTimes } from './pass-times.js';
import type { Command, LoadCommand, Reply } from './protocol.js';
import { refusedWork } from './refused-work.js';
import { Transport, type Buffers } from './transport.js';
import { watchForAnswer } from './watch-for-answer.js';
import type { Work, WorkResult } from '../contract/work.js';
import { WorkerLost } from '../contract/work.js';

interface Pending {
  resolve(answer: { reply: Reply; buffers: Buffers }): void;
  reject(error: Error): void;
}

const START_LIMIT_MS = 60_000;
const LOAD_LIMIT_MS = 120_000;
const END_LIMIT_MS = 500;
/** How long the last words of a dead process may take to arrive. */
const STDERR_GRACE_MS = 100;

/** One life of the encoder's process, from its fork to its death. One command at a time. */
export class EncoderProcess {
  /** Settles at once when the process is gone. */
  readonly gone: Promise<void>;
  /** Settles a little later, saying how it ended and what it said last. */
  readonly exited: Promise<string>;
  /** Resident bytes of the process at its last answer. */
  memoryBytes = 0;
  private readonly transport: Transport<Reply, Command>;
  private readonly words: LastLines;
  /** What it has kept, by the names of arrays. */
  private readonly kept = new KeptArrays();
  private pending: Pending | null = null;
  private lost: WorkerLost | null = null;

  /**
   * @param graphPath where graphs lie
   * @param shown what the process says, as clients may read it; absent: as it is said
   */
  constructor(
    private readonly child: ChildProcess,
    private readonly times: PassTimes,
    private readonly graphPath: GraphPath,
    private readonly shown: Shown = (text) => text,
  ) {
    const words = new LastLines(child.stderr);
    this.words = words;
    const onReply = (reply: Reply, buffers: Buffers): void => {
      // What it said before it answered has nothing to do with how it may end; why it refused is in it.
      if (reply.type !== 'failed') words.clear();
      this.memoryBytes = reply.memoryBytes;
      this.pending?.resolve({ reply, buffers });
    };
    // A channel that breaks means that the process is dying: its exit says how.
    this.transport = new Transport(child, arraysOf(child), arraysFileOf(child), onReply, () => this.kill());
    let onGone: () => void;
    this.gone = new Promise((resolve) => (onGone = resolve));
    this.exited = new Promise((resolve) => {
      const gone = async (how: string): Promise<void> => {
        this.lost ??= new WorkerLost(how);
        this.pending?.reject(this.lost);
        onGone();
        await this.wordsAreIn();
        const last = words.last();
        resolve(`${this.lost.message}${last === '' ? '' : `: ${last}`}`);
      };
      child.once('exit', (code, signal) => void gone(signal === null ? `exit code ${code}` : `signal ${signal}`));
      // Its code alone: the message names the program's path.
      child.on('error', (error: NodeJS.ErrnoException) => void gone(error.code ?? error.name));
    });
  }

  get pid(): number | null {
    return this.child.pid ?? null;
  }

  /** False as soon as its end is known, before all of its last words have come. */
  get alive(): boolean {
    return this.lost === null;
  }

  /** How it ended, without its last words; empty while it is alive. */
  get ending(): string {
    return this.lost?.message ?? '';
  }

  /** Waits for a fresh process. @returns the execution providers of its runtime */
  async up(): Promise<readonly string[]> {
    const { reply } = await this.exchange(null, [], START_LIMIT_MS, 'its start');
    return reply.type === 'up' ? reply.backends : [];
  }

  /** Loads the pack's graphs, in place of others. @throws Error in the runtime's words when it refuses the device or a graph */
  async load(command: LoadCommand): Promise<void> {
    const { reply } = await this.exchange(command, [], LOAD_LIMIT_MS, 'loading the pack');
    if (reply.type === 'failed') throw new Error(this.shown(reply.message), { cause: new Error(reply.message) });
  }

  /** @throws WorkerLost when the process dies or hangs (it is killed then); DenseqlError when the runtime refuses the work */
  async run(work: Work): Promise<WorkResult> {
    const { command, buffers } = commandOf(work, this.graphPath, this.kept);
    const answer = await this.exchange(command, buffers, this.times.limit(work), 'a pass');
    const { reply } = answer;
    if (reply.type === 'failed') throw refusedWork(work, reply.message, this.graphPath, this.shown);
    if (reply.type !== 'done') throw new WorkerLost(`an answer of type ${reply.type} to a pass`);
    this.times.record(work, reply.milliseconds);
    const outputs = Object.fromEntries(Object.entries(reply.outputs).map(([name, ref]) => [name, tensorOf(ref, answer.buffers)]));
    outputsKept(command, outputs, this.kept);
    const { nonFinite, tokens, milliseconds } = reply;
    return { outputs, nonFinite, milliseconds, ...(tokens && { tokens }) };
  }

  /** What it wrote beside its last answer, where that was a refusal, or before it died; as clients may read it. */
  async said(): Promise<string> {
    await this.wordsAreIn();
    return this.shown(this.words.last());
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Lets the process end by itself, and sees to it that it does. */
  async end(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    const timer = setTimeout(() => this.kill(), END_LIMIT_MS);
    await this.exited;
    clearTimeout(timer);
  }

  /** Words come by another way than answers, and may be later. */
  private async wordsAreIn(): Promise<void> {
    const { stderr } = this.child;
    if (stderr?.readableEnded === false) await Promise.race([new Promise((end) => stderr.once('end', end)), pause(STDERR_GRACE_MS)]);
  }

  private async exchange(command: Command | null, buffers: readonly ArrayBufferView[], limitMs: number, what: string) {
    if (this.lost !== null) throw this.lost;
    if (this.pending !== null) throw new Error('The encoder process takes one command at a time.');
    const answer = new Promise<{ reply: Reply; buffers: Buffers }>((resolve, reject) => (this.pending = { resolve, reject }));
    const onLate = (): void => {
      this.lost ??= new WorkerLost(`no answer to ${what} within ${Math.round(limitMs)} ms`);
      this.kill();
    };
    const stopWatching = watchForAnswer(limitMs, onLate, { isHeld: () => isStopped(this.child.pid) });
    try {
      if (command !== null) this.transport.send(command, buffers).catch(() => this.kill());
      return await answer;
    } finally {
      stopWatching();
      this.pending = null;
    }
  }
}
