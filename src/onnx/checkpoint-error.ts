/** A checkpoint that cannot be compiled or converted: `place` is the file, tensor or setting that is in the way. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';

  constructor(
    readonly place: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${place}: ${problem}`, options);
  }

  /** Also one of another copy of this module, as a plugin from elsewhere may bring it. */
  static is(error: unknown): error is CheckpointError {
    return error instanceof Error && error.name === 'CheckpointError' && typeof (error as { place?: unknown }).place === 'string';
  }
}
