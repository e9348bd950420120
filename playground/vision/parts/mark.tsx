/** The product's mark: patches, some of which answer. */
export function Mark() {
  const at = [5, 9.4, 13.8];
  return (
    <svg viewBox="0 0 22 22" className="mark" aria-hidden="true">
      <rect x="1" y="1" width="20" height="20" rx="5" fill="var(--ink)" />
      <g fill="var(--on-ink)">
        {at.flatMap((y, row) =>
          at.map((x, column) => (
            <rect key={`${row}${column}`} x={x} y={y} width="3.2" height="3.2" rx="0.8" opacity={(row + column) % 2 ? 1 : 0.45} />
          )),
        )}
      </g>
    </svg>
  );
}
