import type { Fact } from '#messaging';
import type { Tx } from '#postgres';
import { raisesQuestion } from '../domain/evidence.js';
import type { Evidence, StoredEvidence } from '../domain/evidence.js';
import { policyInForce } from '../domain/policy-in-force.js';
import type { PublishedPolicy } from '../domain/policy-in-force.js';
import { termsOf } from '../domain/policy-terms.js';
import { settleUnit } from '../domain/settle-unit.js';
import type { SettledUnit } from '../domain/settle-unit.js';
import type { ShippedUnit, StandingChange } from '../domain/shipped-unit.js';
import { decisionsOf, saveDecisions } from '../store/decisions.js';
import type { OrderDecision } from '../store/decisions.js';
import { evidenceOf, saveEvidence } from '../store/evidence.js';
import { lockCases } from '../store/order-cases.js';
import type { OrderCase } from '../store/order-cases.js';
import { policies } from '../store/policies.js';
import { shareStandings } from '../store/sellers.js';
import { saveClaimed, saveShipped, saveStanding, unitKey, unitsOf } from '../store/units.js';
import type { ClaimedUnit, KeptUnit } from '../store/units.js';
import { factsOfDecision } from './decision-fact.js';

/** What one turn learned, in the order in which it was heard. */
export interface Learned {
  /** Every order that something was learned about. */
  orders: OrderCase[];
  shipped: ShippedUnit[];
  evidence: Evidence[];
}

interface Settled extends SettledUnit {
  kept: KeptUnit;
  shipped: ShippedUnit;
}

/**
 * The one way in which anything is decided here: lock the orders, keep what was learned, fold everything known about
 * each unit, record the new decisions and say them. The number of statements does not depend on the number of facts.
 */
export async function settleCases(tx: Tx, learned: Learned): Promise<Fact[]> {
  if (learned.orders.length === 0) return [];
  const { orders } = learned;
  // All of it is one round trip, in this order: sellers are locked before orders, and orders before they are read.
  const shared = shareStandings(
    tx,
    orders.map(({ sellerId }) => sellerId),
  );
  lockCases(tx, orders);
  saveShipped(tx, learned.shipped);
  saveEvidence(tx, learned.evidence);
  saveClaimed(tx, learned.evidence.flatMap(claimed));
  const [standings, claims] = await Promise.all([shared, evidenceOfClaims(tx, orders)]);
  if (claims.size === 0) return [];
  const settled = await settleAll(tx, claims, standings);
  saveDecisions(
    tx,
    settled.flatMap(({ shipped, decisions }) => decisions.map((decision) => ({ shipped, decision }))),
  );
  saveStanding(tx, settled.filter(changed).map(standingOf));
  return settled.flatMap(({ shipped, decisions }) =>
    decisions.flatMap((decision) => factsOfDecision(shipped, decision)),
  );
}

// Most orders never see a claim: nothing of theirs is read.
async function evidenceOfClaims(
  tx: Tx,
  orders: readonly OrderCase[],
): Promise<Map<string, StoredEvidence[]>> {
  const all = await evidenceOf(tx, [...new Set(orders.map(({ orderId }) => orderId))]);
  const byOrder = Map.groupBy(all, ({ orderId }) => orderId);
  return new Map([...byOrder].filter(([, known]) => known.some(({ body }) => raisesQuestion(body))));
}

async function settleAll(
  tx: Tx,
  claims: ReadonlyMap<string, StoredEvidence[]>,
  standings: ReadonlyMap<string, StandingChange[]>,
): Promise<Settled[]> {
  const orderIds = [...claims.keys()];
  const [units, decisions, published] = await Promise.all([
    unitsOf(tx, orderIds),
    decisionsOf(tx, orderIds),
    policies(tx),
  ]);
  const before = Map.groupBy(decisions, unitKey);
  return units.flatMap((kept) => {
    // A claim came before its shipment: the decision is due and is taken with it (messaging-review 3).
    if (kept.shipped === null) return [];
    const evidence = claims.get(kept.orderId)?.filter(({ packageId }) => packageId === kept.packageId) ?? [];
    const known = { shipped: kept.shipped, evidence, standings: standings.get(kept.shipped.sellerId) ?? [] };
    return [settleOne(kept, known, published, before.get(unitKey(kept)) ?? [])];
  });
}

function settleOne(
  kept: KeptUnit,
  known: { shipped: ShippedUnit; evidence: StoredEvidence[]; standings: StandingChange[] },
  published: readonly PublishedPolicy[],
  before: readonly OrderDecision[],
): Settled {
  const { marketplaceId, shippedAt, value } = known.shipped;
  const inForce = policyInForce(published, marketplaceId, shippedAt);
  if (inForce === undefined)
    throw new Error(`no policy is in force at ${shippedAt}: edition M was not seeded`);
  const policy = termsOf(inForce.policy, marketplaceId, value?.currency);
  return { kept, shipped: known.shipped, ...settleUnit({ ...known, policy }, before) };
}

function claimed({ body, orderId, packageId, sellerId, knownAt }: Evidence): ClaimedUnit[] {
  if (!raisesQuestion(body)) return [];
  return body.units.map(({ line, ordinal }) => ({
    orderId,
    packageId,
    sellerId,
    line,
    ordinal,
    since: knownAt,
  }));
}

function changed({ kept, decisions, standing, claimClosesAt }: Settled): boolean {
  return (
    decisions.length > 0 || kept.settlement !== standing.settlement || kept.claimClosesAt !== claimClosesAt
  );
}

function standingOf({ kept, standing, claimClosesAt }: Settled) {
  const { orderId, line, ordinal } = kept;
  return { orderId, line, ordinal, ...standing, claimClosesAt };
}
