import kafkajs from 'kafkajs';
import type { Producer } from 'kafkajs';
import type { PlannedReport, Speaker } from '../../checker/workload/planned.js';
import type { FaultStack } from '../stack/fault-stack.js';
import type { AddedPublisher, ClientKey } from '../stack/operator-door.js';

type Publishing = Exclude<Speaker, 'seller'>;
const PUBLISHERS: readonly Publishing[] = ['order-source', 'warehouse', 'carrier'];

/** Everybody who speaks to the system from outside: sellers over HTTP, publishers on topics of their own. */
export class Senders {
  private readonly tokens = new Map<string, { header: Record<string, string>; until: number }>();

  private constructor(
    private readonly stack: FaultStack,
    private readonly clients: ReadonlyMap<string, ClientKey>,
    private readonly producers: ReadonlyMap<Speaker, { topic: string; producer: Producer }>,
  ) {}

  static async register(stack: FaultStack, sellers: number): Promise<Senders> {
    const { door } = stack;
    const clients = new Map<string, ClientKey>();
    for (let index = 1; index <= sellers; index += 1) {
      const seller = await door.addSeller(`Seller ${index}`);
      clients.set(seller.sellerId, seller);
    }
    const producers = new Map<Speaker, { topic: string; producer: Producer }>();
    for (const role of PUBLISHERS) {
      const publisher = await door.addPublisher(role, role);
      clients.set(role, publisher);
      const producer = producerOf(stack, publisher);
      await producer.connect();
      producers.set(role, { topic: stack.topic(publisher.topic), producer });
    }
    return new Senders(stack, clients, producers);
  }

  get sellers(): string[] {
    return [...this.clients.keys()].filter((id) => !PUBLISHERS.some((role) => role === id));
  }

  /** Publishers' own topics, as they are called on Kafka. */
  get topics(): string[] {
    return [...this.producers.values()].map(({ topic }) => topic);
  }

  /** A seller creates its order. @throws while the door does not take it */
  async create({ sellerId, data }: PlannedReport): Promise<void> {
    await this.stack.door.post(
      '/fba/outbound/2020-07-01/fulfillmentOrders',
      data,
      await this.headerOf(sellerId),
    );
  }

  /** A publisher sends its reports on its own topic. @throws when Kafka did not acknowledge all of them */
  async publish(by: Speaker, reports: readonly PlannedReport[]): Promise<void> {
    await this.bytes(
      by,
      reports.map(({ id, kind, order, data }) => ({
        id,
        key: order,
        type: `makegood.report.${kind}.v1`,
        value: Buffer.from(JSON.stringify(data)),
      })),
    );
  }

  /** Or through the door, one by one. */
  async post({ id, by, kind, data }: PlannedReport): Promise<void> {
    const event = { specversion: '1.0', id, type: `makegood.report.${kind}.v1`, source: `urn:${by}`, data };
    const headers = { ...(await this.headerOf(by)), 'content-type': 'application/cloudevents+json' };
    await this.stack.door.post('/events', event, headers);
  }

  /** Any bytes under any type, as a broken publisher may send them. */
  async bytes(
    by: Speaker,
    records: readonly { id: string; key: string; type: string; value: Buffer }[],
  ): Promise<void> {
    const to = this.producers.get(by);
    if (!to) throw new Error(`${by} has no topic`);
    const messages = records.map(({ id, key, type, value }) => ({
      key,
      value,
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: id,
        ce_type: type,
        ce_source: `urn:${by}`,
      },
    }));
    await to.producer.send({ topic: to.topic, acks: -1, messages });
  }

  async close(): Promise<void> {
    for (const { producer } of this.producers.values()) await producer.disconnect();
  }

  private async headerOf(client: string): Promise<Record<string, string>> {
    const known = this.tokens.get(client);
    if (known && Date.now() < known.until) return known.header;
    const key = this.clients.get(client);
    if (!key) throw new Error(`nobody registered ${client}`);
    const header = await this.stack.door.bearer({ client_id: key.clientId, client_secret: key.clientSecret });
    this.tokens.set(client, { header, until: Date.now() + 600_000 });
    return header;
  }
}

function producerOf({ test }: FaultStack, { kafka }: AddedPublisher): Producer {
  const { brokers } = test.servers;
  const client = new kafkajs.Kafka({
    brokers,
    clientId: 'faults-publisher',
    logLevel: kafkajs.logLevel.NOTHING,
    requestTimeout: 5_000,
    retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 3 },
    ...(kafka ? { sasl: { mechanism: 'scram-sha-256', ...kafka } } : {}),
  });
  return client.producer({ allowAutoTopicCreation: false });
}
