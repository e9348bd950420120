import { badInput } from '../../core/errors.js';
import type { Box, Size } from '../../core/geometry/box.js';
import { projectVersion } from '../../core/project-root.js';
import type { DetectionAnswer } from '../../core/tasks/detection/answer.js';
import type { SegmentationAnswer } from '../../core/tasks/segmentation/answer.js';
import type { MaskAnswer } from '../../core/visual/mask-answers.js';
import { MOST_PIXELS } from '../../core/visual/max-size.js';
import type { Found } from './answer.js';

/** One label's pixels in one picture, or one thing, before it gets its numbers. */
interface Region {
  readonly category_id: number;
  /** Left out where the method gives no masks. */
  readonly segmentation?: { readonly size: readonly [height: number, width: number]; readonly counts: string };
  readonly area: number;
  readonly bbox: readonly [x: number, y: number, width: number, height: number];
  readonly score: number;
}

export interface CocoPicture {
  readonly file_name: string;
  readonly width: number;
  readonly height: number;
  readonly regions: readonly Region[];
}

/** Run lengths of a mask. @throws BAD_INPUT where it is not as large as the picture */
async function runLengths(mask: MaskAnswer, { width, height }: Size): Promise<NonNullable<Region['segmentation']>> {
  const { pixels } = mask;
  if (pixels.width !== width || pixels.height !== height)
    throw badInput(
      '--coco',
      `masks are as large as the picture there, which has ${width} x ${height} px, more than a mask can have. Make it smaller.`,
    );
  return { size: [height, width], counts: await mask.rle() };
}

const bboxOf = ({ x, y, width, height }: Box): Region['bbox'] => [x, y, width, height];

/** Each label's pixels as one region. */
async function labelRegions({ segments }: SegmentationAnswer, size: Size): Promise<Region[]> {
  const regions: Region[] = [];
  for (const [index, segment] of segments.entries()) {
    const mask = await segment.mask();
    const segmentation = await runLengths(mask, size);
    const box = await segment.box();
    if (box === null) continue;
    regions.push({ category_id: index + 1, segmentation, area: mask.area, bbox: bboxOf(box), score: segment.score });
  }
  return regions;
}

/** Each thing as one region. */
async function thingRegions({ objects }: DetectionAnswer, labels: readonly string[], size: Size): Promise<Region[]> {
  const regions: Region[] = [];
  for (const object of objects) {
    const { label, score, box } = object;
    const mask = await object.mask({ maxSize: MOST_PIXELS });
    regions.push({
      category_id: labels.indexOf(label) + 1,
      ...(mask && { segmentation: await runLengths(mask, size) }),
      area: mask?.area ?? box.width * box.height,
      bbox: bboxOf(box),
      score,
    });
  }
  return regions;
}

/**
 * One picture's masks or things as COCO has them: run lengths as large as the picture, categories numbered from 1 in the order of the labels. A label that is not
 * found has no annotation.
 * @throws BAD_INPUT where the masks are not as large as the picture
 */
export async function cocoPicture(file_name: string, found: Found, labels: readonly string[]): Promise<CocoPicture> {
  const { width, height, segmentation, detection } = found;
  const size = { width, height };
  const regions = segmentation ? await labelRegions(segmentation, size) : detection ? await thingRegions(detection, labels, size) : [];
  return { file_name, width, height, regions };
}

/**
 * A dataset as pycocotools' COCO reads it. A label's pixels are one region a picture, as in COCO's stuff annotations, a thing is one as in its
 * instances; they have a `score` beside, so that `loadRes` takes the annotations for results, too.
 */
export function cocoDataset(labels: readonly string[], pictures: readonly CocoPicture[]) {
  let id = 0;
  return {
    info: { description: 'Regions by text', version: projectVersion(), contributor: 'DenseQL' },
    images: pictures.map(({ file_name, width, height }, index) => ({ id: index + 1, file_name, width, height })),
    categories: labels.map((name, index) => ({ id: index + 1, name, supercategory: 'label' })),
    annotations: pictures.flatMap(({ regions }, index) =>
      regions.map((region) => ({ id: ++id, image_id: index + 1, ...region, iscrowd: 0 })),
    ),
  };
}
