import type { FoundPicture } from './pictures';

/** The pictures of the last answer, whole: GraphiQL itself shows a cropped one while the pointer is on its address. */
export function PicturePane({ pictures, close }: { pictures: readonly FoundPicture[]; close: () => void }) {
  return (
    <aside className="pictures" aria-label="Pictures in the answer">
      <header>
        <h2>{pictures.length === 1 ? 'Picture' : `${pictures.length} pictures`}</h2>
        <button type="button" onClick={close}>
          Close pictures
        </button>
      </header>
      <div className="shown" tabIndex={0}>
        {pictures.map(({ path, address }) => (
          <figure key={path}>
            <a href={address} target="_blank" rel="noreferrer">
              <img src={address} alt={`The picture at ${path}`} />
            </a>
            <figcaption>{path}</figcaption>
          </figure>
        ))}
      </div>
    </aside>
  );
}
