import type { FoundPicture } from './pictures';

/** The pictures of the last answer, whole: GraphiQL itself shows a cropped one while the pointer is on its address. */
export function PicturePane({ pictures, close }: { pictures: readonly FoundPicture[]; close: () => void }) {
  return (
    <aside className="pictures" aria-label="Pictures in the answer">
      <button type="button" onClick={close}>
        Close pictures
      </button>
      {pictures.map(({ path, address }) => (
        <figure key={path}>
          <img src={address} alt={`The picture at ${path}`} />
          <figcaption>{path}</figcaption>
        </figure>
      ))}
    </aside>
  );
}
