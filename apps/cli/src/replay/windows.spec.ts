import { describe, expect, it } from '@jest/globals';
import type { Report } from './report.js';
import { readWindowPlan, windowsOf } from './windows.js';
import type { WindowPlan } from './windows.js';

const DAY = 86_400_000;
const at = (day: number): Report => ({
  type: 't',
  id: String(day),
  source: 's',
  at: day * DAY,
  key: 'k',
  data: {},
});
const reports = [0, 0, 1, 2.5, 10, 10].map(at);
const cut = (plan: WindowPlan, asOf = 20) =>
  windowsOf(reports, asOf * DAY, plan).map((window) => [window.until / DAY, window.reports.length]);

describe('windows', () => {
  it.each<[string, WindowPlan, number[][]]>([
    ['all at once', { count: 1 }, [[20, 6]]],
    [
      'two halves',
      { count: 2 },
      [
        [5, 4],
        [20, 2],
      ],
    ],
    [
      'of 5 days, a report on the edge in the earlier',
      { days: 5 },
      [
        [5, 4],
        [10, 2],
        [15, 0],
        [20, 0],
      ],
    ],
    ['longer than all there is', { days: 30 }, [[20, 6]]],
  ])('%s', (_, plan, expected) => {
    expect(cut(plan)).toEqual(expected);
  });

  it('hold every report once, in order, however they are cut', () => {
    for (let count = 1; count < 40; count += 1) {
      const windows = windowsOf(reports, 20 * DAY, { count });
      expect(windows.flatMap((window) => window.reports)).toEqual(reports);
      expect(windows.every(({ until, reports: mine }) => mine.every((report) => report.at <= until))).toBe(
        true,
      );
      expect(windows.length).toBeLessThanOrEqual(count);
    }
  });

  it('end at as-of also when nothing is known, or all at one instant', () => {
    expect(windowsOf([], 5, { count: 24 })).toEqual([{ until: 5, reports: [] }]);
    expect(windowsOf([at(1), at(1)], DAY, { count: 24 })).toEqual([{ until: DAY, reports: [at(1), at(1)] }]);
  });

  it.each([
    ['24', { count: 24 }],
    ['30d', { days: 30 }],
    ['0', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['many', undefined],
  ])('are asked for as %s', (text, plan) => {
    expect(readWindowPlan(text)).toEqual(plan);
  });
});
