import { activeTask } from '../state/active';
import { NOTHING } from '../state/folded';
import { usePlayground } from '../state/store';
import { Answer } from './answer';
import { AskBar } from './ask-bar';
import { Gallery } from './gallery';
import { How } from './how';
import { Stage } from './stage';
import { Tools } from './tools';
import { TopBar } from './top-bar';
import { useMedia } from './use-media';

/** A picture, what is asked of it and how, and what came back. */
export function Workbench() {
  const wide = useMedia('(min-width: 1181px)');
  const phone = useMedia('(max-width: 900px)');
  const task = usePlayground(activeTask)?.title;
  const kept = usePlayground((playground) => playground.folded);
  // On phones all of it stands below the picture.
  const folded = phone ? NOTHING : kept;
  return (
    <div className={`app${folded.how ? ' no-how' : ''}${folded.what ? ' no-what' : ''}`}>
      <TopBar page={null} />
      {wide && !folded.how && <How />}
      <main className="mid" id="main" tabIndex={-1}>
        <h1 className="vh">Playground: {task}</h1>
        <AskBar />
        <Stage />
        <Tools folds={{ how: wide, what: !phone }} />
        {!folded.gallery && <Gallery />}
      </main>
      {!folded.what && <Answer within={wide || phone ? null : <How />} />}
      {phone && <How />}
    </div>
  );
}
