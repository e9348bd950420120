import type { LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { openFile } from '../state/open-picture';

interface Props {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly className: string;
  /** Whether phones open the camera rather than the album. */
  readonly camera?: boolean;
}

/** A button that lets the visitor choose a picture, or take one. */
export function FileButton({ icon: Icon, label, className, camera = false }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={className} data-open={camera ? undefined : ''} onClick={() => input.current?.click()}>
        <Icon aria-hidden="true" />
        {label}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture={camera ? 'environment' : undefined}
        hidden
        aria-label={label}
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file may be chosen again.
          target.value = '';
          if (file) void openFile(file);
        }}
      />
    </>
  );
}
