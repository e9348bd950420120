import { useMedia } from './use-media';
import { Answer } from './answer';
import { AskBar } from './ask-bar';
import { Gallery } from './gallery';
import { How } from './how';
import { Stage } from './stage';
import { Tools } from './tools';
import { TopBar } from './top-bar';
import { usePlayground } from '../state/store';
import { activeLayer } from '../state/change';

/** A picture, what is asked of it and how, and what came back. */
export function Workbench() {
  const wide = useMedia('(min-width: 1181px)');
  const phone = useMedia('(max-width: 760px)');
  const task = usePlayground(({ view, start }) => start!.tasks.find(({ name }) => name === activeLayer(view)?.task)?.title);
  return (
    <div className="app">
      <TopBar page={null} />
      {wide && <How />}
      <main className="mid" id="main" tabIndex={-1}>
        <h1 className="vh">Playground: {task}</h1>
        <AskBar />
        <Stage />
        <Tools />
        <Gallery />
      </main>
      <Answer within={wide || phone ? null : <How />} />
      {phone && <How />}
    </div>
  );
}
