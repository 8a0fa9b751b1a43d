import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical, sameContent, trimmed } from './same-content.js';

describe('sameContent (O-1)', () => {
  it.each([
    ['keys in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    ['absent, undefined and null', { a: 1, b: undefined }, { a: 1, b: null }, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['one more field', { a: 1 }, { a: 1, b: 2 }, false],
    ['another sequence of a list', { a: [1, 2] }, { a: [2, 1] }, false],
    ['text and number', { a: '1' }, { a: 1 }, false],
  ])('%s', (_name, a, b, same) => {
    expect(sameContent(a, b)).toBe(same);
  });

  it('does not depend on how an object was built, and survives JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameContent(value, JSON.parse(JSON.stringify(value)))).toBe(true);
        expect(canonical(JSON.parse(canonical(value) ?? 'null'))).toBe(canonical(value) ?? canonical(null));
      }),
    );
  });
});

describe('trimmed', () => {
  it('trims at any depth and drops what was only white space', () => {
    expect(trimmed({ a: ' x ', b: '  ', c: [{ d: '\ty' }], e: 5, f: false })).toEqual({
      a: 'x',
      c: [{ d: 'y' }],
      e: 5,
      f: false,
    });
  });
});
