import {
  OrderAccepted,
  OrderRegisteredReport,
  OrderShippedReport,
  PolicyPublished,
  SellerChanged,
} from '#contracts';
import { Ctx, Hears, Payload, Subscriptions } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { InboundReports } from './handlers/on-inbound-reports.js';
import { WakeReports } from './handlers/on-order-accepted.js';
import { keepPublishedPolicies } from './handlers/on-policy-published.js';
import { keepChangedSellers } from './handlers/on-seller-changed.js';

/** All that orders hears. It has no clock: nothing happens to an order by itself yet. */
@Subscriptions()
export class OrdersSubscriptions {
  constructor(
    private readonly reports: InboundReports,
    private readonly wake: WakeReports,
  ) {}

  @Hears('inbound', OrderRegisteredReport, OrderShippedReport)
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
}
