import { describe, expect, test } from '@jest/globals';
import { readOptions } from './options.js';

describe('options', () => {
  test('all rows, a table and full rounds by default', () =>
    expect(readOptions([], ['a'])).toMatchObject({ json: false, quick: false, only: [], help: false }));

  test('--only may be given several times', () =>
    expect(readOptions(['--only', 'a', '--only', 'b', '--quick', '--json'], ['a', 'b'])).toMatchObject({
      json: true,
      quick: true,
      only: ['a', 'b'],
    }));

  test('the peers by themselves', () =>
    expect(readOptions(['--peer-alone'], [])).toMatchObject({ peerAlone: true }));

  test('an unknown row is refused, with those that exist', () =>
    expect(() => readOptions(['--only', 'c'], ['a', 'b'])).toThrow('no row is called c: there are a, b'));

  test('an unknown option is refused', () => expect(() => readOptions(['--fast'], [])).toThrow('--fast'));
});
