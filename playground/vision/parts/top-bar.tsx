import { Keyboard, Link2, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import type { Page } from '../pages/use-page';
import { copyLink } from '../state/copy-link';
import { usePlayground } from '../state/store';
import { chooseTheme, storedTheme } from '../state/theme';
import { IconButton } from './icon-button';
import { KeysDialog } from './keys-dialog';
import { Mark } from './mark';
import { TaskSwitch } from './task-switch';

/** Name, tasks, pages, and what concerns the whole page. */
export function TopBar({ page }: { page: Page | null }) {
  const [theme, setTheme] = useState(storedTheme);
  const [keys, setKeys] = useState(false);
  const pack = usePlayground(({ start }) => start?.encoders.find(({ active }) => active)?.name);
  const working = usePlayground(({ view, start }) => start !== null && view.source !== null) && page === null;
  const flip = () => {
    const next = theme === 'dark' ? 'light' : 'dark';
    chooseTheme(next);
    setTheme(next);
  };
  const current = (name: Page['name']) => (page?.name === name ? 'page' : undefined);
  return (
    <header className="top">
      <a className="skip" href="#main">
        Skip to the picture
      </a>
      <a className="word" href="./" aria-label="DenseQL, start">
        <Mark />
        DenseQL
      </a>
      {working && <TaskSwitch />}
      <nav className="nav" aria-label="Pages">
        {page !== null && <a href="#">Playground</a>}
        <a href="#methods" aria-current={current('methods')}>
          Methods
        </a>
        <a href="#pack" aria-current={current('pack')}>
          Pack {pack && <span className="mono">{pack}</span>}
        </a>
        <a href="graphiql/">GraphiQL</a>
        <a href="#docs" aria-current={current('docs')}>
          Docs
        </a>
      </nav>
      <div className="top-tools">
        {working && <IconButton icon={Link2} label="Copy link to this view" onClick={() => void copyLink()} />}
        <IconButton className="hide-phone" icon={Keyboard} label="Keyboard shortcuts (?)" data-keys="" onClick={() => setKeys(true)} />
        <IconButton
          icon={theme === 'dark' ? Sun : Moon}
          label={theme === 'dark' ? 'Light colours (D)' : 'Dark colours (D)'}
          data-theme-switch=""
          onClick={flip}
        />
      </div>
      <KeysDialog open={keys} close={() => setKeys(false)} />
    </header>
  );
}
