import type { Value } from '../model/view';
import { usePlayground } from '../state/store';

interface Props {
  readonly label: string;
  readonly value: Value;
  readonly change: (value: Value | undefined) => void;
}

/** Further pictures that a method takes: samples, and the visitor's own one. */
export function PicturesControl({ label, value, change }: Props) {
  const samples = usePlayground(({ start }) => start!.samples);
  const source = usePlayground(({ view }) => view.source);
  const chosen = Array.isArray(value) ? (value as readonly Value[]) : [];
  const own = source && 'upload' in source ? [{ source, title: 'Your picture', address: undefined }] : [];
  const offered = [...own, ...samples.map(({ id, title, picture }) => ({ source: { sample: id }, title, address: picture?.dataUri }))];
  const same = (one: Value, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
  const toggle = (picture: object) => {
    const rest = chosen.filter((one) => !same(one, picture));
    const next = rest.length < chosen.length ? rest : [...chosen, picture as Value];
    change(next.length > 0 ? next : undefined);
  };
  return (
    <div className="pictures" role="group" aria-label={label}>
      {offered.map(({ source: picture, title, address }) => (
        <button
          key={title}
          type="button"
          className="thumb"
          aria-pressed={chosen.some((one) => same(one, picture))}
          aria-label={title}
          title={title}
          onClick={() => toggle(picture)}
        >
          {address ? <img src={address} alt="" loading="lazy" /> : title}
        </button>
      ))}
    </div>
  );
}
