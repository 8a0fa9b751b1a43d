import { randomUUID } from 'node:crypto';
import { OrderAccepted, OrderShipped, ReturnReceivedReport, UnitDamagedReport, contractOf } from '#contracts';
import { startService } from '#runtime';
import { ServiceWorld, testStack } from '#testing';
import type { Said } from '#testing';
import { returns } from '../src/returns.js';

/** An order of mugs as orders tells of it. */
export interface Mugs {
  orderId: string;
  sellerFulfillmentOrderId: string;
  sellerId: string;
}

/** The returns service, and everybody around it. */
export class ReturnsWorld extends ServiceWorld {
  static async start(): Promise<ReturnsWorld> {
    const stack = await testStack();
    const world = new ReturnsWorld(stack, await startService(returns, stack.env('returns')), 'returns');
    await world.listen();
    return world;
  }

  /** An order of so many mugs (item `mug`, SKU MUG), accepted and not yet shipped. */
  async accepted(quantity: number): Promise<Mugs> {
    const orderId = randomUUID();
    const mugs = { orderId, sellerId: this.sellerId, sellerFulfillmentOrderId: `SO-${orderId.slice(0, 8)}` };
    await this.publish({
      contract: contractOf(OrderAccepted),
      data: {
        ...mugs,
        marketplaceId: 'US',
        purpose: 'customer-order',
        signatureRequired: false,
        receivedAt: '2026-01-02T00:00:00.000Z',
        items: [
          { line: 1, sellerFulfillmentOrderItemId: 'mug', sellerSku: 'MUG', quantity, cancelledQuantity: 0 },
        ],
      },
    });
    return mugs;
  }

  /** One package with these ordinals leaves FC-1 on 3 January. */
  async shipped(mugs: Mugs, ...ordinals: number[]): Promise<void> {
    const unit = { line: 1, sellerFulfillmentOrderItemId: 'mug', sellerSku: 'MUG' };
    await this.publish({
      contract: contractOf(OrderShipped),
      data: {
        ...mugs,
        marketplaceId: 'US',
        purpose: 'customer-order',
        shipmentId: `S-${ordinals.join('-')}`,
        fulfillmentCenterId: 'FC-1',
        shippedAt: '2026-01-03T10:00:00.000Z',
        packages: [
          {
            packageId: randomUUID(),
            packageNumber: 1,
            carrierCode: 'UPS',
            trackingNumber: '1Z',
            hasNumber: true,
            detail: 'full',
            signatureRequired: false,
            estimatedDeliveryAt: '2026-01-08T23:59:59.999Z',
            units: ordinals.map((ordinal) => ({ ...unit, ordinal })),
          },
        ],
      },
    });
  }

  async order(quantity: number): Promise<Mugs> {
    const mugs = await this.accepted(quantity);
    await this.shipped(mugs, ...Array.from({ length: quantity }, (_, index) => index + 1));
    return mugs;
  }

  returned(
    publisher: string,
    mugs: Mugs | undefined,
    change: Partial<ReturnReceivedReport> = {},
  ): Promise<void> {
    return this.report(publisher, ReturnReceivedReport, {
      ...(mugs && {
        order: { sellerId: mugs.sellerId, sellerFulfillmentOrderId: mugs.sellerFulfillmentOrderId },
      }),
      receiptId: 'R-1',
      fulfillmentCenterId: 'FC-1',
      occurredAt: '2026-01-20T12:00:00.000Z',
      kind: 'buyer-return',
      items: [{ sellerFulfillmentOrderItemId: 'mug', condition: 'Sellable' }],
      ...change,
    });
  }

  damaged(publisher: string, mugs: Mugs, change: Partial<UnitDamagedReport> = {}): Promise<void> {
    return this.report(publisher, UnitDamagedReport, {
      order: { sellerId: mugs.sellerId, orderId: mugs.orderId },
      occurredAt: '2026-01-21T12:00:00.000Z',
      foundAt: 'return-inspection',
      cause: 'crushed',
      faultParty: 'carrier',
      items: [{ sellerFulfillmentOrderItemId: 'mug', quantity: 1 }],
      ...change,
    });
  }

  /** Facts about an order, once there are at least so many. */
  facts(mugs: Mugs, count: number): Promise<Said[]> {
    return this.saidOnce(count, ({ data }) => data['orderId'] === mugs.orderId);
  }
}
