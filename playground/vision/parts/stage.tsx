import { useEffect } from 'react';
import { usePlayground } from '../state/store';
import { BoxEditor } from './box-editor';
import { Busy } from './busy';
import { Layers } from './layers';
import { ProblemCard } from './problem-card';
import { useBoxDrag } from './use-box-drag';

/** The picture, as large as there is room, under what was found in it. */
export function Stage() {
  const shown = usePlayground((playground) => playground.shown);
  const problem = usePlayground((playground) => playground.problem);
  const opacity = usePlayground(({ look }) => look.opacity);
  const drag = useBoxDrag();
  useEffect(() => {
    document.title = shown ? `${shown.title} · DenseQL` : 'DenseQL playground';
  }, [shown]);
  return (
    <section
      className={`stage${problem ? ' faded' : ''}`}
      aria-label={shown ? `Picture: ${shown.title}` : 'Picture'}
      style={{ '--w': shown?.width ?? 4, '--h': shown?.height ?? 3, '--mask': opacity }}
    >
      <div {...drag} data-frame="">
        {shown && <img src={shown.url} alt={shown.title} draggable={false} />}
        <Layers />
        <Busy />
        <BoxEditor />
      </div>
      {problem && <ProblemCard problem={problem} />}
    </section>
  );
}
