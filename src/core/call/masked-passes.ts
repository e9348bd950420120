import { createHash } from 'node:crypto';
import { DenseqlError, badInput, limitExceeded } from '../errors.js';
import { sampleChannel } from '../geometry/bilinear.js';
import type { Box } from '../geometry/box.js';
import type { ScoreMaps } from '../geometry/score-maps.js';
import { allFinite } from '../math/all-finite.js';
import { OnceAnOperation } from '../once.js';
import { OneAtATime } from '../one-at-a-time.js';
import type { Operation } from '../operation.js';
import type { Lane } from '../lane.js';
import type { Visual } from '../visual/visual.js';

/** A part of the picture, and what of it is to be seen. */
export interface MaskedPart {
  /** In pixels of the upright original, within the visual. */
  readonly box: Box;
  /** One channel, in [0, 1]; where it is a half or more is seen. */
  readonly mask: ScoreMaps;
}

interface Asked {
  readonly key: string;
  readonly box: Box;
  /** 0 and 1, [side, side]. */
  readonly seen: Float32Array;
}

/** Fields of one operation may ask the same. */
const shared = new OnceAnOperation<Float32Array>();
/** As of PixelPasses: those who ask are counted in turn. */
const counting = new OneAtATime<Lane>();

function checkMask({ channels, rows, columns, data, frame }: ScoreMaps, field: string): void {
  const sized = channels === 1 && [rows, columns].every((side) => Number.isInteger(side) && side > 0);
  if (!sized || !(data instanceof Float32Array) || data.length !== rows * columns || !allFinite(data))
    throw badInput(field, 'must be a map of one channel, rows x columns finite numbers.');
  if (![frame.x, frame.y, frame.width, frame.height].every(Number.isFinite) || !(frame.width > 0 && frame.height > 0))
    throw badInput(field, 'must have a frame with sides above 0.');
}

/** Passes of the picture tower with mask prompts; see Look.encodeMasked. */
export class MaskedPasses {
  /** Passes that ran for this visual's field. */
  started = 0;

  constructor(
    private readonly visual: Visual,
    private readonly maxPasses: number,
    private readonly operation: Operation,
  ) {}

  /** @param parts whose boxes are inside the visual @throws as Look.encodeMasked */
  async run(parts: readonly MaskedPart[]): Promise<readonly Float32Array[]> {
    const { visual, maxPasses, operation } = this;
    const { manifest } = visual.encoder;
    const { masked } = manifest.image;
    if (masked === undefined)
      throw new DenseqlError('PLUGIN_UNAVAILABLE', `The pack ${manifest.name} knows no masks: its checkpoint has no mask prompts.`, {
        pack: manifest.name,
      });
    if (parts.length > maxPasses) throw limitExceeded('MAX_PASSES', parts.length, maxPasses, 'encoder passes');
    const size = { width: masked.side, height: masked.side };
    const asked = parts.map(({ box, mask }, index): Asked => {
      checkMask(mask, `parts[${index}].mask`);
      const seen = sampleChannel(mask, 0, box, size).map((share) => (share >= 0.5 ? 1 : 0));
      const digest = createHash('sha1').update(new Uint8Array(seen.buffer)).digest('hex');
      return { key: JSON.stringify([visual.picture.content, masked.graph, box.x, box.y, box.width, box.height, digest]), box, seen };
    });
    const { runs } = await counting.run(operation.lane, async () => {
      const missing = new Set(asked.map(({ key }) => key).filter((key) => !shared.has(operation, key)));
      await operation.takePasses(missing.size);
      this.started += missing.size;
      // Wrapped: the next in turn must not wait for the passes themselves.
      return { runs: asked.map((part) => shared.get(operation, part.key, () => this.pass(part, masked))) };
    });
    return (await Promise.all(runs)).map((vector) => vector.slice());
  }

  private async pass({ box, seen }: Asked, { graph, side }: { readonly graph: string; readonly side: number }): Promise<Float32Array> {
    const { visual, operation } = this;
    const { name, text } = visual.encoder.manifest;
    const pixels = await visual.decodePart(box, { width: side, height: side });
    const feeds = { pixels: { data: pixels, dims: [1, side, side, 3] }, mask: { data: seen, dims: [1, side, side] } };
    try {
      const { global } = await visual.encoder.runGraph({ graph, feeds, outputs: ['global'] }, operation);
      operation.tally.encoderRuns++;
      if (global?.data.length === text.dims && allFinite(global.data)) return global.data;
      throw new DenseqlError('ENCODER_UNAVAILABLE', `The graph ${graph} of the pack ${name} gave no ${text.dims} finite numbers.`);
    } catch (error) {
      if (DenseqlError.is(error) && error.code === 'OVERLOADED') await operation.returnPasses(1); // the queue did not take it
      throw error;
    }
  }
}
