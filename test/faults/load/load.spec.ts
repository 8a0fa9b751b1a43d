import { expect, it } from '@jest/globals';
import type { PlannedReport } from '../../checker/workload/planned.js';
import { Random } from '../../checker/workload/random.js';
import { Load } from './load.js';
import type { Senders } from './senders.js';

const reports = Array.from({ length: 200 }, (_, index): PlannedReport => ({
  id: `r${index}`,
  at: index,
  by: 'carrier',
  kind: 'TrackingUpdated',
  sellerId: 's',
  order: 'o',
  data: {},
}));

it('sends each report once when reports overtake each other (a lost one would look like a lost effect)', async () => {
  const published: string[] = [];
  const keep = (some: readonly PlannedReport[]): void => void published.push(...some.map(({ id }) => id));
  const senders = {
    publish: async (_by: string, some: readonly PlannedReport[]) => keep(some),
    post: async (one: PlannedReport) => keep([one]),
  };
  const load = new Load(senders as unknown as Senders, new Random(1));
  load.reordering = true;
  // Those that are new are held back by chance; those of 1970 would go at once.
  const now = Date.now();
  const expected = { packages: [], poison: new Set<string>(), leftOut: new Set<string>() };
  load.add({ reports: reports.map((one) => ({ ...one, at: now })), expected });
  await load.untilDone(10_000);
  await load.stop();
  const ids = reports.map(({ id }) => id);
  expect(published.toSorted()).toEqual(ids.toSorted());
  expect(published).not.toEqual(ids);
  expect(load.sent.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});
