import { randomUUID } from 'node:crypto';
import { contractOf, fromHeaders, PublisherChanged, toHeaders } from '#contracts';
import type { Contract, Instant, PublisherRole, PublisherScope, Service, Shape } from '#contracts';
import { Names } from '#messaging';
import { IDENTITY_HEADER, identitySigner } from '#runtime';
import type { Principal, RunningService } from '#runtime';
import { eventually } from './eventually.js';
import { identityKeys } from './identity-keys.js';
import type { TestStack } from './test-stack.js';

/** One fact as it stands on Kafka; `type` is its plain name, such as `OrderShipped`. */
export interface Said {
  type: string;
  time: Instant;
  data: Record<string, unknown>;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** A fact to publish as its owner would. */
export interface FactOf<T extends object> {
  contract: Contract<T>;
  data: T;
  /** Of when it is; now, unless told. */
  time?: Instant;
}

/** One service on a real Kafka and a real Postgres, and all that is around it: publishers, owners, the gateway. */
export class ServiceWorld {
  /** What the service has said, in the order of its partitions. */
  readonly said: Said[] = [];
  readonly sellerId = randomUUID();
  protected readonly names: Names;
  private readonly sign = identitySigner(identityKeys().private.gateway);
  private tick = 0;
  private stopListening: () => Promise<void> = async () => undefined;

  protected constructor(
    readonly stack: TestStack,
    readonly service: RunningService,
    private readonly name: Service,
  ) {
    this.names = new Names(stack.namespace.name);
  }

  async stop(): Promise<void> {
    await this.stopListening();
    await this.service.stop();
    await this.stack.close();
  }

  /** Requests as somebody whom the gateway has let in. */
  as(principal: Principal) {
    return async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const identity = await this.sign(principal, this.name);
      const answer = await fetch(`${this.service.url}${path}`, {
        method,
        headers: {
          [IDENTITY_HEADER]: identity,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
  }

  /** Requests of a seller, this world's own unless told. */
  seller(sellerId: string = this.sellerId) {
    return this.as({ kind: 'seller', id: sellerId, sellerId });
  }

  operator() {
    return this.as({ kind: 'operator', id: 'operator' });
  }

  /** Registers a publisher and makes its inbound topic. */
  async publisher(name: string, role: PublisherRole, scope: PublisherScope = {}): Promise<void> {
    await this.stack.addPublisher(name);
    const data = { publisherId: randomUUID(), name, role, scope, revoked: false, topic: `inbound.${name}` };
    await this.publish({ contract: contractOf(PublisherChanged), data });
  }

  /** Publishes facts as their owners do. */
  async publish<T extends object>(...facts: FactOf<T>[]): Promise<void> {
    await this.stack.kafka().send(
      facts.map(({ contract, data, time = Date.now() }) => {
        const { type, subject, key, owner } = contract;
        this.tick += 1;
        const named = { id: String(this.tick), tick: this.tick, source: `urn:makegood:test:${owner}` };
        return {
          topic: this.names.onBroker(`${owner}.events`),
          key: key(data),
          value: JSON.stringify(data),
          headers: toHeaders({ ...named, type, subject: subject(data), time }),
        };
      }),
    );
  }

  /** Sends reports as a publisher does. */
  async report<T extends object>(publisher: string, contract: Shape<T>, ...reports: object[]): Promise<void> {
    const { type } = contractOf(contract);
    await this.stack.kafka().send(
      reports.map((data) => ({
        topic: this.names.onBroker(`inbound.${publisher}`),
        key: randomUUID(),
        value: JSON.stringify(data),
        headers: toHeaders({ id: randomUUID(), type, source: publisher }),
      })),
    );
  }

  /** What the service has said of this kind, once there is at least so much. */
  saidOnce(count: number, of: (fact: Said) => boolean = () => true): Promise<Said[]> {
    return eventually(
      async () => this.said.filter(of),
      (facts) => facts.length >= count,
      30_000,
    );
  }

  /** Parked records with this reason, once there are at least so many. */
  parked(reason: string, count = 1): Promise<Record<string, unknown>[]> {
    const ask = async () => {
      const { body } = await this.operator()('GET', '/parked?limit=1000');
      return (body['parked'] as Record<string, unknown>[]).filter((row) => row['reason'] === reason);
    };
    return eventually(ask, (rows) => rows.length >= count);
  }

  /** How many reports wait, once it is so many. */
  waiting(count: number): Promise<number> {
    const ask = async () => ((await this.operator()('GET', '/waiting')).body['waiting'] as unknown[]).length;
    return eventually(ask, (found) => found === count);
  }

  protected async listen(): Promise<void> {
    const listening = await this.stack.kafka().consume(
      {
        groupId: this.names.onBroker('test.listener'),
        topics: [this.names.onBroker(`${this.name}.events`)],
        concurrency: 1,
      },
      {
        onJoin: () => undefined,
        onBatch: async (batch, control) => {
          for (const { headers, value } of batch.records) {
            const { envelope } = fromHeaders(headers);
            const data = JSON.parse(value?.toString() ?? 'null') as Said['data'];
            if (envelope) this.said.push({ type: plain(envelope.type), time: envelope.time ?? 0, data });
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

function plain(type: string): string {
  return type.split('.')[1] ?? type;
}
