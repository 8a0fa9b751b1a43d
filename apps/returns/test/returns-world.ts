import { randomUUID } from 'node:crypto';
import {
  OrderAccepted,
  OrderShipped,
  PublisherChanged,
  ReturnReceivedReport,
  UnitDamagedReport,
  contractOf,
  fromHeaders,
  toHeaders,
} from '#contracts';
import type { PublisherRole, PublisherScope, Shape } from '#contracts';
import { Names } from '#messaging';
import { identitySigner, IDENTITY_HEADER, startService } from '#runtime';
import type { Principal, RunningService } from '#runtime';
import { eventually, identityKeys, testStack } from '#testing';
import type { TestStack } from '#testing';
import { returns } from '../src/returns.js';

/** One fact as it stands on Kafka. */
export interface Said {
  type: string;
  time: number;
  data: Record<string, unknown>;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** An order of mugs as orders tells of it. */
export interface Mugs {
  orderId: string;
  sellerFulfillmentOrderId: string;
  sellerId: string;
}

/** The returns service on a real Kafka and a real Postgres, and everybody around it. */
export class ReturnsWorld {
  readonly sellerId = randomUUID();
  readonly said: Said[] = [];
  private readonly names: Names;
  private readonly sign = identitySigner(identityKeys().private.gateway);
  private tick = 0;
  private stopListening: () => Promise<void> = async () => undefined;

  private constructor(
    readonly stack: TestStack,
    readonly service: RunningService,
  ) {
    this.names = new Names(stack.namespace.name);
  }

  static async start(): Promise<ReturnsWorld> {
    const stack = await testStack();
    const world = new ReturnsWorld(stack, await startService(returns, stack.env('returns')));
    await world.listen();
    return world;
  }

  async stop(): Promise<void> {
    await this.stopListening();
    await this.service.stop();
    await this.stack.close();
  }

  async publisher(name: string, role: PublisherRole, scope: PublisherScope = {}): Promise<void> {
    await this.stack.addPublisher(name);
    const topic = `inbound.${name}`;
    const data = { publisherId: randomUUID(), name, role, scope, revoked: false, topic };
    await this.fact('gateway.events', PublisherChanged, data);
  }

  /** An order of so many mugs (item `mug`, SKU MUG), accepted and not yet shipped. */
  async accepted(quantity: number): Promise<Mugs> {
    const orderId = randomUUID();
    const mugs = { orderId, sellerId: this.sellerId, sellerFulfillmentOrderId: `SO-${orderId.slice(0, 8)}` };
    await this.fact('orders.events', OrderAccepted, {
      ...mugs,
      marketplaceId: 'US',
      purpose: 'customer-order',
      signatureRequired: false,
      receivedAt: '2026-01-02T00:00:00.000Z',
      items: [
        { line: 1, sellerFulfillmentOrderItemId: 'mug', sellerSku: 'MUG', quantity, cancelledQuantity: 0 },
      ],
    });
    return mugs;
  }

  /** One package with these ordinals leaves FC-1 on 3 January. */
  async shipped(mugs: Mugs, ...ordinals: number[]): Promise<void> {
    const unit = { line: 1, sellerFulfillmentOrderItemId: 'mug', sellerSku: 'MUG' };
    await this.fact('orders.events', OrderShipped, {
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
    const found = () => this.said.filter(({ data }) => data['orderId'] === mugs.orderId);
    return eventually(
      async () => found(),
      (facts) => facts.length >= count,
    );
  }

  parked(reason: string, count = 1): Promise<Record<string, unknown>[]> {
    const ask = async () => {
      const { body } = await this.operator('/parked?limit=1000');
      return (body['parked'] as Record<string, unknown>[]).filter((row) => row['reason'] === reason);
    };
    return eventually(ask, (rows) => rows.length >= count);
  }

  waiting(count: number): Promise<number> {
    const ask = async () => ((await this.operator('/waiting')).body['waiting'] as unknown[]).length;
    return eventually(ask, (found) => found === count);
  }

  operator(path: string): Promise<Answer> {
    return this.ask({ kind: 'operator', id: 'operator', scopes: [] }, path);
  }

  seller(path: string, sellerId = this.sellerId): Promise<Answer> {
    return this.ask({ kind: 'seller', id: sellerId, sellerId, scopes: [] }, path);
  }

  private async ask(principal: Principal, path: string): Promise<Answer> {
    const headers = { [IDENTITY_HEADER]: await this.sign(principal, 'returns') };
    const answer = await fetch(`${this.service.url}${path}`, { headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  private async report<T extends object>(publisher: string, contract: Shape<T>, data: T): Promise<void> {
    const { type } = contractOf(contract);
    await this.stack.kafka().send([
      {
        topic: this.names.onBroker(`inbound.${publisher}`),
        key: randomUUID(),
        value: JSON.stringify(data),
        headers: toHeaders({ id: randomUUID(), type, source: publisher }),
      },
    ]);
  }

  private async fact<T extends object>(topic: string, contract: Shape<T>, data: T): Promise<void> {
    const { type, subject, key } = contractOf(contract);
    this.tick += 1;
    const envelope = {
      id: `${this.tick}`,
      type,
      source: `test-${topic}`,
      subject: subject(data),
      time: Date.now(),
    };
    await this.stack.kafka().send([
      {
        topic: this.names.onBroker(topic),
        key: key(data),
        value: JSON.stringify(data),
        headers: toHeaders({ ...envelope, tick: this.tick }),
      },
    ]);
  }

  private async listen(): Promise<void> {
    const topics = [this.names.onBroker('returns.events')];
    const listening = await this.stack.kafka().consume(
      { groupId: this.names.onBroker('test.listener'), topics, concurrency: 1 },
      {
        onJoin: () => undefined,
        onBatch: async (batch, control) => {
          for (const { headers, value } of batch.records) {
            const { envelope } = fromHeaders(headers);
            const data = JSON.parse(value?.toString() ?? 'null') as Said['data'];
            const type = envelope?.type.split('.')[1] ?? '';
            this.said.push({ type, time: envelope?.time ?? 0, data });
          }
          control.resolve(batch.lastOffset);
        },
        onGap: () => undefined,
        onCrash: () => undefined,
      },
    );
    this.stopListening = () => listening.stop();
  }
}
