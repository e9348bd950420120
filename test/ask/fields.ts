import type { Answered, CountAnswer, HeatmapAnswer, SegmentationAnswer } from '../../src/core/index.js';

/** The fields that a client asks for, and the same read from an answer of `ask`: every number that there is. */
export const COUNT =
  'id of total uncertainty score saturated points(limit: 50) { x y } density { id float32 } meta { id method form pack notices { code } }';
export const SEGMENTATION = `id segments { id label score coverage box { x y width height } mask { id area rle { counts } } scoreMap { id float32 } }
  labelMap { id png } meta { id method form pack notices { code } }`;

const float32 = (map: HeatmapAnswer | null) => map && { id: map.id, float32: Buffer.from(map.map.data.buffer).toString('base64') };
const metaOf = ({ meta: { id, method, form, pack, notices } }: Answered) => ({
  id,
  method,
  form,
  pack,
  notices: notices.map(({ code }) => ({ code })),
});
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export function countFields(answer: CountAnswer & Answered) {
  const { id, of, total, uncertainty, score, saturated } = answer;
  const points = answer.points({ limit: 50 });
  return { id, of, total, uncertainty, score, saturated, points, density: float32(answer.density()), meta: metaOf(answer) };
}

export async function segmentationFields(answer: SegmentationAnswer & Answered) {
  const segments = answer.segments.map(async (segment) => {
    const { id, label, score } = segment;
    const [coverage, box, mask] = [await segment.coverage(), await segment.box(), await segment.mask()];
    const { x, y, width, height } = box ?? {};
    const rle = { counts: await mask.rle() };
    const shown = box && { x, y, width, height };
    return { id, label, score, coverage, box: shown, mask: { id: mask.id, area: mask.area, rle }, scoreMap: float32(segment.scoreMap()) };
  });
  const labelMap = await answer.labelMap();
  const png = base64((await labelMap.png()).bytes);
  return { id: answer.id, segments: await Promise.all(segments), labelMap: { id: labelMap.id, png }, meta: metaOf(answer) };
}
