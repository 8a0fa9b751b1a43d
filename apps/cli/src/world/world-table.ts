import { amounts, table } from '../terminal/tables.js';
import type { WorldOutcome } from './books/world-outcome.js';

type Counts = Readonly<Record<string, number>>;

/** What became of a world, for people. */
export function worldTable(outcome: WorldOutcome): string {
  const { units, stock, toCome, parcels } = outcome;
  const { states, unfulfillable } = units;
  const rows: (readonly [string, string, string, number])[] = [
    ...group('orders', outcome.orders),
    ...group('shipments', outcome.shipments),
    ['units', 'ordered', '', units.ordered],
    ['', '  cancelled', '', units.cancelled],
    ...Object.entries(unfulfillable).map(
      ([reason, count]) => ['', '  unfulfillable', reason, count] as const,
    ),
    ['', '  open', 'their orders wait', units.open],
    ['', '  shipped', '', units.shipped],
    ...Object.entries(states)
      .filter(([, count]) => count > 0)
      .map(([state, count]) => ['', `    ${state}`, '', count] as const),
    ['', '    unaccounted for', units.unaccounted === 0 ? 'none, as it must be' : 'LOOK', units.unaccounted],
    ['parcels', 'overdue', 'promise + 7 days', parcels.overdue],
    ...group('stock', stock),
  ];
  return [
    table(['', 'what', '', 'how many'], rows),
    `reimbursed: ${amounts(outcome.granted) || 'nothing'}; of that taken back: ${amounts(outcome.reversed) || 'nothing'}`,
    ...toComeLines(toCome),
    ...verdict(outcome),
  ].join('\n');
}

const group = (title: string, counts: Counts) =>
  Object.entries(counts).map(([name, count], nth) => [nth === 0 ? title : '', name, '', count] as const);

function toComeLines({
  ordersWaiting,
  parcelsUnderWay,
  firstDue,
  lastDue,
}: WorldOutcome['toCome']): string[] {
  return [
    ...(ordersWaiting > 0
      ? [
          `still to come: ${ordersWaiting} orders wait, on hold (14 days at most) or for stock (24 hours at most)`,
        ]
      : []),
    ...(parcelsUnderWay > 0
      ? [
          `still to come: ${parcelsUnderWay} parcels are under way, overdue from ${firstDue} to ${lastDue} if they are not delivered`,
        ]
      : []),
  ];
}

function verdict({ faults, seconds, seed }: WorldOutcome): string[] {
  const played = `seed ${seed}, ${seconds} s`;
  if (faults.length === 0)
    return [`Orders, stock and journal, and the place of every unit add up (${played}).`];
  return [
    `THIS DOES NOT ADD UP (${played}):`,
    ...faults.map((fault) => `  - ${fault}`),
    'npm run parked tells what was put aside.',
  ];
}
