import type { Instant } from '#contracts';

/** What can take a unit out of an overdue package. */
export interface UnitHistory {
  line: number;
  ordinal: number;
  /** When a fulfilment centre first had it, of whatever kind the return was. */
  returnedAt?: Instant | undefined;
  grants: readonly { grantedAt: Instant; reversedAt?: Instant | undefined }[];
}

/**
 * I-2: the units of an overdue package less those that were back, or had a reimbursement in force, at its due.
 * What occurred at due counts as by due. The sweep says the same in SQL (store/due-packages); a test compares them.
 */
export function overdueUnits<U extends UnitHistory>(units: readonly U[], due: Instant): U[] {
  return units.filter((unit) => !backBy(unit, due) && !reimbursedAt(unit, due));
}

function backBy({ returnedAt }: UnitHistory, due: Instant): boolean {
  return returnedAt !== undefined && returnedAt <= due;
}

function reimbursedAt({ grants }: UnitHistory, due: Instant): boolean {
  return grants.some(
    ({ grantedAt, reversedAt }) => grantedAt <= due && (reversedAt === undefined || reversedAt > due),
  );
}
