/** How many passes wait for the active encoder; 0 where the server does not say. Needs no key, and counts against no limit. */
export async function queuedPasses(): Promise<number> {
  try {
    const { queued } = (await (await fetch('health/ready')).json()) as { queued?: number };
    return queued ?? 0;
  } catch {
    return 0;
  }
}
