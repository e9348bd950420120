export interface JoinedSignal {
  readonly signal: AbortSignal;
  /** Takes it off the signals that it follows. */
  readonly leave: () => void;
}

/**
 * A signal that aborts with the first of others, and with its reason. Not AbortSignal.any: that cannot be taken back, so that a signal that lives
 * as long as the server would gather one for each request.
 */
export function joinedSignal(others: readonly AbortSignal[]): JoinedSignal {
  const controller = new AbortController();
  const leave = (): void => {
    for (const other of others) other.removeEventListener('abort', follow);
  };
  const end = ({ reason }: AbortSignal): void => {
    leave();
    controller.abort(reason);
  };
  const follow = (event: Event): void => end(event.target as AbortSignal);
  for (const other of others) other.addEventListener('abort', follow, { once: true });
  const over = others.find(({ aborted }) => aborted);
  if (over) end(over);
  return { signal: controller.signal, leave };
}
