import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import type { Fact } from '#messaging';
import type { Tx } from '#postgres';
import { claimClosesAt, claimOpensAfter } from '../domain/claim-window.js';
import { evidence } from '../domain/evidence.js';
import type { Evidence, StoredEvidence } from '../domain/evidence.js';
import { policyInForce } from '../domain/policy-in-force.js';
import type { ShippedUnit } from '../domain/shipped-unit.js';
import { evidenceOf } from '../store/evidence.js';
import { caseOfSeller } from '../store/order-cases.js';
import { policies } from '../store/policies.js';
import { unitsOf } from '../store/units.js';
import type { KeptUnit } from '../store/units.js';
import { settleCases } from './settle-cases.js';

/** What a seller states, as it was read. */
export interface Statement {
  sellerFulfillmentOrderId: string;
  packageNumber?: number | undefined;
  statedAt?: Instant | undefined;
}

/** Why a statement is not taken: words for the seller, and what it can do. */
export interface StatementRefused {
  refused: 'not-found' | 'which-package' | 'before-due' | 'not-claimed-in-time' | 'in-the-future';
  message: string;
  details?: string;
}

export interface StatementMade {
  statement: Evidence;
  packageNumber: number;
  /** The units of the package, as they stand now. */
  units: KeptUnit[];
}

/** the seller states that its buyer has not received a package. A second statement is the first one again. */
export async function makeStatement(
  tx: Tx,
  sellerId: string,
  stated: Statement,
): Promise<{ answer: StatementMade | StatementRefused; facts: Fact[] }> {
  const refuse = (answer: StatementRefused) => ({ answer, facts: [] });
  const order = await caseOfSeller(tx, sellerId, stated.sellerFulfillmentOrderId);
  const units = order === undefined ? [] : await unitsOf(tx, [order.orderId]);
  const meant = findPackage(units, stated);
  if (order === undefined || 'refused' in meant)
    return refuse('refused' in meant ? meant : notShipped(stated));
  const { orderId, packageId, packageNumber } = meant;
  const ofPackage = (await evidenceOf(tx, [orderId])).filter((known) => known.packageId === packageId);
  const now = await tx.now();
  const body = {
    kind: 'statement' as const,
    statement: 'buyer-has-not-received' as const,
    statedAt: stated.statedAt ?? null,
  };
  const statement = evidence({ orderId, packageId, sellerId, knownAt: now, body });
  const first = ofPackage.find(({ key }) => key === statement.key);
  const fault = first === undefined ? await outOfTime(tx, meant, ofPackage, stated, now) : undefined;
  if (fault !== undefined) return refuse(fault);
  const facts =
    first === undefined ? await settleCases(tx, { orders: [order], shipped: [], evidence: [statement] }) : [];
  const after = (await unitsOf(tx, [orderId])).filter((unit) => unit.packageId === packageId);
  return { answer: { statement: first ?? statement, packageNumber, units: after }, facts };
}

// I-6: claims run per package, so the seller must say which where there are several.
function findPackage(units: readonly KeptUnit[], stated: Statement): ShippedUnit | StatementRefused {
  const shipped = units.flatMap((unit) => unit.shipped ?? []);
  const packages = new Map(shipped.map((unit) => [unit.packageNumber, unit]));
  const numbers = [...packages.keys()].toSorted((a, b) => a - b).join(', ');
  if (stated.packageNumber === undefined) {
    const [only, another] = packages.values();
    if (only === undefined) return notShipped(stated);
    if (another === undefined) return only;
    return {
      refused: 'which-package',
      message: `The order has several packages: give packageNumber, one of ${numbers}`,
    };
  }
  const found = packages.get(stated.packageNumber);
  if (found !== undefined) return found;
  if (packages.size === 0) return notShipped(stated);
  return {
    refused: 'not-found',
    message: `The order has no package ${stated.packageNumber}: it has ${numbers}`,
  };
}

function notShipped({ sellerFulfillmentOrderId }: Statement): StatementRefused {
  const message = `No shipped order ${sellerFulfillmentOrderId} of yours is known: check the id, or wait until it ships`;
  return { refused: 'not-found', message };
}

// I-2: before due refused with the date from which it can be made. I-5: the last millisecond of the window counts.
async function outOfTime(
  tx: Tx,
  unit: ShippedUnit,
  known: readonly StoredEvidence[],
  stated: Statement,
  now: Instant,
): Promise<StatementRefused | undefined> {
  const published = policyInForce(await policies(tx), unit.marketplaceId, unit.shippedAt);
  if (published === undefined) throw new Error('no policy is in force: edition M was not seeded');
  const { policy } = published;
  const overdue = known.find(({ body }) => body.kind === 'overdue')?.body;
  const dueAt = overdue?.kind === 'overdue' ? overdue.dueAt : claimOpensAfter(unit, policy);
  if (now <= dueAt) {
    const from = toIso(dueAt + 1);
    return {
      refused: 'before-due',
      message: `It is too early: this can be stated from ${from} on (I-2)`,
      details: from,
    };
  }
  const closesAt = claimClosesAt(unit.estimatedDeliveryAt, policy);
  if (now > closesAt) {
    const message = `The window closed at ${toIso(closesAt)}, ${policy.claimWindowDays} days after the promise (I-5)`;
    return { refused: 'not-claimed-in-time', message, details: toIso(closesAt) };
  }
  if ((stated.statedAt ?? now) > now + policy.futureToleranceMinutes * 60_000) {
    return {
      refused: 'in-the-future',
      message: `statedAt must not lie ahead of now, which is ${toIso(now)}`,
    };
  }
  return undefined;
}
