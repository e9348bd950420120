import type { Meta } from '../read/reading';

/** Which form of a method ran, and what the answer says about itself. */
export function Notices({ meta: { method, form, notices } }: { meta: Meta }) {
  return (
    <div className="notices">
      <p className="xs soft">
        {method}: {form}
      </p>
      {notices.map(({ code, field, message }) => (
        <p key={`${code}${field}`} className="notice">
          {message}
        </p>
      ))}
    </div>
  );
}
