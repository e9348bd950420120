import { expect, it } from 'vitest';
import { causeShown } from './cause-shown.js';

it.each<[unknown, string | null]>([
  [new Error('There are 3 of 4.'), 'There are 3 of 4.'],
  ['a text', 'a text'],
  [new Error('first line\n    at run (/srv/app/plugin.js:3:4)'), 'first line'],
  [new Error("ENOENT: no such file or directory, open '/srv/models/own/pack.json'"), "ENOENT: no such file or directory, open 'pack.json'"],
  [new Error("Cannot find module 'C:\\models\\own\\head.js'"), "Cannot find module 'head.js'"],
  [new Error('Failed to load file:///srv/plugins/mine/index.js'), 'Failed to load index.js'],
  [new Error('rows/columns must be 1/2, see https://example.com/a/b'), 'rows/columns must be 1/2, see https://example.com/a/b'],
  [new Error('x'.repeat(1000)), 'x'.repeat(300)],
  [new Error(''), null],
  [undefined, null],
  [{ message: 'no error' }, null],
])('%s is told as %j', (cause, told) => expect(causeShown(cause)).toBe(told));
