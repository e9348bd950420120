import '@fontsource-variable/instrument-sans/wght.css';
import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { applyTheme, storedTheme } from './state/theme';

applyTheme(storedTheme());
createRoot(document.getElementById('playground')!).render(<App />);
