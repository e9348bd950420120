/** `Mask { polygons { x y } }` for the `d` of an SVG path (or a Path2D): fill it even-odd, so that holes are holes. */
export const svgPath = (polygons: readonly (readonly { readonly x: number; readonly y: number }[])[]): string =>
  polygons.map((ring) => `M${ring.map(({ x, y }) => `${x},${y}`).join(' ')}Z`).join('');
