import * as Menu from '@radix-ui/react-dropdown-menu';
import { Plus } from 'lucide-react';
import { addLayer } from '../state/change';
import { run } from '../state/run';
import { usePlayground } from '../state/store';

/** A further question about the same picture, in the same pass. */
export function AddLayer() {
  const tasks = usePlayground(({ start }) => start!.tasks);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="btn sm push">
        <Plus aria-hidden="true" />
        Add layer
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" align="end" sideOffset={4}>
          {tasks.map(({ name, title }) => (
            <Menu.Item
              key={name}
              className="btn"
              onSelect={() => {
                addLayer(name);
                void run();
              }}
            >
              {title}
            </Menu.Item>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
