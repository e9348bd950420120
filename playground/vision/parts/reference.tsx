/** A paper by its number at arXiv, or a page. */
export function Reference({ text }: { text: string | null }) {
  if (text === null) return null;
  const arxiv = /^arxiv:(.+)$/i.exec(text)?.[1];
  const address = arxiv ? `https://arxiv.org/abs/${arxiv}` : /^https?:\/\//.test(text) ? text : null;
  if (address === null) return <>{text}</>;
  return (
    <a href={address} rel="noreferrer" target="_blank">
      {text}
    </a>
  );
}
