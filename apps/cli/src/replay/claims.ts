import { stringify } from 'csv-stringify/sync';
import { formatMoney, toInstant } from '#contracts';
import type { Money } from '#contracts';

/** A decision as a fact of reimbursements tells it. */
export interface DecisionFact {
  /** `ReimbursementGranted`, `ReimbursementRefused`, `ReimbursementReversed`, `ReimbursementDeferred`. */
  readonly name: string;
  readonly data: {
    readonly sellerFulfillmentOrderId: string;
    readonly unit: { readonly line: number; readonly ordinal: number };
    readonly sellerSku: string;
    readonly cause?: string;
    readonly settlement?: string;
    readonly reason?: string;
    readonly amount?: Money;
    readonly rules: readonly string[];
    readonly policyVersion: string;
    readonly decidedAt: string;
  };
}

const columns = [
  'order_id',
  'line',
  'unit',
  'sku',
  'decided_at',
  'decision',
  'cause',
  'reason',
  'currency',
  'amount',
  'rules',
  'policy',
];

const decisions: Readonly<Record<string, string>> = {
  ReimbursementGranted: 'granted',
  ReimbursementRefused: 'refused',
  ReimbursementReversed: 'reversed',
};

/**
 * claims.csv: one row per decision, with its reason and rules, by order, unit and instant. It names nothing that
 * two replays of one file make differently, so that it can be compared byte by byte.
 */
export function claimsCsv(facts: readonly DecisionFact[]): string {
  const rows = facts.map(({ name, data }) => {
    const { unit, amount } = data;
    return {
      key: [data.sellerFulfillmentOrderId, unit.line, unit.ordinal, toInstant(data.decidedAt)] as const,
      cells: [
        data.sellerFulfillmentOrderId,
        unit.line,
        unit.ordinal,
        data.sellerSku,
        data.decidedAt,
        decisions[name] ?? data.settlement ?? name,
        data.cause ?? '',
        data.reason ?? '',
        amount?.currency ?? '',
        amount === undefined ? '' : formatMoney(amount),
        data.rules.join(' '),
        data.policyVersion,
      ],
    };
  });
  // Sorting is stable: decisions of one unit at one instant stay in the order in which they were published.
  rows.sort((a, b) => compare(a.key, b.key));
  return stringify([columns, ...rows.map(({ cells }) => cells)]);
}

type Key = readonly [string, number, number, number];

function compare(a: Key, b: Key): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}
