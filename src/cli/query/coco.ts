import { badInput } from '../../core/errors.js';
import { projectVersion } from '../../core/project-root.js';
import type { Found } from './answer.js';

/** One label's pixels in one picture, before it gets its numbers. */
interface Region {
  readonly category_id: number;
  readonly segmentation: { readonly size: readonly [height: number, width: number]; readonly counts: string };
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

/**
 * One picture's masks as COCO has them: run lengths as large as the picture, categories numbered from 1 in the order of the labels. A label
 * that is not found has no annotation.
 * @throws BAD_INPUT where the masks are not as large as the picture
 */
export async function cocoPicture(file_name: string, { width, height, segmentation }: Found): Promise<CocoPicture> {
  const regions: Region[] = [];
  for (const [index, segment] of (segmentation?.segments ?? []).entries()) {
    const mask = await segment.mask();
    const { pixels, area } = mask;
    if (pixels.width !== width || pixels.height !== height)
      throw badInput(
        '--coco',
        `masks are as large as the picture there, which has ${width} x ${height} px, more than a mask can have. Make it smaller.`,
      );
    const box = await segment.box();
    if (box === null) continue;
    regions.push({
      category_id: index + 1,
      segmentation: { size: [height, width], counts: await mask.rle() },
      area,
      bbox: [box.x, box.y, box.width, box.height],
      score: segment.score,
    });
  }
  return { file_name, width, height, regions };
}

/**
 * A dataset as pycocotools' COCO reads it. A label's pixels are one region a picture, as in COCO's stuff annotations; they have a `score`
 * beside, so that `loadRes` takes the annotations for results, too.
 */
export function cocoDataset(labels: readonly string[], pictures: readonly CocoPicture[]) {
  let id = 0;
  return {
    info: { description: 'Masks by text', version: projectVersion(), contributor: 'DenseQL' },
    images: pictures.map(({ file_name, width, height }, index) => ({ id: index + 1, file_name, width, height })),
    categories: labels.map((name, index) => ({ id: index + 1, name, supercategory: 'label' })),
    annotations: pictures.flatMap(({ regions }, index) =>
      regions.map((region) => ({ id: ++id, image_id: index + 1, ...region, iscrowd: 0 })),
    ),
  };
}
