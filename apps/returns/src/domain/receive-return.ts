import { naturalKey } from '#contracts';
import type { ReturnClaim, ReturnedPiece } from './claims.js';
import { findItem, isFault } from './find-item.js';
import type { OrderItem, ReturnedOrder } from './order.js';
import { shippedUnits, stillToShip, withUnit } from './order.js';
import { byLikelihood } from './pick-returned.js';
import { shortageOf } from './shortage.js';
import type { Step, Unit } from './unit.js';
import { fits, lastStep, withStep } from './unit.js';
import { verdictOn } from './verdict.js';
import type { Fault, Verdict } from './verdict.js';

/** One item of an accepted report: its natural key is (order, item, receipt). */
export interface AcceptedReturn {
  reportId: string;
  item: OrderItem;
  content: string;
  /** The units it looked at, with what it said of each. */
  looks: readonly { line: number; ordinal: number; step: Step }[];
}

export interface ReturnNews {
  order: ReturnedOrder;
  returns: readonly AcceptedReturn[];
  /** Units whose place this report changed: those are what the fact tells. */
  moved: readonly Unit[];
}

/**
 * Checks a report of returned units against the order and says which units it means: the lowest ordinals that can
 * have been seen by it. All of a report is accepted, or nothing.
 */
export function receiveReturn(order: ReturnedOrder, claim: ReturnClaim): Verdict<ReturnNews> {
  // An order is accepted before it ships; until we have heard so, nothing can be said of its items.
  if (order.items.length === 0) return { is: 'early' };
  const faults: Fault[] = [];
  let [early, units]: [boolean, readonly Unit[]] = [false, order.units];
  const returns: AcceptedReturn[] = [];
  for (const part of piecesByItem(order, claim, faults)) {
    const reportId = naturalKey.returned({
      orderId: order.orderId,
      sellerFulfillmentOrderItemId: part.item.sellerFulfillmentOrderItemId,
      receiptId: claim.receiptId,
    });
    const content = contentOf(claim, part.pieces);
    const before = order.accepted.get(reportId);
    if (before === content) continue;
    if (before !== undefined) {
      faults.push(conflict(claim, part.item));
      continue;
    }
    const taken = takeUnits({ ...order, units }, claim, part, reportId);
    if (taken === 'early') early = true;
    else if ('reason' in taken) faults.push(taken);
    else {
      units = taken.units;
      returns.push({ reportId, item: part.item, content, looks: taken.looks });
    }
  }
  const refused = verdictOn(faults, early);
  if (refused) return refused;
  if (returns.length === 0) return { is: 'known' };
  const accepted = new Map([...order.accepted, ...returns.map((r) => [r.reportId, r.content] as const)]);
  const reportIds = new Set(returns.map(({ reportId }) => reportId));
  const moved = units.filter((unit) => reportIds.has(lastStep(unit)?.reportId ?? ''));
  return { is: 'accepted', news: { order: { ...order, units, accepted }, returns, moved } };
}

interface ItemPart {
  item: OrderItem;
  pieces: ReturnedPiece[];
}

/** The pieces of one item belong together: the natural key of a return names the item, not the piece. */
function piecesByItem(order: ReturnedOrder, claim: ReturnClaim, faults: Fault[]): ItemPart[] {
  const parts = new Map<number, ItemPart>();
  for (const piece of claim.pieces) {
    const item = findItem(order, piece);
    if (isFault(item)) {
      faults.push(item);
      continue;
    }
    const part = parts.get(item.line) ?? { item, pieces: [] };
    part.pieces.push(piece);
    parts.set(item.line, part);
  }
  return [...parts.values()];
}

function takeUnits(
  order: ReturnedOrder,
  claim: ReturnClaim,
  { item, pieces }: ItemPart,
  reportId: string,
): { units: readonly Unit[]; looks: AcceptedReturn['looks'] } | Fault | 'early' {
  let { units } = order;
  const looks: AcceptedReturn['looks'][number][] = [];
  for (const piece of pieces) {
    const step = stepOf(claim, piece, reportId);
    const shipped = shippedUnits({ ...order, units }, item, claim.shipmentId);
    const fitting = shipped.filter((unit) => fits(unit, step)).sort(byLikelihood(step));
    const shortage = shortageOf({
      item: item.sellerFulfillmentOrderItemId,
      shipmentId: claim.shipmentId,
      wanted: piece.quantity,
      fitting: fitting.length,
      shipped,
      toShip: stillToShip(order, item, claim.shipmentId),
      occurredAt: claim.occurredAt,
    });
    if (shortage !== undefined) return shortage;
    for (const unit of fitting.slice(0, piece.quantity)) {
      units = withUnit(units, withStep(unit, step));
      looks.push({ line: unit.line, ordinal: unit.ordinal, step });
    }
  }
  return { units, looks };
}

function stepOf(claim: ReturnClaim, { place, condition }: ReturnedPiece, reportId: string): Step {
  const { receiptId, fulfillmentCenterId, kind, trackingNumber, rmaId, occurredAt, recordedAt } = claim;
  return {
    reportId,
    receiptId,
    place,
    condition,
    fulfillmentCenterId,
    kind,
    trackingNumber,
    rmaId,
    occurredAt,
    recordedAt,
  };
}

/** What counts as the same content: all that the report says of the item, however its pieces are cut up. */
function contentOf(claim: ReturnClaim, pieces: readonly ReturnedPiece[]): string {
  const counts = new Map<string, number>();
  for (const { condition, place, quantity } of pieces) {
    const kind = `${condition} ${place}`;
    counts.set(kind, (counts.get(kind) ?? 0) + quantity);
  }
  const { fulfillmentCenterId, kind, shipmentId, trackingNumber, rmaId, occurredAt } = claim;
  const told = [
    fulfillmentCenterId,
    kind,
    shipmentId ?? null,
    trackingNumber ?? null,
    rmaId ?? null,
    occurredAt,
  ];
  return JSON.stringify([...told, [...counts].sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function conflict({ receiptId }: ReturnClaim, { sellerFulfillmentOrderItemId }: OrderItem): Fault {
  return {
    reason: 'conflicting-content',
    detail: `receipt ${receiptId} has told something else of ${sellerFulfillmentOrderItemId}: use a new receiptId`,
  };
}
