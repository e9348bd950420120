/** A dense float32 array with its shape, row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Bytes with their shape, row-major: pixels as graphs take them, uint8. */
export interface ByteTensor {
  readonly data: Uint8Array;
  readonly dims: readonly number[];
}
