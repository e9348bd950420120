import { keepKey } from '../ask/api-key';

/** Asks for an API key, which is kept until the page is closed. */
export function KeyForm({ again }: { again: () => void }) {
  return (
    <form
      className="key-form"
      onSubmit={(event) => {
        event.preventDefault();
        keepKey((event.currentTarget.elements.namedItem('key') as HTMLInputElement).value);
        again();
      }}
    >
      <label>
        API key
        <input name="key" type="password" autoComplete="off" required className="field" />
      </label>
      <button className="btn main">Use this key</button>
      <p className="help">It is kept until this page is closed, and sent to this server alone.</p>
    </form>
  );
}
