import { tiny, visits } from './visitor.js';
import { KEY } from './suites/api-key.js';
import './suites/api-key.js';

visits(tiny({ API_KEYS: `page=${KEY}` }));
