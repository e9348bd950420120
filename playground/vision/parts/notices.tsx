import { methodOf, type Task } from '../model/tasks';
import type { Meta } from '../read/reading';

/** Which form of a method ran, and what the answer says about itself. */
export function Notices({ task, meta: { method, form, notices } }: { task: Task; meta: Meta }) {
  return (
    <div className="notices">
      <p className="xs soft">
        {methodOf(task, { method })?.title}: {form}
      </p>
      {notices.map(({ code, field, message }) => (
        <p key={`${code}${field}`} className="notice">
          {message}
        </p>
      ))}
    </div>
  );
}
