import { highlight, type Language } from './highlight';

/** Code in colours. It scrolls, so it takes the focus. */
export function Code({ text, language, ...rest }: { text: string; language: Language }) {
  return (
    <pre tabIndex={0} {...rest}>
      <code dangerouslySetInnerHTML={{ __html: highlight(text, language) }} />
    </pre>
  );
}
