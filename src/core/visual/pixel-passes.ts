import { packGraph } from '../encoder/compute.js';
import type { Tensor } from '../encoder/encoder.js';
import { badInput, limitExceeded } from '../errors.js';
import type { Box, Size } from '../geometry/box.js';
import type { Operation } from '../operation.js';
import type { PixelRun } from '../tasks/task.js';
import type { Visual } from './visual.js';

type Outputs = Readonly<Record<string, Tensor>>;

/** Regions and fields of one operation ask for the same windows: each is run once for all of them. */
const shared = new WeakMap<Operation, Map<string, Promise<Outputs>>>();

/** The rows of a window, RGB. */
function cutWindow(pixels: Uint8Array, { width }: Size, window: Box): Uint8Array {
  const part = new Uint8Array(window.width * window.height * 3);
  for (let row = 0; row < window.height; row++) {
    const from = ((window.y + row) * width + window.x) * 3;
    part.set(pixels.subarray(from, from + window.width * 3), row * window.width * 3);
  }
  return part;
}

function checkWindow({ x, y, width, height }: Box, size: Size, index: number): void {
  const whole = [x, y, width, height].every(Number.isInteger);
  if (whole && x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= size.width && y + height <= size.height) return;
  throw badInput(`windows[${index}]`, `must be whole pixels within ${size.width} x ${size.height}, got ${x}, ${y}, ${width} x ${height}.`);
}

/** Passes of graphs that are encoders of their own, over pixels of one visual's picture; see VisualAccess.runOnPixels. */
export class PixelPasses {
  /** Passes that ran for this visual's field. */
  started = 0;

  constructor(
    private readonly visual: Visual,
    private readonly maxPasses: number,
  ) {}

  async run({ graph, input, outputs, box, size, windows }: PixelRun): Promise<readonly Outputs[]> {
    const { visual, maxPasses } = this;
    const { encoder, operation, picture } = visual;
    const path = packGraph(encoder, graph);
    windows.forEach((window, index) => checkWindow(window, size, index));
    if (windows.length > maxPasses) throw limitExceeded('MAX_PASSES', windows.length, maxPasses, 'encoder passes');
    const known = shared.get(operation) ?? new Map<string, Promise<Outputs>>();
    shared.set(operation, known);
    let decoded: Promise<Uint8Array> | null = null;
    const pass = async (window: Box): Promise<Outputs> => {
      const part = cutWindow(await (decoded ??= visual.decodePart(box, size)), size, window);
      const feeds = { [input]: { data: part, dims: [1, window.height, window.width, 3] } };
      const answer = await encoder.runGraph({ graph: path, feeds, outputs }, operation);
      operation.encoderRuns++;
      return answer;
    };
    const parts = ({ x, y, width, height }: Box): string => `${x},${y},${width},${height}`;
    const call = [path, picture.content, input, outputs.join(), parts(box), `${size.width}x${size.height}`].join('|');
    const keys = windows.map((window) => `${call}|${parts(window)}`);
    const missing = new Set(keys.filter((key) => !known.has(key)));
    // What is asked is counted before anything is queued.
    operation.reservePasses(missing.size);
    this.started += missing.size;
    const all = windows.map((window, index) => {
      const key = keys[index]!;
      const run = known.get(key) ?? pass(window);
      known.set(key, run);
      run.catch(() => known.delete(key));
      return run;
    });
    return Promise.all(all);
  }
}
