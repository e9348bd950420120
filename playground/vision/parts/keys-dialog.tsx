import { useEffect, useRef } from 'react';

const KEYS: readonly (readonly [string, string])[] = [
  ['Enter', 'Ask'],
  ['Esc', 'Cancel, or close what is open'],
  ['1 to 9', 'Show or hide a label'],
  ['0', 'Show all labels'],
  ['/', 'Add a label'],
  ['O', 'Open a picture'],
  ['R', 'A box: arrows move it, Shift and arrows resize it'],
  ['C', 'Compare: arrows move the divider'],
  ['[ ]', 'Opacity'],
  ['F', 'The picture alone, or everything again'],
  ['Space', 'Held: the bare picture'],
  ['D', 'Light or dark colours'],
  ['?', 'This list'],
];

export function KeysDialog({ open, close }: { open: boolean; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="keys-title"
      onClose={close}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <h2 id="keys-title">Keyboard</h2>
      <dl className="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button className="btn line">Close</button>
      </form>
    </dialog>
  );
}
