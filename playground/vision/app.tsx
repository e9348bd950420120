import { useEffect, useState } from 'react';
import { loadStart } from './ask/load-start';
import { First } from './pages/first';
import { Methods } from './pages/methods';
import { Pack } from './pages/pack';
import { Docs } from './pages/docs';
import { usePage } from './pages/use-page';
import { DropTarget } from './parts/drop-target';
import { TopBar } from './parts/top-bar';
import { Toast } from './parts/toast';
import { Workbench } from './parts/workbench';
import { ProblemCard } from './parts/problem-card';
import { keepAddress, followAddress } from './state/address-sync';
import { asProblem } from './state/run';
import { set, usePlayground } from './state/store';
import { useKeys } from './parts/use-keys';

/** The playground: a first page, the workbench once there is a picture, and pages about what is loaded. */
export function App() {
  const [attempt, setAttempt] = useState(0);
  const start = usePlayground((playground) => playground.start);
  const source = usePlayground((playground) => playground.view.source);
  const problem = usePlayground((playground) => playground.problem);
  const page = usePage();
  useKeys();
  useEffect(() => {
    set({ problem: null });
    loadStart().then(
      (loaded) => {
        set({ start: loaded });
        void followAddress();
      },
      (error: unknown) => set({ problem: asProblem(error) }),
    );
  }, [attempt]);
  useEffect(keepAddress, []);

  if (!start)
    return (
      <div className="app app-empty">
        <TopBar page={page} />
        <main className="first" id="main" aria-busy={!problem}>
          {problem ? (
            <ProblemCard problem={problem} again={() => setAttempt(attempt + 1)} />
          ) : (
            <p className="soft">Asking the server what it can do…</p>
          )}
        </main>
      </div>
    );
  if (page !== null)
    return (
      <div className="app app-empty">
        <TopBar page={page} />
        {page.name === 'methods' ? <Methods /> : page.name === 'pack' ? <Pack /> : <Docs name={page.rest} />}
        <Toast />
      </div>
    );
  return (
    <DropTarget>
      {source ? (
        <Workbench />
      ) : (
        <div className="app app-empty">
          <TopBar page={null} />
          <First />
        </div>
      )}
      <Toast />
    </DropTarget>
  );
}
