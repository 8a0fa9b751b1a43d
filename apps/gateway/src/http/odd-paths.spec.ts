import { expect, test } from '@jest/globals';
import { isOddPath } from './odd-paths.js';

const AT = '/fba/outbound/2020-07-01/fulfillmentOrders';

test.each<[string, string, boolean]>([
  ['an order', `${AT}/A-1`, false],
  ['dots within an id', `${AT}/a..b...`, false],
  ['an id with a slash', `${AT}/A%2F1`, false],
  ['an id with a dot, encoded', `${AT}/A%2E1`, false],
  ['letters of other scripts', `${AT}/%E8%AE%A2`, false],
  ['anything in the query', `${AT}?next=../%00\\`, false],
  ['one up', `${AT}/../x`, true],
  ['one up, at the end', `${AT}/..`, true],
  ['here', `${AT}/./x`, true],
  ['encoded', `${AT}/%2e%2e/x`, true],
  ['half encoded, in capitals', `${AT}/.%2E/x`, true],
  ['with encoded slashes', `${AT}/..%2f..%2Finternal`, true],
  ['with backslashes', `${AT}\\..\\internal`, true],
  ['with encoded backslashes', `${AT}/..%5c..%5Cinternal`, true],
  ['a null byte', `${AT}/a%00b`, true],
  ['a line break', `${AT}/a%0d%0ab`, true],
  ['no UTF-8', `${AT}/%ff`, true],
  ['half an escape', `${AT}/%`, true],
])('%s', (_, path, expected) => {
  expect(isOddPath(path)).toBe(expected);
});
