import { Tensor } from 'onnxruntime-node';
import { openSession } from '../../src/core/encoder/process/child/sessions.js';

// onnxruntime in a process of its own, with the options that the encoder's process uses; every output is fetched. The time is the run's alone.
const [graph, input, threads] = process.argv.slice(2) as [string, string, string];
const session = await openSession(graph, { device: 'cpu' }, Number(threads));

process.on('message', ({ pixels, side }: { pixels: Uint8Array; side: number }) => {
  const start = performance.now();
  session.run({ [input]: new Tensor('uint8', pixels, [1, side, side, 3]) }).then(
    () => process.send?.(performance.now() - start),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.('ready');
