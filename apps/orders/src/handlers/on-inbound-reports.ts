import { Injectable } from '@nestjs/common';
import type { Batch, Fact, Turn } from '#messaging';
import { BuyerKeys } from '../store/buyer-keys.js';
import { findOrders } from '../store/orders-found.js';
import { PackageNumbers } from '../store/package-numbers.js';
import { publishedPolicies } from '../store/policies.js';
import { judgeReports } from './judge-reports.js';
import type { JudgedReports } from './judge-reports.js';
import { registerOrders } from './on-order-registered.js';
import { shipOrders } from './on-order-shipped.js';
import type { LocatedReport } from './on-order-shipped.js';
import { MISMATCH, OrderIndex, waitKey } from './order-index.js';

/** Reports about orders become facts, or wait, or are parked with their reason. */
@Injectable()
export class InboundReports {
  constructor(
    private readonly numbers: PackageNumbers,
    private readonly keys: BuyerKeys,
  ) {}

  /** Nothing is promised about the order of reports, so registrations go first: less has to wait. */
  async handle(batch: Batch, turn: Turn): Promise<Fact[]> {
    const policies = await publishedPolicies(turn.tx);
    const judged = judgeReports(batch, policies, turn);
    const index = new OrderIndex();
    const ready = await waitForUnknown(judged, index, turn);
    const registered = await registerOrders(judged.registrations, this.keys, turn);
    index.add(registered.orders);
    const located = ready.flatMap(({ incoming, report }): LocatedReport[] => {
      const orderId = index.find(report.order);
      if (orderId !== undefined && orderId !== MISMATCH) {
        const refuse = (reason: string, detail: string): void => turn.park(incoming, reason, detail, orderId);
        return [{ orderId, report, at: incoming.time, publisher: incoming.publisher?.name ?? '', refuse }];
      }
      turn.park(
        incoming,
        'order-mismatch',
        'order.orderId and order.sellerFulfillmentOrderId name two orders',
      );
      return [];
    });
    return [...registered.facts, ...(await shipOrders(located, policies, this.numbers, turn))];
  }
}

/**
 * O-11: a report for an unknown order waits. The key is guarded before the second look, so that an order which
 * becomes known in between either is seen here or wakes the report.
 * @returns the reports whose order is known, or is registered in this very batch.
 */
async function waitForUnknown(
  { registrations, shipments }: JudgedReports,
  index: OrderIndex,
  turn: Turn,
): Promise<JudgedReports['shipments']> {
  const here = new Set(
    registrations.map(({ report }) =>
      waitKey.of({ sellerId: report.sellerId, sellerFulfillmentOrderId: report.sellerFulfillmentOrderId }),
    ),
  );
  const unknown = ({ report }: JudgedReports['shipments'][number]): boolean =>
    index.find(report.order) === undefined && !here.has(waitKey.of(report.order));

  index.add(
    await findOrders(
      turn.tx,
      shipments.map(({ report }) => report.order),
    ),
  );
  const missing = shipments.filter(unknown);
  if (missing.length === 0) return shipments;
  turn.waiting.guard([...new Set(missing.map(({ report }) => waitKey.of(report.order)))]);
  index.add(
    await findOrders(
      turn.tx,
      missing.map(({ report }) => report.order),
    ),
  );
  return shipments.filter((one) => {
    if (!unknown(one)) return true;
    turn.waiting.add(one.incoming, waitKey.of(one.report.order));
    return false;
  });
}
