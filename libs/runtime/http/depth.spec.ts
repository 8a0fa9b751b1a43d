import { expect, test } from '@jest/globals';
import { depthOver } from './depth.js';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

test.each<[string, unknown, boolean]>([
  ['nothing', undefined, false],
  ['a text', 'x', false],
  ['as deep as may be', nested(32), false],
  ['one deeper', nested(34), true],
  ['as deep as 2 MB can be', nested(1_000_000), true],
  ['wide', { items: Array.from({ length: 10_000 }, () => ({ a: { b: 1 } })) }, false],
  ['bytes', Buffer.alloc(100), false],
])('%s', (_, value, expected) => {
  expect(depthOver(value, 32)).toBe(expected);
});
