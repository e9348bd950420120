// The editor's workers come from this bundle, not from another host; it has to be set up before the editor loads.
import 'graphiql/setup-workers/vite';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './main.css';
import { Page } from './page';

const page = document.getElementById('graphiql');
if (!page) throw new Error('The page has no element #graphiql.');
createRoot(page).render(<Page />);
