import sharp from 'sharp';

/** A colour as red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A shape of one colour, in pixels; later ones lie over earlier ones. */
export type Shape =
  | {
      readonly kind: 'rectangle';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly colour: Colour;
    }
  | {
      readonly kind: 'ellipse';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly colour: Colour;
    }
  | { readonly kind: 'polygon'; readonly points: readonly (readonly [x: number, y: number])[]; readonly colour: Colour };

/** A picture of shapes, with what is where. */
export interface BuiltPicture {
  readonly width: number;
  readonly height: number;
  readonly png: Buffer;
  /** As `image(source:)` takes it. */
  readonly source: { readonly data: string };
  /** 1 where a pixel shows the shape of this place, else 0, row by row: exactly what was painted, overlaps taken off. */
  mask(shape: number): Uint8Array;
}

/** Even-odd, at the middle of a pixel. */
function inPolygon(points: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = points.length - 1; at < points.length; before = at++) {
    const [[ax, ay], [bx, by]] = [points[at]!, points[before]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

function covers(shape: Shape, column: number, row: number): boolean {
  const [x, y] = [column + 0.5, row + 0.5];
  if (shape.kind === 'polygon') return inPolygon(shape.points, x, y);
  const [u, v] = [(x - shape.x) / shape.width, (y - shape.y) / shape.height];
  return shape.kind === 'rectangle' ? u >= 0 && u < 1 && v >= 0 && v < 1 : (2 * u - 1) ** 2 + (2 * v - 1) ** 2 <= 1;
}

/**
 * Paints a picture without soft edges: each pixel belongs to one shape or to the background, so that its mask is exact.
 *
 * @example
 * const { source, mask } = await buildPicture({ width: 112, height: 56, background: [0, 0, 255], shapes: [
 *   { kind: 'rectangle', x: 0, y: 0, width: 56, height: 56, colour: [255, 0, 0] },
 * ] });
 */
export async function buildPicture(picture: {
  readonly width: number;
  readonly height: number;
  readonly background: Colour;
  readonly shapes?: readonly Shape[];
}): Promise<BuiltPicture> {
  const { width, height, background, shapes = [] } = picture;
  const owners = new Int16Array(width * height).fill(-1);
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < owners.length; at += 1) {
    owners[at] = shapes.findLastIndex((shape) => covers(shape, at % width, Math.floor(at / width)));
    pixels.set(shapes[owners[at]!]?.colour ?? background, at * 3);
  }
  const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return {
    ...{ width, height, png, source: { data: png.toString('base64') } },
    mask: (shape) => Uint8Array.from(owners, (owner) => (owner === shape ? 1 : 0)),
  };
}
