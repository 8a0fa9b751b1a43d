import Table from 'cli-table3';
import type { Accounting } from '../door/accounting.js';
import type { Outcome } from '../replay/outcome.js';

type Cell = string | number;

/** Lines and columns in a frame that every terminal shows; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const numeric = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  );
  const drawn = new Table({
    head: [...head],
    colAligns: numeric.map((isNumber) => (isNumber ? 'right' : 'left')),
    // No colours: output is read by programs and by people alike.
    style: { head: [], border: [], compact: true },
  });
  rows.forEach((row) => drawn.push(row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell))));
  return drawn.toString();
}

/** The outcome of a replay, in the words of a seller's question: what would I have been owed? */
export function outcomeTable(outcome: Outcome): string {
  const inForce = outcome.granted - outcome.reversed;
  const rows: (readonly [string, string, string])[] = [
    ['orders', grouped(outcome.orders), ''],
    ['units shipped', grouped(outcome.units), ''],
    ['  reimbursement in force', grouped(inForce), 'granted, and not taken back'],
    ['  delivered', grouped(outcome.delivered), ''],
    ['  returned', grouped(outcome.returned), 'received back, or later'],
    ['  refused', grouped(outcome.refused), 'with a reason each'],
    ['  open', grouped(outcome.open), 'under way, or a decision is due'],
    ['packages overdue', grouped(outcome.overdue), 'not delivered within the promise and the wait'],
    ['units ever granted', grouped(outcome.granted), amounts(outcome.amountGranted)],
    ['  of them reversed', grouped(outcome.reversed), amounts(outcome.amountReversed)],
    [
      'units unaccounted for',
      grouped(outcome.unaccounted),
      outcome.unaccounted === 0 ? 'none, as it must be' : 'LOOK',
    ],
  ];
  const drawn = new Table({
    head: ['what', 'how many', ''],
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  drawn.push(...rows.map((row) => [...row]));
  return `${drawn.toString()}\n${grouped(outcome.events)} events on the owners' topics in ${outcome.seconds} s.`;
}

/** The law as a table: units by state, adding up to what was shipped. */
export function accountingTable(accounting: Accounting): string {
  const states = Object.entries(accounting.states).map(
    ([state, units]) => [state, units, meaning(state, accounting)] as const,
  );
  const total = ['shipped', accounting.shipped, accounting.addsUp ? 'adds up' : 'DOES NOT ADD UP'] as const;
  const money = [
    `granted  ${amounts(accounting.amountGranted) || 'nothing'} (${grouped(accounting.everGranted)} units ever)`,
    `reversed ${amounts(accounting.amountReversed) || 'nothing'} (${grouped(accounting.reversedUnits)} units)`,
  ];
  const named = [
    ...unitsNamed('unaccounted for', accounting.unaccountedCount, accounting.unaccounted),
    ...unitsNamed('settling', accounting.settlingCount, accounting.settling),
  ];
  return [table(['state', 'units', ''], [...states, total]), ...money, ...named].join('\n');
}

function meaning(state: string, accounting: Accounting): string {
  if (state === 'decision-due') return counts(accounting.decisionDue);
  return state === 'refused' ? counts(accounting.refusedByReason) : '';
}

function unitsNamed(what: string, count: number, units: Accounting['unaccounted']): string[] {
  if (count === 0) return [`${what}: none`];
  const rows = units.map((unit) => [
    unit.sellerFulfillmentOrderId ?? '',
    unit.orderId,
    `${unit.line}/${unit.ordinal}`,
    unit.why,
  ]);
  const more = count > units.length ? [`... and ${grouped(count - units.length)} more`] : [];
  return [`${what}: ${grouped(count)}`, table(['order', 'order id', 'line/unit', 'why'], rows), ...more];
}

function counts(byName: Readonly<Record<string, number>>): string {
  return Object.entries(byName)
    .map(([name, units]) => `${grouped(units)} ${name}`)
    .join(', ');
}

/** `1,234.00 EUR, 5.00 USD`. */
export function amounts(byCurrency: Readonly<Record<string, string>>): string {
  return Object.entries(byCurrency)
    .map(([currency, amount]) => `${amount} ${currency}`)
    .join(', ');
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
