/** A checkpoint that cannot be compiled: `place` is the file, tensor or setting that is in the way. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';

  constructor(
    readonly place: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${place}: ${problem}`, options);
  }
}
