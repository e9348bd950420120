import { Camera, Upload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { openSample } from '../state/open-picture';
import { usePlayground } from '../state/store';
import { FileButton } from './file-button';

/** An own picture, and those that the server has to try. */
export function Gallery() {
  const samples = usePlayground(({ start }) => start!.samples);
  const current = usePlayground(({ view }) => (view.source && 'sample' in view.source ? view.source.sample : null));
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const button = strip.current?.querySelector<HTMLElement>('[aria-current]');
    if (button && strip.current)
      strip.current.scrollLeft = button.offsetLeft - strip.current.offsetLeft - strip.current.clientWidth / 2 + 32;
  }, [current]);
  return (
    <div className="gallery">
      <FileButton icon={Upload} label="Open picture" className="open" />
      <FileButton icon={Camera} label="Photo" className="open only-phone" camera />
      <div className="strip" role="group" aria-label="Sample pictures" ref={strip}>
        {samples.map((sample) => (
          <Thumb key={sample.id} sample={sample} current={sample.id === current} />
        ))}
      </div>
    </div>
  );
}

type Sample = NonNullable<ReturnType<typeof usePlayground.getState>['start']>['samples'][number];

export function Thumb({ sample: { id, title, author, licence, picture }, current }: { sample: Sample; current: boolean }) {
  return (
    <button
      type="button"
      className="thumb"
      aria-label={title}
      aria-current={current || undefined}
      title={`${title} (${author}, ${licence})`}
      onClick={() => void openSample(id)}
    >
      {picture && <img src={picture.dataUri} alt="" loading="lazy" />}
    </button>
  );
}
