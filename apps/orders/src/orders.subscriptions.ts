import {
  OrderAccepted,
  OrderRegisteredReport,
  OrderShippedReport,
  PolicyPublished,
  ReturnReceived,
  SellerChanged,
  ShipmentUpdatedReport,
} from '#contracts';
import { Ctx, Hears, Payload, Subscriptions, Sweeps } from '#messaging';
import type { Batch, Due, Fact, Turn } from '#messaging';
import { sweepHolds } from './handlers/cancel-orders.js';
import { InboundReports } from './handlers/on-inbound-reports.js';
import { WakeReports } from './handlers/on-order-accepted.js';
import { keepPublishedPolicies } from './handlers/on-policy-published.js';
import { keepChangedSellers } from './handlers/on-seller-changed.js';
import { restock } from './handlers/on-return-received.js';
import { PlanOrders } from './handlers/plan-orders.js';
import { NEXT_HOLD_END } from './store/order-changes.js';
import { NEXT_PLAN } from './store/orders-to-plan.js';

/** All that orders hears, and the clock it watches. */
@Subscriptions()
export class OrdersSubscriptions {
  constructor(
    private readonly reports: InboundReports,
    private readonly wake: WakeReports,
    private readonly planning: PlanOrders,
  ) {}

  @Hears('inbound', OrderRegisteredReport, OrderShippedReport, ShipmentUpdatedReport)
  onReports(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return this.reports.handle(batch, turn);
  }

  @Hears('orders.events', OrderAccepted)
  onOrders(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return this.wake.handle(batch, turn);
  }

  @Hears('gateway.events', SellerChanged)
  onSellers(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return keepChangedSellers(batch, turn);
  }

  @Hears('reimbursements.events', PolicyPublished)
  onPolicies(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return keepPublishedPolicies(batch, turn);
  }

  /** N-8: what came back is on the shelves again, or among what cannot be sold. */
  @Hears('returns.events', ReturnReceived)
  onReturns(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return restock(batch, turn);
  }

  /** O-5. Decides from the stock as it is now: a warehouse that knows better says so. */
  @Sweeps('plans', { nextDue: NEXT_PLAN, barrier: [] })
  plans(@Payload() due: Due, @Ctx() turn: Turn): Promise<Fact[]> {
    return this.planning.sweep(due, turn);
  }

  /** O-4. Decides from its own rows alone: a parcel that left all the same is taken when it is reported. */
  @Sweeps('holds', { nextDue: NEXT_HOLD_END, barrier: [] })
  holds(@Payload() due: Due, @Ctx() turn: Turn): Promise<Fact[]> {
    return sweepHolds(due, turn);
  }
}
