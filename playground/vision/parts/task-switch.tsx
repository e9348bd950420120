import * as RadioGroup from '@radix-ui/react-radio-group';
import { activeLayer } from '../state/active';
import { chooseTask } from '../state/change';
import { run } from '../state/run';
import { usePlayground } from '../state/store';

/** The tasks that this server has; choosing one asks it. */
export function TaskSwitch() {
  const tasks = usePlayground(({ start }) => start!.tasks);
  const current = usePlayground(({ view }) => activeLayer(view)?.task ?? '');
  const choose = (task: string) => {
    chooseTask(task);
    void run();
  };
  return (
    <RadioGroup.Root className="tasks" aria-label="Task" orientation="horizontal" value={current} onValueChange={choose}>
      {tasks.map(({ name, title }) => (
        <RadioGroup.Item key={name} value={name}>
          {title}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
