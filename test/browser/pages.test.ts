import { expect, it } from 'vitest';
import shapes from './shapes.js';
import { browser, tiny, visits } from './visitor.js';
// One server and one browser for all of them.
import './suites/masks.js';
import './suites/tasks.js';
import './suites/ways.js';
import './suites/folding.js';
import './suites/documents.js';
import './suites/access.js';
import './suites/graphiql.js';

visits(tiny({ MAX_UPLOAD_BYTES: 400_000 }, { plugins: [shapes] }));

it('nothing was asked of another host, no rule of the policy was broken, and nothing was missing', () => {
  expect(browser.strangers).toEqual([]);
  // Requests that tests cut off, and refusals that tests provoke, are told in the console, too.
  expect(browser.complaints.filter((text) => !/Failed to load resource.*\/(graphql|uploads)$/.test(text))).toEqual([]);
});
