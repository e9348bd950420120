import { expect, it } from 'vitest';
import { shownUrl } from './shown-url.js';

it.each([
  ['http://0.0.0.0:4000/', 'http://localhost:4000/', true],
  ['http://[::]:4000/', 'http://localhost:4000/', true],
  ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000/', false],
  ['http://[::1]:4000/', 'http://[::1]:4000/', false],
])('the address to open of %s is %s', (url, shown, everywhere) => expect(shownUrl(url)).toEqual({ url: shown, everywhere }));
