declare module 'polylabel' {
  /** @param polygon rings of points, the first is the outer one */
  export default function polylabel(polygon: number[][][], precision?: number): [number, number] & { distance: number };
}
