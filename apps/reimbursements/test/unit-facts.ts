import { editionM } from '#contracts';
import type { Condition, FaultParty, FoundAt, Instant, Money, Policy, ReceivedPlace } from '#contracts';
import { evidence } from '../src/domain/evidence.js';
import type { DamageBody, EvidenceBody, StoredEvidence } from '../src/domain/evidence.js';
import { termsOf } from '../src/domain/policy-terms.js';
import { recorded } from '../src/domain/recorded.js';
import type { Recorded } from '../src/domain/recorded.js';
import { settleUnit } from '../src/domain/settle-unit.js';
import type { SettledUnit } from '../src/domain/settle-unit.js';
import type { ShippedUnit, StandingChange } from '../src/domain/shipped-unit.js';
import type { UnitFacts } from '../src/domain/unit-history.js';

export const DAY = 86_400_000;
export const shippedAt: Instant = Date.UTC(2026, 0, 1);
export const promisedAt = shippedAt + 5 * DAY;
export const dueAt = promisedAt + 7 * DAY;
export const closesAt = promisedAt + 90 * DAY;
export const orderId = '0194f3a0-0000-7000-8000-000000000001';
export const packageId = '0194f3a0-0000-7000-8000-000000000002';
export const sellerId = '0194f3a0-0000-7000-8000-000000000003';
export const ours = { line: 1, ordinal: 1 };
export const sibling = { line: 1, ordinal: 2 };
export const brl = (minorUnits: number): Money => ({ currency: 'BRL', minorUnits });

/** A unit of 100.00 BRL in a tracked package, due on 13 January 2026. */
export function aUnit(change: Partial<ShippedUnit> = {}): ShippedUnit {
  return {
    orderId,
    ...ours,
    sellerId,
    sellerFulfillmentOrderId: 'SO-1',
    packageId,
    packageNumber: 1001,
    marketplaceId: 'A2Q3Y263D00KWC',
    purpose: 'customer-order',
    sellerSku: 'MUG',
    value: brl(10_000),
    signatureRequired: false,
    detail: 'full',
    shippedAt,
    estimatedDeliveryAt: promisedAt,
    knownAt: shippedAt,
    ...change,
  };
}

let heard = 0;
export function known(knownAt: Instant, body: EvidenceBody): StoredEvidence {
  return { ...evidence({ orderId, packageId, sellerId, knownAt, body }), heard: ++heard };
}

export const overdue = (change: Partial<{ cause: 'no-delivery' | 'lost-on-return'; dueAt: Instant }> = {}) =>
  known((change.dueAt ?? dueAt) + 1, {
    kind: 'overdue',
    cause: 'no-delivery',
    dueAt,
    units: [ours, sibling],
    ...change,
  });

let scans = 0;
export const scan = (knownAt: Instant, deliveredAt: Instant | null = knownAt) =>
  known(knownAt, { kind: 'delivery', scanId: `scan-${++scans}`, deliveredAt });

export const received = (
  knownAt: Instant,
  condition: Condition,
  change: Partial<{ place: ReceivedPlace; kind: 'buyer-return' | 'undelivered'; unit: typeof ours }> = {},
) =>
  known(knownAt, {
    kind: 'receipt',
    receiptId: 'R-1',
    returnKind: change.kind ?? 'undelivered',
    receivedAt: knownAt,
    units: [
      {
        ...(change.unit ?? ours),
        condition,
        place: change.place ?? (condition === 'Sellable' ? 'restocked' : 'unsellable'),
      },
    ],
  });

export const damaged = (knownAt: Instant, faultParty: FaultParty, foundAt: FoundAt = 'return-inspection') =>
  known(knownAt, damage(knownAt, faultParty, foundAt));

export function damage(occurredAt: Instant, faultParty: FaultParty, foundAt: FoundAt): DamageBody {
  const damageId = `damage-${foundAt}-${faultParty}`;
  return { kind: 'damage', damageId, foundAt, cause: faultParty, faultParty, occurredAt, units: [ours] };
}

export const statement = (knownAt: Instant) =>
  known(knownAt, { kind: 'statement', statement: 'buyer-has-not-received', statedAt: null });

export const windowClosed = () => known(closesAt + 1, { kind: 'window-closed', closesAt });

export interface Given {
  unit?: Partial<ShippedUnit>;
  policy?: Partial<Policy>;
  standings?: StandingChange[];
}

export function factsOf(evidenceOfPackage: readonly StoredEvidence[], given: Given = {}): UnitFacts {
  const shipped = aUnit(given.unit);
  const policy = { ...editionM, ...given.policy };
  return {
    shipped,
    evidence: evidenceOfPackage,
    standings: given.standings ?? [],
    policy: termsOf(policy, shipped.marketplaceId, shipped.value?.currency),
  };
}

/** Everything at once: how the unit is settled when nothing was decided before. */
export function settled(evidenceOfPackage: readonly StoredEvidence[], given: Given = {}): SettledUnit {
  return settleUnit(factsOf(evidenceOfPackage, given), []);
}

/** One line per decision, as `granted lost @12d+1` with the instant in days and ms since shipping. */
export function told({ decisions }: Pick<SettledUnit, 'decisions'>): string[] {
  return decisions.map(({ outcome, question, at }) => {
    const what = 'reason' in outcome ? ` ${outcome.reason}` : '';
    const ms = at - shippedAt;
    const rest = ms % DAY === 0 ? '' : `+${ms % DAY}`;
    return `${question.split(':')[0]} ${outcome.kind}${what} @${Math.floor(ms / DAY)}d${rest}`;
  });
}

/** Hears evidence in groups, each group one batch, deciding after each; the shipment is heard at `shippedIn`. */
export function hearInTurns(
  groups: readonly (readonly StoredEvidence[])[],
  shippedIn: number,
  given: Given = {},
): { decisions: Recorded[]; last: SettledUnit | undefined } {
  const decisions: Recorded[] = [];
  let last: SettledUnit | undefined;
  let order = 0;
  const heardSoFar: StoredEvidence[] = [];
  groups.forEach((group, turn) => {
    for (const one of group) {
      if (!heardSoFar.some(({ key }) => key === one.key)) heardSoFar.push({ ...one, heard: ++order });
    }
    if (turn < shippedIn) return;
    last = settleUnit(factsOf(heardSoFar, given), decisions);
    decisions.push(...last.decisions.map(recorded));
  });
  return { decisions, last };
}

/** One row of a table of lives: what is known, what is decided, how the unit stands. */
export interface Case {
  name: string;
  given?: Given;
  evidence: StoredEvidence[];
  told: string[];
  settlement: string;
}
