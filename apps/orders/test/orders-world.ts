import { randomUUID } from 'node:crypto';
import {
  OrderRegisteredReport,
  OrderShippedReport,
  PolicyPublished,
  SellerChanged,
  editionM,
  toIso,
  contractOf,
} from '#contracts';
import { startService } from '#runtime';
import { ServiceWorld, testStack } from '#testing';
import type { Said } from '#testing';
import { orders } from '../src/orders.js';

/** The orders service, and everybody around it. */
export class OrdersWorld extends ServiceWorld {
  static async start({
    env,
    ...options
  }: { simulated?: boolean; env?: Record<string, string> } = {}): Promise<OrdersWorld> {
    const stack = await testStack(options);
    // What is planned here has a test of its own: elsewhere, any SKU may be ordered.
    const all = stack.env('orders', { ORDER_PLANNING: 'elsewhere', ...env });
    const world = new OrdersWorld(stack, await startService(orders, all), 'orders');
    await world.listen();
    return world;
  }

  async sellerIs(change: Partial<SellerChanged>): Promise<void> {
    const data = {
      sellerId: this.sellerId,
      name: 'Seller',
      standing: 'good' as const,
      sandbox: false,
      revoked: false,
    };
    await this.publish({ contract: contractOf(SellerChanged), data: { ...data, ...change } });
  }

  async policy(change: object, from: number): Promise<void> {
    await this.publish({
      contract: contractOf(PolicyPublished),
      data: {
        policyId: randomUUID(),
        version: 'next',
        marketplaceId: '*',
        from: toIso(from),
        policy: { ...structuredClone(editionM), ...change },
      },
    });
  }

  registered(publisher: string, data: Omit<OrderRegisteredReport, 'sellerId'> & { sellerId?: string }) {
    return this.report(publisher, OrderRegisteredReport, { sellerId: this.sellerId, ...data });
  }

  shipped(publisher: string, data: Omit<OrderShippedReport, 'order'> & { order: object }) {
    return this.report(publisher, OrderShippedReport, {
      ...data,
      order: { sellerId: this.sellerId, ...data.order },
    });
  }

  /** Facts of a type, once there are at least so many. */
  facts(type: string, count: number, of: (fact: Said) => boolean = () => true): Promise<Said[]> {
    return this.saidOnce(count, (fact) => fact.type === type && of(fact));
  }
}

/** What a seller asks for: two mugs, unless told. */
export const request = (id: string, change: object = {}) => ({
  sellerFulfillmentOrderId: id,
  displayableOrderId: id,
  displayableOrderDate: '2026-01-02T03:04:05Z',
  displayableOrderComment: 'Thank you',
  shippingSpeedCategory: 'Standard',
  destinationAddress: {
    name: 'Bertha Buyer',
    addressLine1: '1 Elm Street',
    postalCode: '07102',
    countryCode: 'US',
  },
  items: [
    {
      sellerSku: 'MUG',
      sellerFulfillmentOrderItemId: 'a',
      quantity: 2,
      perUnitDeclaredValue: { currencyCode: 'USD', value: '19.99' },
    },
  ],
  ...change,
});
