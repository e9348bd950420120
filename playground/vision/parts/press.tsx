import type { LucideIcon } from 'lucide-react';

interface Props {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly on: boolean;
  readonly act: () => void;
  /** Whether narrow pages leave it out. */
  readonly wide?: boolean;
}

/** A button that is on or off. */
export function Press({ icon: Icon, label, on, act, wide = false }: Props) {
  return (
    <button type="button" className={`btn${wide ? ' wide' : ''}`} aria-pressed={on} aria-label={label} title={label} onClick={act}>
      <Icon aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
