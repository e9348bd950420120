import { badInput, slidingWindows, wholeGrid, type Box, type CountCall, type Size } from '../../core/index.js';
import { blockCounts } from './bins.js';
import type { ConvertedHead } from './converted-head.js';
import { convertedSize } from './converted-size.js';
import type { Counted } from './counted.js';
import { stitch, type Field } from './field.js';
import type { ClipEbcOptions } from './options.generated.js';

type Call = Pick<CountCall<unknown>, 'features' | 'look'>;

/** Options that ask for other looks than the head's own. @throws BAD_INPUT naming the option */
export function refuseOtherLooks({ blockSize, tiles, rescore }: ClipEbcOptions, { block }: ConvertedHead): void {
  const only = (field: string, value: string, why: string): Error =>
    badInput(`by.clipEbc.${field}`, `must be ${value} with a released head: ${why}.`);
  if (blockSize !== null) throw only('blockSize', 'null', `its blocks are ${block} pixels`);
  const closer = "it looks at the picture's own pixels already; `region(zoom: true)` looks closer at a part";
  if (tiles > 1) throw only('tiles', '1', closer);
  if (rescore > 0) throw only('rescore', '0', closer);
}

/** Counts a block, put together where windows overlap, over `frame` of the original. */
function over(frame: Box, size: Size, windows: readonly Box[], counts: readonly Float64Array[], block: number): Field {
  const cell = { width: block, height: block };
  const fields = windows.map((window, i): Field => {
    const { x, y, width, height } = window;
    return { rows: height / block, columns: width / block, x, y, cell, inside: window, data: counts[i]! };
  });
  const { rows, columns, data } = stitch(fields, { x: 0, y: 0, ...size });
  const area = { width: frame.width / columns, height: frame.height / rows };
  const perPixel = data.map((value) => value / (area.width * area.height));
  return { rows, columns, x: frame.x, y: frame.y, cell: area, inside: frame, data: perPixel };
}

/**
 * A converted released checkpoint (Ma, Sanchez, Guha 2024, arXiv:2403.09281, and its code): an encoder of its own, the ViT in windows over the
 * picture, expected counts of overlapping windows averaged by a count map. The part that the pack's features cover is counted as a whole;
 * a region without zoom gets its share.
 *
 * @throws LIMIT_EXCEEDED for more windows than passes; PLUGIN_FAILED for NaN or a wrong shape, naming the head's output
 */
export async function countConverted({ features, look }: Call, head: ConvertedHead): Promise<Counted> {
  const { graph, input, output, block, bins, anchors } = head;
  const { frame } = wholeGrid(features);
  const size = convertedSize(frame, head);
  const windows = slidingWindows(size, head.window);
  const answers = await look.runOnPixels({ graph, input, outputs: [output], box: frame, size, windows });
  const counts = answers.map((answer) => blockCounts({ logits: answer[output]!.data, anchors, states: null }));
  const put = (kind: 'mean' | 'variance'): Field => {
    const values = counts.map((each) => each[kind]);
    return over(frame, size, windows, values, block);
  };
  const total = counts.reduce((sum, { mean }) => sum + mean.reduce((a, b) => a + b, 0), 0);
  const inLast = counts.reduce((sum, each) => sum + each.inLast, 0);
  return {
    form: `CLIP-EBC released, ${head.backbone === 'vit' ? 'ViT' : 'ResNet'}, blocks of ${block} px, ${head.counts}`,
    density: put('mean'),
    variance: put('variance'),
    points: null,
    saturated: bins.at(-1)?.[1] === null && inLast > total / 2,
  };
}
