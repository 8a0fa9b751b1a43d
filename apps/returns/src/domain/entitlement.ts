import type { DamageClaim, Reporter, ReturnClaim } from './claims.js';
import type { Fault } from './verdict.js';
import type { Unit } from './unit.js';

/** Words, "report": who may speak of what is known from the topic or the credentials, never from the message. */
export function mayReportReturn({ reporter, order, fulfillmentCenterId }: ReturnClaim): Fault | undefined {
  if (reporter.role !== 'network' && reporter.role !== 'warehouse') {
    return notYours(reporter, 'may not report returns: a warehouse or the network does');
  }
  if (!covers(reporter.scope.fulfillmentCenterIds, fulfillmentCenterId)) {
    return notYours(reporter, `may not report for fulfilment centre ${fulfillmentCenterId}`);
  }
  return order && outsideSellers(reporter, order.sellerId);
}

/** A carrier sees a parcel on its way only; what is inside a returned parcel is for a warehouse to say. */
export function mayReportDamage({ reporter, order, foundAt }: DamageClaim): Fault | undefined {
  if (reporter.role === 'order-source') {
    return notYours(reporter, 'may not report damage: a warehouse, a carrier or the network does');
  }
  if (reporter.role === 'carrier' && foundAt !== 'in-transit') {
    return notYours(reporter, `is a carrier: it may report damage found in-transit, not ${foundAt}`);
  }
  return outsideSellers(reporter, order.sellerId);
}

/** Whether the reporter has, or had, this unit in hand: a carrier its packages, a warehouse what it shipped or got. */
export function hadInHand({ role, scope }: Reporter, unit: Unit): boolean {
  if (role === 'carrier') return covers(scope.carrierCodes, unit.carrierCode);
  const centres = [unit.fulfillmentCenterId, ...unit.steps.map((step) => step.fulfillmentCenterId)];
  return centres.some((centre) => covers(scope.fulfillmentCenterIds, centre));
}

function outsideSellers(reporter: Reporter, sellerId: string): Fault | undefined {
  if (covers(reporter.scope.sellerIds, sellerId)) return undefined;
  return notYours(reporter, `may not report for seller ${sellerId}`);
}

function covers(scope: readonly string[] | undefined, value: string | undefined): boolean {
  return scope === undefined || (value !== undefined && scope.includes(value));
}

function notYours({ name }: Reporter, what: string): Fault {
  return { reason: 'not-yours', detail: `publisher ${name} ${what}` };
}
