import { expect, it } from 'vitest';
import { clientAt } from './client.js';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  [undefined, ''],
  ['a socket', 'a socket'],
])('%s counts to %s', (address, client) => {
  expect(clientAt(address)).toBe(client);
});
