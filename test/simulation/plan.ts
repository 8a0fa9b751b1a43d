import { contracts, topicOf, topics, type Service } from '#contracts';
import type { Expected } from '../checker/expected.js';
import { fates } from '../checker/workload/fates.js';
import { DAY } from '../checker/workload/parcel.js';
import type { PlannedReport } from '../checker/workload/planned.js';
import { Random } from '../checker/workload/random.js';
import { planWorld } from '../checker/workload/world.js';
import { brokenEvent, type BrokenEvent } from './broken-events.js';
import { planFaults, type PlannedFault } from './engine/faults.js';
import { services } from './services.js';

export const START = Date.UTC(2026, 0, 1);
/** When the world ends: after the last report, before what is still under way falls due. */
export const END = START + 29 * DAY;
export const SELLERS = ['0190a5c8-0000-7000-8000-00000000000a', '0190a5c8-0000-7000-8000-00000000000b'];

/** What is done to the world from outside, and what happens to it besides. */
export type Deed =
  | { kind: 'report'; report: PlannedReport; partition: number }
  | { kind: 'duplicate'; report: PlannedReport; partition: number }
  | { kind: 'poison'; id: string; event: BrokenEvent; topic: string; partition: number }
  | { kind: 'control-record'; topic: string; partition: number }
  | { kind: 'rebalance'; service: Service }
  | { kind: 'clock-jump'; offsetMs: number };

export interface Item {
  /** Epoch milliseconds of business time. */
  at: number;
  deed: Deed;
  /** For how long the world may breathe afterwards, milliseconds; 0: things pile up. */
  calmMs: number;
}

/** All of a seed: whoever has this can play it again, or leave things out of it. */
export interface Plan {
  seed: number;
  items: readonly Item[];
  faults: readonly PlannedFault[];
  expected: Expected;
  /** Reports that come after a later one of their order. */
  reordered: number;
}

const ORDERS = 6;
/** Fewer make fewer than 50 events. */
const LEAST_REPORTS = 18;

/** The plan of a seed: something comes after what it should have come before, and there is enough of everything. */
export function planOf(seed: number): Plan {
  const random = new Random(seed);
  for (;;) {
    const plan = draw(seed, random);
    if (plan.reordered > 0 && plan.items.filter(isReport).length >= LEAST_REPORTS) return plan;
  }
}

function draw(seed: number, random: Random): Plan {
  const { reports, expected } = planWorld({
    seed,
    sellers: SELLERS,
    orders: ORDERS,
    startAt: START + 60_000,
    spreadMs: 4 * DAY,
    dueAfterMs: { least: DAY, most: 15 * DAY },
    stepMs: 3_600_000,
    fates: random.shuffle(fates),
  });
  const poison = Array.from({ length: random.whole(1, 4) }, (_, n) => `poison-${n}`);
  const items = [
    ...reports.map((report) =>
      item(random, sendAt(random, report), { kind: 'report', report, partition: random.whole(0, 2) }),
    ),
    ...duplicates(random, reports),
    ...poison.map((id) => item(random, anyTime(random), broken(random, id))),
    ...mischief(random),
  ].toSorted((a, b) => a.at - b.at);
  return {
    seed,
    items,
    faults: planFaults(random, services),
    expected: { ...expected, poison: new Set(poison) },
    reordered: countReordered(reports, items),
  };
}

function item(random: Random, at: number, deed: Deed): Item {
  const calmMs = random.chance(0.55) ? 0 : random.pick([5, 50, 300, 2_500]);
  return { at, deed, calmMs };
}

/** Not before what it tells has happened; a third come later than they should, and so after others. */
function sendAt(random: Random, { at, data }: PlannedReport): number {
  const occurredAt = typeof data['occurredAt'] === 'string' ? Date.parse(data['occurredAt']) : 0;
  const delay = random.chance(0.33) ? random.pick([1_000, 3 * 3_600_000, DAY]) : 0;
  return Math.max(at, occurredAt) + delay;
}

function duplicates(random: Random, reports: readonly PlannedReport[]): Item[] {
  return Array.from({ length: random.whole(2, 5) }, () => {
    const report = random.pick(reports);
    const at = sendAt(random, report) + random.pick([0, 10, DAY]);
    return item(random, at, { kind: 'duplicate', report, partition: random.whole(0, 2) });
  });
}

/** Of any type that somebody hears, on the topic where it would be heard. */
function broken(random: Random, id: string): Deed {
  const contract = random.pick(contracts().filter(({ hears }) => hears.length > 0));
  const topic = contract.kind === 'report' ? 'inbound.gateway' : topicOf(contract.owner);
  const partition = random.whole(0, topics[topic].partitions - 1);
  return { kind: 'poison', id, event: brokenEvent(random, contract, id), topic, partition };
}

function mischief(random: Random): Item[] {
  const some = (most: number, deed: () => Deed) =>
    Array.from({ length: random.whole(0, most) }, () => item(random, anyTime(random), deed()));
  return [
    ...some(2, () => ({ kind: 'rebalance', service: random.pick(services) })),
    ...some(2, () => ({ kind: 'control-record', topic: 'inbound.gateway', partition: random.whole(0, 2) })),
    ...some(2, () => ({
      kind: 'clock-jump',
      offsetMs: random.pick([-3_600_000, -1_500, 0, 1_500, 3_600_000]),
    })),
  ];
}

const isReport = ({ deed }: Item): boolean => deed.kind === 'report';

const anyTime = (random: Random): number => START + random.whole(60_000, 20 * DAY);

function countReordered(reports: readonly PlannedReport[], items: readonly Item[]): number {
  const rank = new Map(reports.map(({ id }, index) => [id, index]));
  const latest = new Map<string, number>();
  let reordered = 0;
  for (const { deed } of items) {
    if (deed.kind !== 'report') continue;
    const mine = rank.get(deed.report.id) ?? 0;
    const last = latest.get(deed.report.order) ?? -1;
    if (mine < last) reordered += 1;
    latest.set(deed.report.order, Math.max(mine, last));
  }
  return reordered;
}
