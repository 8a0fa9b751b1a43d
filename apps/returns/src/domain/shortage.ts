import type { Instant } from '#contracts';
import type { Fault } from './verdict.js';
import type { Unit } from './unit.js';

/** What a report asks of an item, and what there is. */
export interface Shortage {
  item: string;
  shipmentId: string | undefined;
  wanted: number;
  /** Units that the report can mean. */
  fitting: number;
  /** The shipped units it could mean at all. */
  shipped: readonly Unit[];
  /** How many more units may still become known as shipped. */
  toShip: number;
  occurredAt: Instant;
  /** Shipped units that the reporter never had in hand. */
  foreign?: number;
}

/**
 * Why fewer units fit than are reported: their shipping is not known yet (the report waits), or never was.
 * @returns nothing when enough fit.
 */
export function shortageOf(shortage: Shortage): Fault | 'early' | undefined {
  const { shipmentId, wanted, fitting, shipped, toShip, occurredAt, foreign = 0 } = shortage;
  const item = shipmentId === undefined ? shortage.item : `${shortage.item} in shipment ${shipmentId}`;
  const missing = wanted - fitting;
  if (missing <= 0) return undefined;
  if (missing <= toShip) return 'early';
  if (foreign >= missing) {
    return {
      reason: 'not-yours',
      detail: `${item}: the publisher never had ${missing} of the ${wanted} reported units in hand`,
    };
  }
  const later = shipped.filter((unit) => unit.shippedAt > occurredAt).length;
  if (later >= missing) {
    return {
      reason: 'before-shipped',
      detail: `${item}: ${later} of ${shipped.length} shipped after the claimed occurredAt`,
    };
  }
  return {
    reason: 'exceeds-shipped',
    detail: `${item}: ${wanted} reported, ${fitting} of the ${shipped.length} shipped can be meant`,
  };
}
