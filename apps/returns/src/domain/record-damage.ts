import { uuidv5 } from '#contracts';
import type { DamageClaim, DamagedPiece } from './claims.js';
import { hadInHand } from './entitlement.js';
import { findItem, isFault } from './find-item.js';
import type { OrderItem, ReturnedOrder } from './order.js';
import { shippedUnits, stillToShip, withUnit } from './order.js';
import { byFitness, sameDamage } from './pick-damaged.js';
import { shortageOf } from './shortage.js';
import type { Unit } from './unit.js';
import { verdictOn } from './verdict.js';
import type { Fault, Verdict } from './verdict.js';

export interface DamageNews {
  order: ReturnedOrder;
  /** The same for the same report, however often it is sent. */
  reportId: string;
  content: string;
  /** All units that the report means. */
  units: readonly Unit[];
  /** Those that were not known to be damaged so: (unit, foundAt, cause) is told once. */
  fresh: readonly Unit[];
}

/** Checks a report of damage and says which units it means. Their places stay as they are. */
export function recordDamage(order: ReturnedOrder, claim: DamageClaim): Verdict<DamageNews> {
  const content = contentOf(order, claim);
  const reportId = uuidv5(DAMAGE_REPORT, [content]);
  // A report by quantity, sent again, must not move on to the next unit.
  if (order.accepted.has(reportId)) return { is: 'known' };
  if (order.items.length === 0) return { is: 'early' };
  const faults: Fault[] = [];
  let early = false;
  const units: Unit[] = [];
  for (const piece of claim.pieces) {
    const item = findItem(order, piece);
    const taken = isFault(item) ? item : takeUnits(order, claim, item, piece, units);
    if (taken === 'early') early = true;
    else if ('reason' in taken) faults.push(taken);
    else units.push(...taken);
  }
  const refused = verdictOn(faults, early);
  if (refused) return refused;
  const fresh = units.filter((unit) => sameDamage(unit, claim) === undefined);
  const { foundAt, cause, faultParty } = claim;
  const damaged = fresh.map((unit) => ({
    ...unit,
    damages: [...unit.damages, { foundAt, cause, faultParty }],
  }));
  const next = {
    ...order,
    units: damaged.reduce<readonly Unit[]>(withUnit, order.units),
    accepted: new Map([...order.accepted, [reportId, content] as const]),
  };
  return { is: 'accepted', news: { order: next, reportId, content, units, fresh: damaged } };
}

// Never to be changed: reports ever accepted are known by it.
const DAMAGE_REPORT = '5b3c2c58-0d0e-4c0f-8a53-9b6f5d1c7e21';

function takeUnits(
  order: ReturnedOrder,
  claim: DamageClaim,
  item: OrderItem,
  { quantity, ordinals }: DamagedPiece,
  taken: readonly Unit[],
): Unit[] | Fault | 'early' {
  const shipped = shippedUnits(order, item, claim.shipmentId).filter(
    (unit) => !taken.includes(unit) && (ordinals?.includes(unit.ordinal) ?? true),
  );
  const own = shipped.filter((unit) => hadInHand(claim.reporter, unit));
  const fitting = own.filter((unit) => unit.shippedAt <= claim.occurredAt).sort(byFitness(claim));
  const shortage = shortageOf({
    item: item.sellerFulfillmentOrderItemId,
    shipmentId: claim.shipmentId,
    wanted: quantity,
    fitting: fitting.length,
    shipped,
    toShip: unitsToCome(order, claim, item, ordinals),
    occurredAt: claim.occurredAt,
    foreign: shipped.length - own.length,
  });
  if (shortage !== undefined) return shortage;
  const units = fitting.slice(0, quantity);
  return units.map((unit) => faultConflict(unit, claim)).find((fault) => fault !== undefined) ?? units;
}

/** Ordinals run from 1 without gaps: one beyond what can ship never comes, one in another shipment is not meant. */
function unitsToCome(
  order: ReturnedOrder,
  { shipmentId }: DamageClaim,
  item: OrderItem,
  ordinals: readonly number[] | undefined,
): number {
  const toShip = stillToShip(order, item, shipmentId);
  if (!ordinals) return toShip;
  const known = new Set(order.units.filter(({ line }) => line === item.line).map(({ ordinal }) => ordinal));
  const possible = ordinals.filter((n) => !known.has(n) && n <= item.quantity - item.cancelledQuantity);
  return Math.min(toShip, possible.length);
}

function faultConflict(unit: Unit, claim: DamageClaim): Fault | undefined {
  const before = sameDamage(unit, claim);
  if (!before || before.faultParty === claim.faultParty) return undefined;
  return {
    reason: 'conflicting-content',
    detail:
      `unit ${unit.line}/${unit.ordinal} is known as damaged (${claim.cause}, found ${claim.foundAt}) ` +
      `with ${before.faultParty} at fault, not ${claim.faultParty}`,
  };
}

function contentOf({ orderId }: ReturnedOrder, claim: DamageClaim): string {
  const { shipmentId, foundAt, cause, faultParty, occurredAt, pieces } = claim;
  const items = pieces.map((piece) => [
    piece.sellerFulfillmentOrderItemId,
    ...(piece.ordinals ? ['ordinals', ...piece.ordinals] : ['quantity', piece.quantity]),
  ]);
  return JSON.stringify([orderId, shipmentId ?? null, foundAt, cause, faultParty, occurredAt, items]);
}
