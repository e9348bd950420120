import { Socket } from 'node:net';
import { ArraysFile } from '../arrays-file.js';
import { ARRAYS_FD, ARRAYS_FILE_FD, WITH_FILE, type Answer, type Command, type Reply } from '../protocol.js';
import { Transport, type Buffers } from '../transport.js';
import { Model } from './model.js';
import { describeOutputs } from './outputs.js';
import { listSupportedBackends } from './runtime.js';

/**
 * The encoder's process: owns onnxruntime, whose runs block the thread they are called on. Answers one command at a time and lives
 * exactly as long as the channel to its parent.
 */
let model: Model | null = null;

const reply = (body: Answer, buffers: readonly ArrayBufferView[] = []): Promise<void> =>
  transport.send({ ...body, memoryBytes: process.memoryUsage.rss() }, buffers);

async function answer(command: Command, buffers: Buffers): Promise<void> {
  if (command.type === 'load') {
    const previous = model;
    model = null;
    await previous?.release();
    model = await Model.load(command);
    return reply({ type: 'loaded' });
  }
  if (model === null) throw new Error('No graphs are loaded.');
  const started = performance.now();
  const { results, tokens } = await model.run(command, buffers);
  const done = describeOutputs(results, performance.now() - started);
  if (command.type === 'image' && command.keep !== null) model.keep(command.keep, done);
  return reply({ ...done.reply, ...(tokens && { tokens }) }, done.buffers);
}

/** The parent went away in the middle of a message: nobody is left to tell. */
const leave = (): never => process.exit(0);

const transport = new Transport<Command, Reply>(
  process,
  new Socket({ fd: ARRAYS_FD }),
  process.argv.includes(WITH_FILE) ? new ArraysFile(ARRAYS_FILE_FD) : null,
  (command, buffers) =>
    void answer(command, buffers)
      .catch((error: unknown) => reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) }))
      .catch(leave),
  leave,
);
process.on('disconnect', leave);
// Ctrl-C and service managers signal the whole group. The parent decides when this process ends: it may still be draining.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

await reply({ type: 'up', backends: listSupportedBackends().map((backend) => backend.name) });
