import { useEffect, useState, type ReactNode } from 'react';
import { openFile } from '../state/open-picture';

const pictureIn = (data: DataTransfer | null): File | undefined =>
  [...(data?.files ?? [])].find(({ type }) => type === '' || type.startsWith('image/'));

/** Takes pictures that are dropped anywhere on the page, or pasted. */
export function DropTarget({ children }: { children: ReactNode }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = pictureIn(event.clipboardData);
      if (!file) return;
      event.preventDefault();
      void openFile(file);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, []);
  return (
    <div
      className={`drop-target${over ? ' over' : ''}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        const file = pictureIn(event.dataTransfer);
        if (!file) return;
        event.preventDefault();
        void openFile(file);
      }}
    >
      {children}
      {over && (
        <div className="drop-here" aria-hidden="true">
          <b>Drop the picture</b>
        </div>
      )}
    </div>
  );
}
