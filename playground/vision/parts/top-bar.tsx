import { Keyboard, Link2, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import type { Page } from '../pages/use-page';
import { copyLink } from '../state/copy-link';
import { usePlayground } from '../state/store';
import { chooseTheme, storedTheme } from '../state/theme';
import { IconButton } from './icon-button';
import { KeysDialog } from './keys-dialog';
import { Mark } from './mark';
import { PAGES } from './page-links';
import { PagesMenu } from './pages-menu';
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
        {PAGES.map(({ title, href, name }) => (
          <a key={href} href={href} aria-current={name !== undefined && page?.name === name ? 'page' : undefined}>
            {title} {name === 'pack' && pack && <span className="mono">{pack}</span>}
          </a>
        ))}
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
        {working && <PagesMenu />}
      </div>
      <KeysDialog open={keys} close={() => setKeys(false)} />
    </header>
  );
}
