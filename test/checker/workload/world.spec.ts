import { describe, expect, it } from '@jest/globals';
import { fates } from './fates.js';
import { planWorld } from './world.js';

const START = Date.parse('2026-06-01T00:00:00.000Z');
const wanted = {
  seed: 7,
  sellers: ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002'],
  orders: 120,
  startAt: START,
  spreadMs: 60_000,
  dueAfterMs: { least: 8_000, most: 30_000 },
  stepMs: 500,
};
const FIVE_MINUTES = 300_000;

describe('a planned world', () => {
  const world = planWorld(wanted);

  it('is the same for the same seed, and another for another', () => {
    expect(planWorld(wanted)).toEqual(world);
    expect(planWorld({ ...wanted, seed: 8 }).reports).not.toEqual(world.reports);
  });

  it('has every fate, and names each report once', () => {
    expect(world.expected.packages.length).toBeGreaterThan(fates.length);
    expect(new Set(world.reports.map(({ id }) => id)).size).toBe(world.reports.length);
    expect(world.reports.map(({ at }) => at)).toEqual(
      world.reports.map(({ at }) => at).toSorted((a, b) => a - b),
    );
  });

  it('claims nothing that lies further ahead than the policy allows', () => {
    const early = world.reports.filter(({ at, data }) => {
      const claimed = data['occurredAt'];
      return typeof claimed === 'string' && Date.parse(claimed) > at + FIVE_MINUTES;
    });
    expect(early).toEqual([]);
  });

  it('stops clocks by reports that it sends, and by none that occurred late', () => {
    const byId = new Map(world.reports.map((report) => [report.id, report]));
    const stopped = world.expected.packages.filter(({ stoppedBy }) => stoppedBy !== undefined);
    expect(stopped.length).toBeGreaterThan(0);
    for (const { stoppedBy = '', dueAt } of stopped)
      expect(Date.parse(String(byId.get(stoppedBy)?.data['occurredAt']))).toBeLessThanOrEqual(dueAt);
  });
});
