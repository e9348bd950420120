import { useMonaco } from '@graphiql/react';
import { useEffect } from 'react';

/** Answers hold pictures as one line each: wrapped, such a line would be thousands. */
const ANSWERS = /response/;

/** Breaks long lines of queries where the editor ends: they would go on under its buttons, and phones show less than half of one. */
export function useWrappedLines(): void {
  const monaco = useMonaco((store) => store.monaco);
  useEffect(() => {
    if (!monaco) return;
    type Editor = ReturnType<typeof monaco.editor.getEditors>[number];
    const wrap = (editor: Editor): void => {
      if (!ANSWERS.test(editor.getModel()?.uri.path ?? '')) editor.updateOptions({ wordWrap: 'on', wrappingIndent: 'indent' });
    };
    // Some are there before this is told of Monaco.
    for (const editor of monaco.editor.getEditors()) wrap(editor);
    const created = monaco.editor.onDidCreateEditor((editor) => wrap(editor));
    return () => created.dispose();
  }, [monaco]);
}
