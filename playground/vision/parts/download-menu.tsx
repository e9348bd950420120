import * as Menu from '@radix-ui/react-dropdown-menu';
import { Download } from 'lucide-react';
import { DOWNLOADS } from '../download/downloads';
import { asProblem } from '../state/run';
import { set, state, usePlayground } from '../state/store';

/** What can be taken along; what the answer has not got is not offered. */
export function DownloadMenu() {
  const answered = usePlayground((playground) => playground.answered);
  const shown = usePlayground((playground) => playground.shown);
  const offered = answered && shown ? DOWNLOADS.filter(({ fits }) => fits(answered)) : [];
  return (
    // Not modal: a modal menu would write a style element, which the page's policy forbids.
    <Menu.Root modal={false}>
      <Menu.Trigger className="btn" disabled={offered.length === 0} aria-label="Download">
        <Download aria-hidden="true" />
        <span>Download</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content className="menu" align="end" sideOffset={6}>
          {offered.map(({ label, kind, save }) => (
            <Menu.Item
              key={label}
              className="btn"
              onSelect={() => void save(state()).catch((error: unknown) => set({ problem: asProblem(error) }))}
            >
              {label} <span>{kind}</span>
            </Menu.Item>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
