import { Counter, Segmenter, type Ask, type AskedVisual, type Features, type TaskCall } from '../../src/core/index.js';

/** What the vandal's pack says of it. */
export interface VandalHead {
  readonly graph: string;
  readonly pixels: string;
}

type Found = unknown[];

/** What a promise gives, or what it fails with: errors are values, too. */
async function gain(found: Found, work: () => unknown): Promise<void> {
  try {
    found.push(await work());
  } catch (error) {
    found.push(error);
  }
}

function featuresOf(found: Found, features: Features): void {
  for (const name of features.outputs) found.push(features.output(name));
  if (features.within) featuresOf(found, features.within.features);
  found.push(features);
}

/** Answers of both tasks, and all that they make when they are asked. */
async function answersOf(found: Found, ask: Ask): Promise<void> {
  await gain(found, async () => {
    const prompts = { synonyms: [{ label: 'red', texts: ['crimson'] }] };
    const answer = await ask(Segmenter, { labels: ['red', 'blue'], prompts, maxSize: 64 });
    const [segment] = answer.segments;
    const [mask, map] = [await segment!.mask(), await answer.labelMap()];
    const made = [mask.rle(), mask.png(), mask.polygons(), mask.cutout({ maxSize: 64 }), map.png(), segment!.box(), segment!.coverage()];
    return [answer, mask, map, segment!.scoreMap(), await Promise.all(made), await answer.overlay({ opacity: 0.5, maxSize: 64 })];
  });
  await gain(found, async () => {
    const answer = await ask(Counter, { of: 'red', by: { clipEbc: {} } });
    return [answer, answer.density(), answer.points({ limit: 5 }), await answer.overlay({ opacity: 0.5, maxSize: 64 })];
  });
  // The errors of two questions that fail.
  await gain(found, () => ask(Segmenter, { labels: [] }));
  await gain(found, () => ask(Segmenter, { labels: ['red'], by: { maskclip: { smoothing: 'DINOISER' } } }));
}

async function visualOf(found: Found, visual: AskedVisual): Promise<void> {
  const { box } = visual.image;
  const half = { x: box.x, y: box.y, width: box.width / 2, height: box.height };
  found.push(visual);
  await gain(found, async () => featuresOf(found, await visual.features()));
  await gain(found, async () => (await visual.look.encode([half, box])).map((features) => featuresOf(found, features)));
  await gain(found, () => visual.look.pixels({ box: half, size: { width: 112, height: 112 } }));
  await answersOf(found, visual.ask);
}

/** What the encoder's process makes for a method. */
async function computeOf(found: Found, { features, compute, pack }: TaskCall<unknown, VandalHead>): Promise<void> {
  const dense = features.output('dense');
  const structure = features.outputs.has('structure') ? features.output('structure') : dense;
  await gain(found, () => compute.affinity({ structure, values: dense, threshold: 0.8, temperature: 0.05 }));
  const { head } = pack;
  if (head) await gain(found, () => compute.head({ graph: head.graph, feeds: { features: dense }, outputs: ['rough'] }));
}

/** All that one call can give, as far as the public entry's types tell. */
export async function reach(call: TaskCall<unknown, VandalHead>): Promise<readonly unknown[]> {
  const found: Found = [call, call.pack.head];
  featuresOf(found, call.features);
  await gain(found, () => call.text.embed(['red', 'a photo of a red.', 'red']));
  await gain(found, () => call.text.labels(['red', 'blue'], {}));
  await computeOf(found, call);
  await answersOf(found, call.ask);
  const { x, y, width, height } = call.image.box;
  const box = { x, y, width: width / 2, height: height / 2 };
  await visualOf(found, call.region(box));
  await visualOf(found, call.region(box, { zoom: true, detail: 'LOW' }));
  await gain(found, async () => visualOf(found, await call.visual({ sample: 'cat' })));
  await gain(found, () => call.visual({ sample: 'nowhere' }));
  await gain(found, () => call.look.encode([]));
  return found;
}
