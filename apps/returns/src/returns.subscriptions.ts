import {
  OrderAccepted,
  OrderShipped,
  OrderUpdated,
  ReturnReceivedReport,
  UnitDamagedReport,
} from '#contracts';
import { Ctx, Hears, Payload, Subscriptions } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { OnOrderFacts } from './handlers/on-order-facts.js';
import { OnReports } from './handlers/on-reports.js';

/** All that returns hears. */
@Subscriptions()
export class ReturnsSubscriptions {
  constructor(
    private readonly reports: OnReports,
    private readonly orders: OnOrderFacts,
  ) {}

  @Hears('inbound', ReturnReceivedReport, UnitDamagedReport)
  onReports(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return this.reports.handle(batch, turn);
  }

  @Hears('orders.events', OrderAccepted, OrderUpdated, OrderShipped)
  onOrders(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]> {
    return this.orders.handle(batch, turn);
  }
}
