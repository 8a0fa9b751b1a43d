import { v5, v7 } from 'uuid';
import { toInstant, toIso } from './instant.js';
import type { Instant } from './instant.js';
import type { UnitRef } from './references.js';

/** A new id, ordered by the instant; without one, by now. */
export function uuidv7(instant?: Instant): string {
  return instant === undefined ? v7() : v7({ msecs: instant });
}

/** The same id for the same parts, for ever. Parts are JSON-encoded, so ['a', 'b'] is not ['ab']. */
export function uuidv5(namespace: string, parts: readonly unknown[]): string {
  return v5(JSON.stringify(parts), namespace);
}

// Never to be changed: every natural key ever stored was made with them.
const namespaces = {
  scan: '3f1d8b0a-6d7c-4b52-9a7e-1c0d5e2f9b01',
  shipped: '3f1d8b0a-6d7c-4b52-9a7e-1c0d5e2f9b02',
  returned: '3f1d8b0a-6d7c-4b52-9a7e-1c0d5e2f9b03',
  damaged: '3f1d8b0a-6d7c-4b52-9a7e-1c0d5e2f9b04',
} as const;

/** An instant in either of its two shapes. */
type When = Instant | string;

// One instant has one spelling, whatever offset the publisher used.
const spell = (when: When): string => toIso(typeof when === 'number' ? when : toInstant(when));

/** Ids of reports by what they tell, so that a repeated report is the same one (Words, "report"). */
export const naturalKey = {
  /** A scan = (package, raw code, occurredAt, the scan it corrects). */
  scan(of: {
    packageId: string;
    rawCode: string;
    occurredAt: When;
    corrects?: { rawCode: string; occurredAt: When } | undefined;
  }): string {
    const corrects = of.corrects ? [of.corrects.rawCode, spell(of.corrects.occurredAt)] : null;
    return uuidv5(namespaces.scan, [of.packageId, of.rawCode, spell(of.occurredAt), corrects]);
  },

  /** A shipment = (order, shipment). */
  shipped(of: { orderId: string; shipmentId: string }): string {
    return uuidv5(namespaces.shipped, [of.orderId, of.shipmentId]);
  },

  /** A return = (order, item, receipt). */
  returned(of: { orderId: string; sellerFulfillmentOrderItemId: string; receiptId: string }): string {
    return uuidv5(namespaces.returned, [of.orderId, of.sellerFulfillmentOrderItemId, of.receiptId]);
  },

  /** A damage = (unit, foundAt, cause). */
  damaged(of: { orderId: string; unit: UnitRef; foundAt: string; cause: string }): string {
    const { line, ordinal } = of.unit;
    return uuidv5(namespaces.damaged, [of.orderId, line, ordinal, of.foundAt, of.cause]);
  },
} as const;
