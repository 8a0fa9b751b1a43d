import type { Fact, Turn } from '#messaging';
import { saveDamages, savePlaces, saveReports, saveSteps } from '../store/accepted-reports.js';
import { lockReturnedOrders } from '../store/returned-orders.js';
import type { OrdersByName } from './find-orders.js';
import { foldReports } from './fold-reports.js';
import { waitKey } from './read-report.js';
import type { ReadReport } from './read-report.js';

/**
 * Decides reports on the orders they name: accepted, known before, early (waits) or impossible (parked). The keys of
 * orders that are unknown or may still ship more have been guarded or woken by the caller.
 */
export async function settleReports(
  reports: readonly ReadReport[],
  orders: OrdersByName,
  turn: Turn,
): Promise<Fact[]> {
  const located = reports.flatMap((report) => {
    const { order } = report.claim;
    if (!order) throw new Error('a report without an order is a quarantined parcel (N-5)');
    const found = orders.find(order);
    if (found === undefined) turn.waiting.add(report.incoming, waitKey.of(order));
    else if (found === 'mismatch') turn.park(report.incoming, 'order-mismatch', MISMATCH);
    else return [{ report, orderId: found.orderId }];
    return [];
  });
  const known = await lockReturnedOrders(turn.tx, [...new Set(located.map(({ orderId }) => orderId))]);
  const { early, impossible, facts, ...rows } = foldReports(located, known);
  for (const { incoming, claim } of early) {
    if (claim.order) turn.waiting.add(incoming, waitKey.of(claim.order));
  }
  for (const { incoming, orderId, faults } of impossible) {
    const reason = faults[0]?.reason ?? 'exceeds-shipped';
    const subject = reason === 'not-yours' ? undefined : orderId;
    turn.park(incoming, reason, faults.map(({ detail }) => detail).join('; '), subject);
  }
  saveReports(turn.tx, rows.reports);
  saveSteps(turn.tx, rows.steps);
  saveDamages(turn.tx, rows.damages);
  savePlaces(turn.tx, rows.placed);
  return facts;
}

const MISMATCH =
  "the reference's sellerId, orderId and sellerFulfillmentOrderId are not those of one order: correct it";
