import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  readonly label: string;
}

/** A button that is an icon alone; its name shows on hover and is read aloud. */
export function IconButton({ icon: Icon, label, className = '', ...rest }: Props) {
  return (
    <button type="button" className={`btn ico ${className}`} aria-label={label} title={label} {...rest}>
      <Icon aria-hidden="true" />
    </button>
  );
}
