import { Camera, Upload } from 'lucide-react';
import { FileButton } from '../parts/file-button';
import { Thumb } from '../parts/gallery';
import { ProblemCard } from '../parts/problem-card';
import { usePlayground } from '../state/store';
import { cardsOf } from './cards';
import { Card } from './card';
import { usePreviews } from './use-previews';

/** The first visit: an own picture, or a sample whose answer is drawn already. One click shows how it is asked. */
export function First() {
  const start = usePlayground((playground) => playground.start)!;
  const problem = usePlayground((playground) => playground.problem);
  const running = usePlayground((playground) => playground.running !== null);
  const cards = cardsOf(start);
  const previews = usePreviews(cards);
  return (
    <main className="first" id="main" tabIndex={-1}>
      <div className="first-in">
        <h1>Ask a picture anything dense.</h1>
        <p className="lead">Say what to look for. Masks, boxes, counts and maps come back from one pass of the encoder, on this machine.</p>
        {problem && <ProblemCard problem={problem} />}
        <div className="pick">
          <div className="drop" aria-busy={running}>
            <b>Your own picture</b>
            {running ? (
              <p className="soft">Sending it…</p>
            ) : (
              <p className="soft">
                <span className="hide-phone">Drop it anywhere, or paste it. </span>It stays on this server.
              </p>
            )}
            <FileButton icon={Upload} label="Choose a file" className="btn main" />
            <FileButton icon={Camera} label="Take a photo" className="btn line only-phone" camera />
          </div>
          {cards.map((card, place) => (
            <Card key={`${card.sample.id}${card.task.name}`} card={card} preview={previews[place] ?? null} />
          ))}
        </div>
        <h2>More pictures to try</h2>
        <div className="strip all" role="group" aria-label="Sample pictures">
          {start.samples.map((sample) => (
            <Thumb key={sample.id} sample={sample} current={false} />
          ))}
        </div>
      </div>
    </main>
  );
}
