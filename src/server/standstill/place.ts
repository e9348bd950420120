import { once } from 'node:events';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { Session, type Debugger } from 'node:inspector/promises';

/** Name of the global function that tells whose code runs where the event loop stands still. */
export const WHOSE = 'denseql.whoseCodeRuns';

/** Where JavaScript of the main thread is. */
export interface Place {
  /** A plugin's name and what it does, in words; null: the host's own code, or nobody knows. */
  readonly plugin: { readonly plugin: string; readonly doing: string } | null;
  /** Function, file and line. */
  readonly at: string;
}

type Script = Debugger.ScriptParsedEventDataType;

/** The line that somebody wrote, where the script carries the map of what it was made of, as TypeScript does. */
function lineIn({ sourceMapURL = '' }: Script, { lineNumber, columnNumber = 0 }: Debugger.Location): number {
  const [, json] = /^data:application\/json[^,]*;base64,(.*)$/s.exec(sourceMapURL) ?? [];
  const entry =
    json && new SourceMap(JSON.parse(Buffer.from(json, 'base64').toString()) as SourceMapPayload).findEntry(lineNumber, columnNumber);
  return 1 + (entry && 'originalLine' in entry ? entry.originalLine : lineNumber);
}

/**
 * Holds the main thread for a moment, by the debugger's own means, and reads where it is. Called in another thread.
 * @param waitMs a thread that is in a call of the system does not stop: null then
 */
export async function placeOfMain(waitMs: number): Promise<Place | null> {
  const session = new Session();
  session.connectToMainThread();
  const scripts = new Map<string, Script>();
  session.on('Debugger.scriptParsed', ({ params }) => void scripts.set(params.scriptId, params));
  try {
    const paused = once(session, 'Debugger.paused', { signal: AbortSignal.timeout(waitMs) });
    // Awaited below; until then nobody listens.
    paused.catch(() => undefined);
    await session.post('Debugger.enable');
    await session.post('Debugger.pause');
    const [{ params }] = (await paused) as [{ params: Debugger.PausedEventDataType }];
    const [frame] = params.callFrames;
    if (!frame) return null;
    const { callFrameId, location, functionName } = frame;
    const expression = `globalThis[Symbol.for(${JSON.stringify(WHOSE)})]?.() ?? null`;
    const { result } = await session.post('Debugger.evaluateOnCallFrame', { callFrameId, expression, returnByValue: true });
    await session.post('Debugger.resume');
    const script = scripts.get(location.scriptId);
    const at = `${functionName || 'a function'} (${script ? `${script.url.replace(/\?.*$/, '')}:${lineIn(script, location)}` : 'of no file'})`;
    return { plugin: result.value as Place['plugin'], at };
  } catch {
    return null;
  } finally {
    session.disconnect();
  }
}
