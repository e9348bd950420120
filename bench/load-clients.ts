import { readFile } from 'node:fs/promises';
import { ask, median, upload } from './client.js';

// Runs in a process of its own, so that the clients' work does not show in the server's event loop.
const MASKS = `query ($id: ID!) { image(source: { upload: $id }) { segmentation(labels: ["cat", "dog", "car", "tree", "chair"]) { segments { label score mask { rle { counts } polygons { x y } } } } } }`;
const OVERLAY = `query ($id: ID!) { image(source: { upload: $id }) { segmentation(labels: ["cat", "dog", "car", "tree", "chair"]) { segments { label score } overlay { dataUri } } } }`;

const [url, clients, ...files] = process.argv.slice(2) as [string, string, ...string[]];
const waiting = files.map((file, index) => ({ file, query: index % 2 === 0 ? MASKS : OVERLAY }));
const times: number[] = [];
const errors: Record<string, number> = {};

async function client(): Promise<void> {
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
    const start = performance.now();
    try {
      const id = await upload(url, await readFile(job.file));
      await ask(url, job.query, { id });
      times.push(performance.now() - start);
    } catch (error) {
      const message = error instanceof Error ? error.message.slice(0, 200) : String(error);
      errors[message] = (errors[message] ?? 0) + 1;
    }
  }
}

await Promise.all(Array.from({ length: Number(clients) }, client));
process.send?.({ answered: times.length, median: median(times), errors });
