import type { Row, Violation } from '../observed.js';
import { instantIn, text, unitOf } from '../seen-world.js';
import type { SeenWorld } from '../seen-world.js';

/** What one service keeps of another's facts. */
interface Copy {
  readonly of: string;
  readonly in: string;
  readonly which?: (row: Row) => boolean;
  readonly own: (row: Row) => string;
  readonly copied: (row: Row) => string;
}

const unitIn = (row: Row): string => `${unitOf(row)} in ${text(row, 'package_id')}`;
const parcel = (row: Row): string =>
  `${text(row, 'package_id')} ${text(row, 'order_id')} promised ${instantIn(row, 'estimated_delivery_at')}`;
const receipt = (row: Row): string => `${unitOf(row)} ${text(row, 'receipt_id')}`;

const copies: readonly Copy[] = [
  { of: 'orders.package', in: 'tracking.package', own: parcel, copied: parcel },
  ...['tracking', 'returns', 'reimbursements'].map((service): Copy => ({
    of: 'orders.unit',
    in: `${service}.unit`,
    own: unitIn,
    copied: unitIn,
  })),
  {
    of: 'returns.step',
    in: 'tracking.returned_unit',
    which: (row) => row['moved'] === true,
    own: receipt,
    copied: receipt,
  },
  {
    of: 'reimbursements.reimbursement',
    in: 'tracking.reimbursed_unit',
    own: (row) => `${text(row, 'reimbursement_id')} ${row['reversed_by'] === null ? 'in force' : 'reversed'}`,
    copied: (row) =>
      `${text(row, 'reimbursement_id')} ${row['reversed_at'] === null ? 'in force' : 'reversed'}`,
  },
];

/** What orders shipped, tracking, returns and reimbursements know; and so on for every fact that is kept by hearers. */
export function copiesAgree(world: SeenWorld): Violation[] {
  return copies.flatMap((copy) => {
    const own = new Set(
      world
        .rows(copy.of)
        .filter(copy.which ?? all)
        .map(copy.own),
    );
    const copied = new Set(world.rows(copy.in).map(copy.copied));
    const missing = [...own].filter((key) => !copied.has(key));
    const strange = [...copied].filter((key) => !own.has(key));
    return [
      ...missing.map((key) => ({ invariant: 'copy-lacks', detail: `${copy.in} lacks ${key} of ${copy.of}` })),
      ...strange.map((key) => ({
        invariant: 'copy-invents',
        detail: `${copy.in} has ${key}, ${copy.of} has not`,
      })),
    ];
  });
}

const all = (): boolean => true;
