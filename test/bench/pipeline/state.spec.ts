import { describe, expect, test } from '@jest/globals';
import { check, OrderAccepted, TrackingUpdated } from '#contracts';
import { accepted, apply, stateOf } from './state.js';

const ORDER = '0190a5c8-0000-7000-8000-0000000000aa';

describe('what goes through the pipelines', () => {
  test.each([1, 9, 10, 12])('event %d has 500 bytes and keeps its contract', (number) => {
    const data = accepted(ORDER, number);
    expect(Buffer.byteLength(JSON.stringify(data))).toBe(500);
    expect(check(OrderAccepted, data)).toEqual([]);
  });

  test('what is said of it has 500 bytes and keeps its contract', () => {
    const data = accepted(ORDER, 1);
    const said = JSON.stringify(apply(stateOf(data), data, 1));
    expect(Buffer.byteLength(said)).toBe(500);
    expect(check(TrackingUpdated, JSON.parse(said))).toEqual([]);
  });

  test('a gap, a repetition and a swap are seen as disorder', () => {
    const numbers = (...all: number[]) => {
      const state = stateOf(accepted(ORDER, 1));
      for (const number of all) apply(state, accepted(ORDER, number), number);
      return [state.events, state.disordered];
    };
    expect(numbers(1, 2, 3)).toEqual([3, 0]);
    expect(numbers(1, 3)).toEqual([2, 1]);
    expect(numbers(1, 1)).toEqual([2, 1]);
    expect(numbers(2, 1)[1]).toBeGreaterThan(0);
  });
});
