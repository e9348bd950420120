/** COCO's format: a box and run lengths an object. Masks may be coarser than the picture, and COCO's may not: they are enlarged, nearest. */
import { decodeRle, encodeRle } from 'denseql/client';

export function toCoco(pictures, labels) {
  const objects = pictures.flatMap(({ objects }, place) => objects.map((object) => ({ ...object, picture: place })));
  return {
    images: pictures.map(({ name, width, height }, place) => ({ id: place + 1, file_name: name, width, height })),
    categories: labels.map((name, place) => ({ id: place + 1, name })),
    annotations: objects.map(({ picture, label, score, box, mask }, place) => {
      const { width, height } = pictures[picture];
      const bits = mask && enlarged(decodeRle(mask.rle), width, height);
      return {
        id: place + 1,
        image_id: picture + 1,
        category_id: labels.indexOf(label) + 1,
        score,
        bbox: [box.x, box.y, box.width, box.height],
        area: bits ? bits.reduce((sum, bit) => sum + bit, 0) : box.width * box.height,
        iscrowd: 0,
        segmentation: bits ? encodeRle({ data: bits, width, height }) : [],
      };
    }),
  };
}

function enlarged(mask, width, height) {
  if (mask.width === width && mask.height === height) return mask.data;
  const bits = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * mask.height) / height) * mask.width;
    for (let x = 0; x < width; x++) bits[y * width + x] = mask.data[row + Math.floor(((x + 0.5) * mask.width) / width)];
  }
  return bits;
}
