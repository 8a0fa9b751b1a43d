import { randomUUID } from 'node:crypto';
import {
  OrderRegisteredReport,
  OrderShippedReport,
  PolicyPublished,
  PublisherChanged,
  SellerChanged,
  contractOf,
  editionM,
  fromHeaders,
  toHeaders,
  toIso,
} from '#contracts';
import type { PublisherRole, PublisherScope, Shape } from '#contracts';
import { Names } from '#messaging';
import { identitySigner, IDENTITY_HEADER, startService } from '#runtime';
import type { Principal, RunningService } from '#runtime';
import { eventually, identityKeys, testStack } from '#testing';
import type { TestStack } from '#testing';
import { orders } from '../src/orders.js';

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

/** The orders service on a real Kafka and a real Postgres, and everybody around it. */
export class OrdersWorld {
  readonly sellerId = randomUUID();
  private readonly names: Names;
  private readonly sign = identitySigner(identityKeys().private.gateway);
  private readonly said: Said[] = [];
  private tick = 0;
  private stopListening: () => Promise<void> = async () => undefined;

  private constructor(
    readonly stack: TestStack,
    readonly service: RunningService,
  ) {
    this.names = new Names(stack.namespace.name);
  }

  static async start(): Promise<OrdersWorld> {
    const stack = await testStack();
    const world = new OrdersWorld(stack, await startService(orders, stack.env('orders')));
    await world.listen();
    return world;
  }

  async stop(): Promise<void> {
    await this.stopListening();
    await this.service.stop();
    await this.stack.close();
  }

  as(principal: Partial<Principal> & Pick<Principal, 'kind' | 'id'>) {
    return (method: string, path: string, body?: unknown) =>
      this.ask({ scopes: [], ...principal }, method, path, body);
  }

  /** A request of a seller, this world's own unless told. */
  seller(sellerId = this.sellerId) {
    return this.as({ kind: 'seller', id: sellerId, sellerId });
  }

  operator() {
    return this.as({ kind: 'operator', id: 'operator' });
  }

  async publisher(name: string, role: PublisherRole, scope: PublisherScope = {}): Promise<void> {
    await this.stack.addPublisher(name);
    const topic = `inbound.${name}`;
    await this.fact('gateway.events', PublisherChanged, {
      publisherId: randomUUID(),
      name,
      role,
      scope,
      revoked: false,
      topic,
    });
  }

  async ownAddresses(ownAddresses: string[]): Promise<void> {
    await this.fact('gateway.events', SellerChanged, {
      sellerId: this.sellerId,
      name: 'Seller',
      standing: 'good',
      sandbox: false,
      revoked: false,
      ownAddresses,
    });
  }

  async policy(change: object, from: number): Promise<void> {
    await this.fact('reimbursements.events', PolicyPublished, {
      policyId: randomUUID(),
      version: 'next',
      marketplaceId: '*',
      from: toIso(from),
      policy: { ...structuredClone(editionM), ...change },
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

  async report<T extends object>(publisher: string, contract: Shape<T>, ...data: object[]): Promise<void> {
    const { type } = contractOf(contract);
    await this.stack.kafka().send(
      data.map((value) => ({
        topic: this.names.onBroker(`inbound.${publisher}`),
        key: randomUUID(),
        value: JSON.stringify(value),
        headers: toHeaders({ id: randomUUID(), type, source: publisher }),
      })),
    );
  }

  /** Facts of a type, once there are at least so many. */
  facts(type: string, count: number, of: (fact: Said) => boolean = () => true): Promise<Said[]> {
    const found = () => this.said.filter((fact) => fact.type === type && of(fact));
    return eventually(
      async () => found(),
      (facts) => facts.length >= count,
    );
  }

  async parked(reason: string, count = 1): Promise<Record<string, unknown>[]> {
    const ask = async () => {
      const { body } = await this.operator()('GET', '/parked?limit=1000');
      return (body['parked'] as Record<string, unknown>[]).filter((row) => row['reason'] === reason);
    };
    return eventually(ask, (rows) => rows.length >= count);
  }

  async waiting(count: number): Promise<number> {
    const ask = async () => {
      const { body } = await this.operator()('GET', '/waiting');
      return (body['waiting'] as unknown[]).length;
    };
    return eventually(ask, (found) => found === count);
  }

  private async ask(principal: Principal, method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.service.url}${path}`, {
      method,
      headers: {
        [IDENTITY_HEADER]: await this.sign(principal, 'orders'),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  private async fact<T extends object>(topic: string, contract: Shape<T>, data: T): Promise<void> {
    const { type, subject, key } = contractOf(contract);
    this.tick += 1;
    const envelope = {
      id: String(this.tick),
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
    const listening = await this.stack.kafka().consume(
      {
        groupId: this.names.onBroker('test.listener'),
        topics: [this.names.onBroker('orders.events')],
        concurrency: 1,
      },
      {
        onJoin: () => undefined,
        onBatch: async (batch, control) => {
          for (const { headers, value } of batch.records) {
            const { envelope } = fromHeaders(headers);
            const data = JSON.parse(value?.toString() ?? 'null') as Said['data'];
            if (envelope)
              this.said.push({ type: contractName(envelope.type), time: envelope.time ?? 0, data });
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

function contractName(type: string): string {
  return type.split('.')[1] ?? type;
}
