import { useEffect, useState } from 'react';
import { queuedPasses } from '../ask/queued';

/** Most answers are there before anybody asks how long they will take. */
const EVERY_MS = 700;

/** How many passes wait for the encoder while something runs; asked again and again, until it is over. */
export function useQueued(since: number | undefined): number {
  const [queued, setQueued] = useState(0);
  useEffect(() => {
    setQueued(0);
    if (since === undefined) return;
    const timer = setInterval(() => void queuedPasses().then(setQueued), EVERY_MS);
    return () => clearInterval(timer);
  }, [since]);
  return queued;
}
