import type { Finding } from '../read/reading';
import type { Answered, Shown } from '../state/store';

/** Outlines and boxes in the form of COCO's instances, in pixels of the original. */
export function cocoOf({ parts }: Pick<Answered, 'parts'>, shown: Pick<Shown, 'title' | 'width' | 'height'>) {
  const findings = parts.filter(({ side }) => side === 'left').flatMap(({ reading }) => reading.findings);
  const names = [...new Set(findings.map(({ name }) => name))];
  const annotations = findings.flatMap((finding) => {
    const bbox = boxOf(finding);
    if (!bbox) return [];
    const { mask, score, name } = finding;
    return {
      image_id: 1,
      category_id: names.indexOf(name) + 1,
      bbox,
      // COCO counts pixels of the original; the mask may be coarser.
      area: mask ? mask.area * ((mask.box.width * mask.box.height) / (mask.width * mask.height)) : bbox[2] * bbox[3],
      iscrowd: 0,
      segmentation: mask ? ringsOf(mask.outline) : [],
      ...(score !== null && { score }),
    };
  });
  return {
    images: [{ id: 1, file_name: shown.title, width: shown.width, height: shown.height }],
    categories: names.map((name, place) => ({ id: place + 1, name })),
    annotations: annotations.map((annotation, place) => ({ id: place + 1, ...annotation })),
  };
}

function boxOf({ box, mask }: Finding): [number, number, number, number] | null {
  if (mask?.area === 0 || !box) return null;
  return [box.x, box.y, box.width, box.height];
}

/** An outline's rings as COCO has polygons: x and y in turn. */
const ringsOf = (outline: string): number[][] =>
  outline
    .split('Z')
    .filter((ring) => ring !== '')
    .map((ring) => ring.slice(1).split(/[ ,]/).map(Number));
