/** A value at each pixel, row by row from the top-left corner. */
interface Plane<Data> {
  readonly width: number;
  readonly height: number;
  readonly data: Data;
}

/** 1 where the pixel belongs, 0 elsewhere. */
export type Bitmap = Plane<Uint8Array>;
/** Label numbers: 1 is the first label, 0 is nothing. */
export type Labels = Plane<Uint8Array | Uint16Array>;
/** Numbers on a grid, row by row. */
export type Floats = Plane<Float32Array>;
