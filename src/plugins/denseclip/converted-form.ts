import {
  breather,
  breathingSoftmax,
  slidingWindows,
  wholeGrid,
  type ScoreMaps,
  type SegmentCall,
  type SegmentResult,
} from '../../core/index.js';
import { classesOf } from './classes.js';
import { cutFor, takeHigher, topOf } from './grid-cut.js';
import type { ConvertedHead } from './head.js';
import type { DenseclipOptions } from './options.generated.js';
import { stitch } from './stitch.js';
import { convertedSize } from './converted-size.js';

type Call = SegmentCall<unknown>;

/** A score is the mean of this many pixels' best cells: a patch of the ViT. */
const SCORE_PIXELS = 16 * 16;

/** Which classes each channel of the answer stands for: labels, then background. */
function channelsOf({ labels, prompts, background }: Call, { classes }: ConvertedHead): number[][] {
  const asked = classesOf(labels, classes, prompts.synonyms, 'labels');
  const taken = new Set(asked.flat());
  if (background === null) {
    // Whatever else the head knows competes: a pixel of another class belongs to nothing.
    const rest = classes.flatMap((_, index) => (taken.has(index) ? [] : [index]));
    return rest.length > 0 ? [...asked, rest] : asked;
  }
  const own = classesOf(background, classes, null, 'background').flat();
  return [...asked, ...own.filter((index) => !taken.has(index)).map((index) => [index])];
}

/**
 * A converted released checkpoint (Rao et al. 2022, arXiv:2112.01518, its code and configurations): an encoder of its own in windows over the picture,
 * logits stitched, softmax over all classes. Labels choose among its classes and change nothing else. The part that the pack's features
 * cover is looked at as a whole, then cut.
 *
 * @throws BAD_INPUT for a label that is no class; LIMIT_EXCEEDED for more windows than passes; PLUGIN_FAILED for NaN or a wrong shape
 */
export async function segmentConverted(call: Call, head: ConvertedHead, options: DenseclipOptions): Promise<SegmentResult> {
  const { image, labels, signal } = call;
  const chosen = channelsOf(call, head);
  const { frame } = wholeGrid(call.features);
  const size = convertedSize(frame, head);
  const windows = slidingWindows(size, head.window);
  const { graph, input, output, outputStride: stride, classes } = head;
  const answers = await call.look.runOnPixels({ graph, input, outputs: [output], box: frame, size, windows });
  const logits = windows.map((window, index): ScoreMaps => {
    const [rows, columns] = [window.height / stride, window.width / stride];
    const { data } = answers[index]![output]!;
    return { channels: classes.length, rows, columns, frame: window, data };
  });
  const shares = await stitch(logits, size, stride, signal);
  await breathingSoftmax({ data: shares, channels: classes.length, scale: 1 }, breather(signal));

  const [rows, columns] = [size.height / stride, size.width / stride];
  const cut = cutFor(image.box, frame, rows, columns);
  const cells = cut.rows * cut.columns;
  const data = new Float32Array(chosen.length * cells);
  for (const [channel, members] of chosen.entries())
    for (const member of members) takeHigher(cut, shares, member * rows * columns, data.subarray(channel * cells, (channel + 1) * cells));

  const count = Math.max(1, Math.round(SCORE_PIXELS / stride ** 2));
  const scores = labels.map((_, label) => topOf(data.subarray(label * cells, (label + 1) * cells), cut, count));
  return {
    form: `DenseCLIP closed set, ${classes.length} classes, ${head.backbone === 'vit' ? 'ViT' : 'ResNet'}`,
    scores,
    maps: { channels: chosen.length, rows: cut.rows, columns: cut.columns, data, frame: cut.frame },
    competes: scores.map((score) => score >= (options.minPresence ?? 0)),
    threshold: options.threshold ?? 0,
    refine: options.edges,
  };
}
