import { contractOf, PublisherChanged, SellerChanged, toHeaders } from '#contracts';
import type { Shape } from '#contracts';
import { CreateOrder } from '../../apps/orders/src/handlers/create-order.js';
import type { ClockChange, Sent } from '../checker/observed.js';
import type { PlannedReport } from '../checker/workload/planned.js';
import { SELLERS, type Deed } from './plan.js';
import { buyerKeys } from './services.js';
import type { World } from './world.js';

const CARRIER = '0190a5c8-0000-7000-8000-0000000000c1';
const PUBLISHERS = {
  'order-source': '0190a5c8-0000-7000-8000-0000000000c2',
  warehouse: '0190a5c8-0000-7000-8000-0000000000c3',
} as const;
const PATIENCE_MS = 4_000;

/** Everybody outside of the services: sellers, publishers, and the gateway that lets them in. */
export class Outside {
  readonly sent: Sent[] = [];
  readonly clock: ClockChange[] = [];
  private readonly acknowledged = new Set<string>();
  private readonly createOrder = new CreateOrder({ orderPlanning: 'elsewhere' }, buyerKeys);
  private gatewayIds = 0;

  constructor(private readonly world: World) {
    world.brokers.log.create('inbound.carrier', 3);
  }

  /** The registry as the gateway announces it. */
  announce(): void {
    for (const sellerId of SELLERS)
      this.gatewaySays(SellerChanged, {
        sellerId,
        name: sellerId.slice(-1),
        standing: 'good',
        sandbox: false,
        revoked: false,
      });
    const publisher = (publisherId: string, name: string, role: PublisherChanged['role'], topic: string) =>
      this.gatewaySays(PublisherChanged, { publisherId, name, role, scope: {}, revoked: false, topic });
    // The carrier writes a topic of its own; the others come through the gateway.
    publisher(CARRIER, 'carrier', 'carrier', 'inbound.carrier');
    publisher(PUBLISHERS.warehouse, 'warehouse', 'warehouse', 'inbound.warehouse');
    publisher(PUBLISHERS['order-source'], 'order-source', 'order-source', 'inbound.order-source');
    this.world.brokers.log.create('inbound.warehouse', 1);
    this.world.brokers.log.create('inbound.order-source', 1);
  }

  async send({ report, partition }: Extract<Deed, { report: PlannedReport }>): Promise<void> {
    if (report.by === 'seller') await this.create(report);
    else
      await this.world.client.step('client send', () =>
        this.append(
          report.by,
          report.id,
          `makegood.report.${report.kind}.v1`,
          JSON.stringify(report.data),
          partition,
        ),
      );
    // Said again later, it was acknowledged then already.
    if (this.acknowledged.has(report.id)) return;
    this.acknowledged.add(report.id);
    const { id, kind, sellerId, order, data } = report;
    this.sent.push({ id, kind, sellerId, order, data, acknowledgedAt: this.world.time.now });
  }

  /** Somebody writes what nobody may take: a publisher, or one who should not be able to write there at all. */
  async poison({ event, topic, partition }: Extract<Deed, { kind: 'poison' }>): Promise<void> {
    const headers = { makegood_publisher: PUBLISHERS.warehouse, ...event.headers };
    await this.world.client.step('client send', () =>
      this.world.brokers.log.append({ topic, partition, key: null, value: event.value, headers }),
    );
  }

  /** The services' clock runs ahead of the true time, or behind. */
  async moveClock(offsetMs: number): Promise<void> {
    const { world } = this;
    await world.client.step('client move clock', () => world.backend.moveClock(offsetMs), {
      ready: () => world.backend.holder === undefined,
    });
    this.clock.push({ since: world.time.now, offsetMs });
  }

  /** Until it is answered: whoever was asked may die, or answer too late. */
  private async create({ sellerId, data }: PlannedReport): Promise<void> {
    const { world } = this;
    for (;;) {
      await world.client.step('client create', () => undefined);
      const replica = world.replicaOf('orders');
      if (replica) {
        const { process, messaging } = replica;
        const answered = world.time.as(process, () =>
          messaging.turns.command({ kind: 'seller', sellerId }, (turn) =>
            this.createOrder.handle(data as never, sellerId, turn),
          ),
        );
        const answer = await Promise.race([answered.catch(() => undefined), pause(PATIENCE_MS)]);
        const { outcome } = answer ?? {};
        if (outcome === 'accepted' || outcome === 'same-again') return;
        if (outcome !== undefined) throw new Error(`the order was answered with ${outcome}`);
      }
      await pause(200);
    }
  }

  private append(by: string, id: string, type: string, value: string, partition: number): void {
    const headers = toHeaders({ id, type, source: `urn:${by}` });
    const own = by === 'carrier';
    if (!own) headers['makegood_publisher'] = PUBLISHERS[by as keyof typeof PUBLISHERS];
    const topic = own ? 'inbound.carrier' : 'inbound.gateway';
    this.world.brokers.log.append({ topic, partition, key: id, value, headers });
  }

  private gatewaySays<T extends object>(contract: Shape<T>, data: T): void {
    const { type, subject, key } = contractOf(contract);
    const id = (this.gatewayIds += 1);
    const envelope = { id: String(id), type, source: 'urn:gateway', subject: subject(data) };
    const headers = toHeaders({ ...envelope, time: this.world.time.now, tick: id });
    this.world.brokers.log.append({
      topic: 'gateway.events',
      key: key(data),
      value: JSON.stringify(data),
      headers,
    });
  }
}

/** Undefined, after so long. */
const pause = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
