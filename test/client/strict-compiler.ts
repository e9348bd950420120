import ts from 'typescript';

/** An app's file as a strict compiler sees it, one that resolves packages as bundlers do and knows nothing of Node. */
export const strictProgram = (file: string, more: ts.CompilerOptions = {}): ts.Program =>
  ts.createProgram([file], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    ...more,
  });

/** What the compiler says of it; empty: nothing. */
export const complaintsOf = (program: ts.Program): string[] =>
  ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
