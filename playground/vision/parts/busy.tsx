import { useEffect, useState } from 'react';
import { duration } from '../model/format';
import { counted } from '../model/words';
import { usePlayground } from '../state/store';
import { useQueued } from './use-queued';

/** While the server works: the encoder's patches over the picture, and the time. Answers within an eye's blink show nothing of it. */
export function Busy() {
  const running = usePlayground((playground) => playground.running);
  const shown = usePlayground((playground) => playground.shown);
  const encoder = usePlayground(({ start }) => start!.encoders.find(({ active }) => active));
  const detail = usePlayground(({ view }) => view.detail);
  const since = running?.since;
  const [now, setNow] = useState(0);
  const queued = useQueued(since);
  useEffect(() => {
    if (since === undefined) return setNow(0);
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [since]);
  const spent = running ? now - running.since : 0;
  if (!running || spent < 150) return null;
  const side = encoder ? { LOW: encoder.detail.low, MEDIUM: encoder.detail.medium, HIGH: encoder.detail.high }[detail] / encoder.patch : 32;
  const longest = shown ? Math.max(shown.width, shown.height) : 1;
  const [across, down] = shown ? [Math.round((side * shown.width) / longest), Math.round((side * shown.height) / longest)] : [32, 24];
  return (
    <>
      <div className="layer patches" aria-hidden="true" style={{ '--across': across, '--down': down }} />
      <div className="busy" role="status">
        <span>{queued > 0 ? `${counted(queued, 'pass waits', 'passes wait')} for the encoder` : running.stage}</span>
        <span className="num" aria-hidden="true">
          {duration(Math.round(spent / 100) * 100)}
        </span>
        <div className="progress" aria-hidden="true" />
      </div>
    </>
  );
}
