import { useEffect, useState } from 'react';

/** Tries again by itself when the server said it would have room, or at once by hand. */
export function Retry({ afterMs, again }: { afterMs: number; again: () => void }) {
  const [left, setLeft] = useState(Math.ceil(afterMs / 1000));
  useEffect(() => {
    if (left <= 0) return again();
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
    // A new function with every drawing of the card is the same deed.
  }, [left]);
  return (
    <>
      <button type="button" className="btn main" onClick={again}>
        Try now
      </button>
      <span className="soft num">Trying again in {left} s.</span>
    </>
  );
}
