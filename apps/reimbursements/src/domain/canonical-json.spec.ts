import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

test.each([
  [{ b: 1, a: [2, { d: null, c: undefined }] }, '{"a":[2,{"d":null}],"b":1}'],
  [{ 10: 'x', 9: 'y' }, '{"10":"x","9":"y"}'],
  [{ 'ä"': '\n', Z: true, a: 0.5 }, '{"Z":true,"a":0.5,"ä\\"":"\\n"}'],
  [[], '[]'],
  [{}, '{}'],
  [null, 'null'],
])('%j is %s', (value, text) => expect(canonicalJson(value)).toBe(text));

test('it is JSON of the same value, and the same bytes whatever the order of the fields (R-10)', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([name, part]) => [name, turned(part)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(turned(value))).toBe(text);
    }),
  );
});

test('canonical JSON: key order is no content, and what is undefined is not there', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[{"d":1}]}');
  expect(canonicalJson({ a: null, b: [{ d: 1 }] })).toBe(canonicalJson({ b: [{ d: 1 }], a: null }));
});
