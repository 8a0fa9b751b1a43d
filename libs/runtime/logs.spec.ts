import { expect, test } from '@jest/globals';
import { loggedPath } from './logs.js';

test.each([
  ['/packages/7?x=secret', '/packages/7'],
  ['/t/abc?lang=zh', '/t/[secret]'],
  ['/t/abc/more', '/t/[secret]/more'],
  ['/t', '/t'],
  ['/tracking/abc', '/tracking/abc'],
  ['', ''],
])('of %s the log says %s', (url, said) => {
  expect(loggedPath(url)).toBe(said);
});
