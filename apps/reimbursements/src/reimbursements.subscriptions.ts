import {
  DeliveryOverdue,
  OrderShipped,
  ReturnReceived,
  SellerChanged,
  TrackingUpdated,
  UnitDamaged,
} from '#contracts';
import { Ctx, Hears, Payload, Subscriptions, Sweeps } from '#messaging';
import type { Batch, Due, Fact, Turn } from '#messaging';
import { onGateway } from './handlers/on-gateway.js';
import { onOrders } from './handlers/on-orders.js';
import { onReturns } from './handlers/on-returns.js';
import { onTracking } from './handlers/on-tracking.js';
import { sweepClaimWindow } from './handlers/sweep-claim-window.js';
import { sweepRelease } from './handlers/sweep-release.js';
import { NEXT_CLOSE } from './store/closing-claims.js';
import { NEXT_RELEASE } from './store/order-cases.js';

/** All that reimbursements hears, and the clocks it watches. */
@Subscriptions()
export class ReimbursementsSubscriptions {
  @Hears('orders.events', OrderShipped)
  orders(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return onOrders(batch, turn);
  }

  @Hears('tracking.events', DeliveryOverdue, TrackingUpdated)
  tracking(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return onTracking(batch, turn);
  }

  @Hears('returns.events', ReturnReceived, UnitDamaged)
  returns(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return onReturns(batch, turn);
  }

  @Hears('gateway.events', SellerChanged)
  gateway(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return onGateway(batch, turn);
  }

  /** I-5: decides from what these owners say, so they have read and said everything before (design, 5). */
  @Sweeps('claim-window', { nextDue: NEXT_CLOSE, barrier: ['orders', 'tracking', 'returns'] })
  claimWindow(@Payload() due: Due, @Ctx() turn: Turn): Promise<Fact[]> {
    return sweepClaimWindow(due, turn);
  }

  /** what is held for a seller whose standing has returned. It rests on what is here already. */
  @Sweeps('release', { nextDue: NEXT_RELEASE, barrier: [] })
  release(@Payload() due: Due, @Ctx() turn: Turn): Promise<Fact[]> {
    return sweepRelease(due, turn);
  }
}
