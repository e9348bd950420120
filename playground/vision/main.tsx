import '@fontsource-variable/instrument-sans/wght.css';
import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { storedFolded } from './state/folded';
import { set } from './state/store';
import { applyTheme, storedTheme } from './state/theme';

applyTheme(storedTheme());
set({ folded: storedFolded() });
createRoot(document.getElementById('playground')!).render(<App />);
