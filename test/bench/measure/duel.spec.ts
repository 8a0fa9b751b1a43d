import { describe, expect, test } from '@jest/globals';
import { rounds, summary, type Duel, type Measured } from './duel.js';

const measured = (value: number, cpuSecondsPerUnit?: number): Measured => ({ value, cpuSecondsPerUnit });

describe('rounds', () => {
  test('go A B A B, and the warm-up does not count', async () => {
    const calls: string[] = [];
    const side = (name: string) => async (round: number) => {
      calls.push(`${name}${round}`);
      return measured(round + 1);
    };
    const duel: Duel = { ours: side('a'), peer: side('b') };
    const done = await rounds(duel, 2, () => undefined);
    expect(calls).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
    expect(done.map(({ ours }) => ours.value)).toEqual([2, 3]);
  });
});

describe('summary', () => {
  const all = [
    { ours: measured(80, 2e-5), peer: measured(100, 1e-5) },
    { ours: measured(90, 3e-5), peer: measured(100, 1e-5) },
    { ours: measured(10, 9e-5), peer: measured(10, 5e-5) },
  ];

  test('takes medians of both sides and the interval of the pairs', () => {
    const result = summary('row', 'events/s', all);
    expect(result).toMatchObject({
      name: 'row',
      unit: 'events/s',
      ours: 80,
      peer: 100,
      ratio: 0.8,
      rounds: 3,
    });
    expect(result.cpuSecondsPerUnit).toEqual({ ours: 3e-5, peer: 1e-5 });
    expect(result.interval[0]).toBeLessThan(0.9);
    expect(result.interval[1]).toBeGreaterThan(0.9);
  });

  test('has exactly the fields that readers of the JSON know', () => {
    const fields = ['name', 'ours', 'peer', 'ratio', 'interval', 'unit', 'cpuSecondsPerUnit', 'rounds'];
    expect(Object.keys(summary('row', 'events/s', all))).toEqual(fields);
  });

  test('gives no CPU figure where a round lacks it', () => {
    const result = summary('row', 'events/s', [{ ours: measured(1), peer: measured(1, 1e-5) }]);
    expect(result.cpuSecondsPerUnit).toEqual({ ours: null, peer: 1e-5 });
  });
});
