import { Injectable } from '@nestjs/common';
import { OrderAccepted } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { InboundReports } from './on-inbound-reports.js';
import { waitKey } from './order-index.js';

/** Our own OrderAccepted, heard back: whatever way an order came in, the reports that waited for it go on here. */
@Injectable()
export class WakeReports {
  constructor(private readonly reports: InboundReports) {}

  async handle(batch: Batch, turn: Turn): Promise<Fact[]> {
    const keys = batch.flatMap((incoming) => {
      if (!is(OrderAccepted, incoming)) return [];
      const { orderId, sellerId, sellerFulfillmentOrderId } = incoming.data;
      return [waitKey.bySeller(sellerId, sellerFulfillmentOrderId), waitKey.byId(orderId)];
    });
    const woken = await turn.waiting.wake(keys);
    return woken.length === 0 ? [] : this.reports.handle(woken, turn);
  }
}
