import { listSupportedBackends } from 'onnxruntime-node';
import type { Answer, Command, Reply } from '../protocol.js';
import { receiveParts, sendInParts, sendOver } from '../transport.js';
import { Model } from './model.js';
import { describeOutputs } from './outputs.js';

/**
 * The encoder's process: owns onnxruntime, whose runs block the thread they are called on. Answers one command at a time and lives
 * exactly as long as the channel to its parent.
 */
const send = sendOver(process);
let model: Model | null = null;

const reply = (body: Answer, buffers: readonly ArrayBufferView[] = []): Promise<void> =>
  sendInParts(send, { ...body, memoryBytes: process.memoryUsage.rss() } satisfies Reply, buffers);

async function answer(command: Command, buffers: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
  if (command.type === 'load') {
    const previous = model;
    model = null;
    await previous?.release();
    model = await Model.load(command);
    return reply({ type: 'loaded' });
  }
  if (model === null) throw new Error('No graphs are loaded.');
  const started = performance.now();
  const results = await model.run(command, buffers);
  const done = describeOutputs(results, performance.now() - started);
  return reply(done.reply, done.buffers);
}

process.on(
  'message',
  receiveParts<Command>((command, buffers) => {
    answer(command, buffers)
      .catch((error: unknown) => reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) }))
      // The parent went away in the middle of a reply: nobody is left to tell.
      .catch(() => process.exit(0));
  }),
);
process.on('disconnect', () => process.exit(0));
// Ctrl-C and service managers signal the whole group. The parent decides when this process ends: it may still be draining.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

await reply({ type: 'up', backends: listSupportedBackends().map((backend) => backend.name) });
