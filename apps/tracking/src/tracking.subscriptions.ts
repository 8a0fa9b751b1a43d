import {
  OrderShipped,
  PolicyPublished,
  ReimbursementGranted,
  ReimbursementReversed,
  ReturnReceived,
  TrackingUpdatedReport,
} from '#contracts';
import { Ctx, Hears, Payload, Subscriptions, Sweeps } from '#messaging';
import type { Batch, Due, Fact, Turn } from '#messaging';
import { onOrderShipped } from './handlers/on-order-shipped.js';
import { onReimbursementEvents } from './handlers/on-reimbursement-events.js';
import { onReturnReceived } from './handlers/on-return-received.js';
import { onTrackingReports } from './handlers/on-tracking-report.js';
import { sweepOverdue } from './handlers/sweep-overdue.js';
import { NEXT_DUE } from './store/due-packages.js';

/** All that tracking hears, and the clock it watches. */
@Subscriptions()
export class TrackingSubscriptions {
  @Hears('inbound', TrackingUpdatedReport)
  reports(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return onTrackingReports(batch, turn);
  }

  @Hears('orders.events', OrderShipped)
  orders(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return onOrderShipped(batch, turn);
  }

  @Hears('returns.events', ReturnReceived)
  returns(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return onReturnReceived(batch, turn);
  }

  @Hears('reimbursements.events', ReimbursementGranted, ReimbursementReversed, PolicyPublished)
  reimbursements(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return onReimbursementEvents(batch, turn);
  }

  /**
   * I-2: decides from what these owners say, so they have read and said everything before (design, 5). What follows
   * from our own facts may wait: a grant of a package that is still open rests on returns and damages alone,
   * since loss is paid after DeliveryOverdue only, and reversed after that.
   */
  @Sweeps('overdue', {
    nextDue: NEXT_DUE,
    barrier: ['orders', 'returns', 'reimbursements'],
    ownFactsMayWait: true,
  })
  overdue(@Payload() due: Due, @Ctx() turn: Turn): Promise<Fact[]> {
    return sweepOverdue(due, turn);
  }
}
