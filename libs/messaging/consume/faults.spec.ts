import { describe, expect, test } from '@jest/globals';
import { isPoison, SeekTo, TooMuchPoison } from './faults.js';

const withState = (code: string): Error => Object.assign(new Error('database'), { code });

describe('whose fault a failure is (messaging-review 17)', () => {
  test.each([
    ['a handler’s TypeError', new TypeError('cannot read x of undefined')],
    ['a RangeError', new RangeError('invalid time value')],
    ['text with NUL', withState('22021')],
    ['a unique key', withState('23505')],
    ['a check', withState('23514')],
  ])('the record’s: %s', (_, error) => {
    expect(isPoison(error)).toBe(true);
  });

  test.each([
    ['disk full', withState('53100')],
    ['statement cancelled', withState('57014')],
    ['lock not available', withState('55P03')],
    ['a table that a deploy has not made yet', withState('42P01')],
    ['serialization failure', withState('40001')],
    ['deadlock', withState('40P01')],
    ['idle in transaction too long', withState('25P03')],
    ['shutting down', withState('57P01')],
    ['connection refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['connection lost', new Error('Connection terminated unexpectedly')],
    ['pool exhausted', new Error('timeout exceeded when trying to connect')],
    ['a position to go back to', new SeekTo(1n)],
    ['too much of it', new TooMuchPoison('100 in a row')],
  ])('not the record’s: %s', (_, error) => {
    expect(isPoison(error)).toBe(false);
  });
});
