import type { Tensor } from '../math/tensor.js';
import { badInput, DenseqlError, limitExceeded } from '../errors.js';
import type { Box, Size } from '../geometry/box.js';
import { OnceAnOperation } from '../once.js';
import { OneAtATime } from '../one-at-a-time.js';
import type { Operation } from '../operation.js';
import type { Lane } from '../lane.js';
import type { Visual } from '../visual/visual.js';
import { checkFeeds, checkOutputs } from './check-tensors.js';
import { headGraph, type HeadOwner } from './head-graphs.js';
import { ownTensor } from '../math/own-tensor.js';

type Outputs = Readonly<Record<string, Tensor>>;

/** A graph of the plugin's head that is an encoder of its own, over windows of a picture. */
export interface PixelRun {
  /** A file of the pack, or an asset of the plugin with a head of its own; declared in the plugin's manifest. */
  readonly graph: string;
  /** The graph's one input: RGB, uint8 [1, height, width, 3]. */
  readonly input: string;
  readonly outputs: readonly string[];
  /** The part of the picture, in pixels of the upright original; it may reach beyond the visual: a region without zoom is a part of a larger grid. */
  readonly box: Box;
  /** What the part is stretched to, in pixels, resampled as the pack's own pictures are. */
  readonly size: Size;
  /** Windows of that size, in whole pixels of it; one pass each. */
  readonly windows: readonly Box[];
}

/** Regions and fields of one operation ask for the same windows. */
const shared = new OnceAnOperation<Outputs>();
/** Those who ask are counted in turn, so that what one of them has running is known when the next one's are counted. */
const counting = new OneAtATime<Lane>();

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

const own = (outputs: Outputs): Outputs => Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, ownTensor(tensor)]));

/** Passes of graphs that are encoders of their own, over pixels of one visual's picture; see Look.runOnPixels. */
export class PixelPasses {
  /** Passes that ran for this visual's field. */
  started = 0;

  constructor(
    private readonly visual: Visual,
    private readonly maxPasses: number,
    private readonly owner: HeadOwner,
    private readonly operation: Operation,
  ) {}

  async run({ graph, input, outputs, box, size, windows }: PixelRun): Promise<readonly Outputs[]> {
    const { visual, maxPasses, owner, operation } = this;
    const { encoder, picture } = visual;
    const { contract, origin, run } = await headGraph(owner, encoder.manifest, graph);
    windows.forEach((window, index) => checkWindow(window, size, index));
    if (windows.length > maxPasses) throw limitExceeded('MAX_PASSES', windows.length, maxPasses, 'encoder passes');
    let decoded: Promise<Uint8Array> | null = null;
    const pass = async (window: Box): Promise<Outputs> => {
      const part = cutWindow(await (decoded ??= visual.decodePart(box, size)), size, window);
      const feeds = { [input]: { data: part, dims: [1, window.height, window.width, 3] } };
      try {
        const answer = await encoder.runGraph({ ...run, feeds, outputs }, operation);
        operation.tally.encoderRuns++;
        return answer;
      } catch (error) {
        if (DenseqlError.is(error) && error.code === 'OVERLOADED') await operation.returnPasses(1); // the queue did not take it
        throw error;
      }
    };
    const parts = ({ x, y, width, height }: Box): string => `${x},${y},${width},${height}`;
    const call = JSON.stringify([run.graph, picture.content, input, outputs, parts(box), size.width, size.height]);
    const keys = windows.map((window) => `${call}|${parts(window)}`);
    const { runs } = await counting.run(operation.lane, async () => {
      const missing = new Set(keys.filter((key) => !shared.has(operation, key)));
      // What is asked is counted before anything is queued.
      await operation.takePasses(missing.size);
      this.started += missing.size;
      // Wrapped: the next in turn must not wait for the passes themselves.
      return { runs: windows.map((window, index) => shared.get(operation, keys[index]!, () => pass(window))) };
    });
    const answers = await Promise.all(runs);
    windows.forEach(({ width, height }, index) => {
      const fed = { [input]: { data: { length: width * height * 3 }, dims: [1, height, width, 3] } };
      checkOutputs(contract, answers[index]!, outputs, checkFeeds(contract, fed, {}, origin), origin);
    });
    return answers.map(own);
  }
}
