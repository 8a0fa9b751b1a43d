import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { OrderShippedReport, TrackingUpdatedReport, contractOf, services } from '#contracts';
import type { Shape } from '#contracts';
import { freePort } from '#local-stack';
import type { DatabaseRole } from '#postgres';
import { startService } from '#runtime';
import type { ConfigSpec, RunningService, ServiceDefinition } from '#runtime';
import { eventually, readTopic, testStack } from '#testing';
import type { TestStack } from '#testing';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { AccessTokens } from '../../apps/gateway/src/handlers/access-tokens.js';
import { orders } from '../../apps/orders/src/orders.js';
import { reimbursements } from '../../apps/reimbursements/src/reimbursements.js';
import { returns } from '../../apps/returns/src/returns.js';
import { tracking } from '../../apps/tracking/src/tracking.js';
import { OPERATOR, OperatorDoor, tokenKey } from '../faults/stack/operator-door.js';

const HOUR = 3_600_000;

/** A seller's keys, as its programs are configured with them. */
export interface SellerKey {
  readonly sellerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** The door and the services behind it that sellers' programs reach, with one network that ships. */
export class Shop {
  private constructor(
    private readonly stack: TestStack,
    private readonly running: readonly RunningService[],
    private readonly door: OperatorDoor,
    private readonly network: { authorization: string },
  ) {}

  static async open(): Promise<Shop> {
    const stack = await testStack();
    const ports = new Map<string, number>();
    for (const { name } of [orders, tracking, returns, reimbursements, gateway])
      ports.set(name, await freePort());
    const urls = Object.fromEntries(
      [...ports].map(([name, port]) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${port}`]),
    );
    const { kafkaAdmin } = stack.servers;
    const start = <S extends ConfigSpec>(service: ServiceDefinition<S>, more: NodeJS.ProcessEnv = {}) =>
      startService(
        service,
        stack.env(service.name, { ...urls, PORT: String(ports.get(service.name)), ...more }),
      );
    const running = await Promise.all([
      start(orders),
      start(tracking),
      start(returns),
      start(reimbursements),
      start(gateway, {
        OPERATOR_CLIENT_ID: OPERATOR.client_id,
        OPERATOR_CLIENT_SECRET: OPERATOR.client_secret,
        TOKEN_PRIVATE_JWK: tokenKey(),
        FEED_SECRETS_KEYS: randomUUID(),
        ...(kafkaAdmin && {
          KAFKA_ADMIN_USERNAME: kafkaAdmin.username,
          KAFKA_ADMIN_PASSWORD: kafkaAdmin.password,
        }),
      }),
    ]);
    const door = new OperatorDoor(`http://127.0.0.1:${ports.get('gateway')}`);
    const { clientId, clientSecret } = await door.addPublisher('network', 'network');
    const network = await door.bearer({ client_id: clientId, client_secret: clientSecret });
    return new Shop(stack, running, door, network);
  }

  get url(): string {
    return this.door.url;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** A new seller, with 1,000 mugs in FC1. */
  async seller(plan?: 'unlimited'): Promise<SellerKey> {
    const seller = (await this.door.addSeller(`seller-${randomUUID()}`, plan)) as SellerKey;
    const size = { lengthMm: 120, widthMm: 90, heightMm: 100, weightGrams: 350 };
    await this.put(seller, '/catalogue/skus', { skus: [{ sellerSku: 'MUG', title: 'A mug', ...size }] });
    await this.asNetwork('/stock/receipts', {
      sellerId: seller.sellerId,
      fulfillmentCenterId: 'FC1',
      receiptId: 'first',
      items: [{ sellerSku: 'MUG', quantity: 1_000 }],
    });
    return seller;
  }

  /** A new seller of whom nothing is real. */
  sandboxSeller(): Promise<SellerKey> {
    return this.asOperator('/admin/sellers', {
      name: `sandbox-${randomUUID()}`,
      sandbox: true,
      plan: 'unlimited',
    });
  }

  /** What the network asks for, with a POST. */
  asNetwork<T>(path: string, body: object): Promise<T> {
    return this.door.post<T>(path, body, this.network);
  }

  /** What a seller asks for, with a PUT. */
  async put(seller: SellerKey, path: string, body: object): Promise<void> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-amz-access-token': await this.accessToken(seller) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  }

  /** What the operator of the environment asks for, with a POST. */
  asOperator<T>(path: string, body: object): Promise<T> {
    return this.door.asOperator<T>(path, body);
  }

  /** A new access token of a client, for these scopes only if any are named. */
  async token(client: { clientId: string; clientSecret: string }, scope?: string): Promise<string> {
    const { access_token } = await this.door.post<{ access_token: string }>('/auth/o2/token', {
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      scope,
    });
    return access_token;
  }

  /** A token that this seller's key got two hours ago. */
  expiredToken({ sellerId, clientId }: SellerKey): Promise<string> {
    const key = JSON.parse(tokenKey()) as ConstructorParameters<typeof AccessTokens>[0][0];
    const past = new AccessTokens([key], this.stack.namespace.name, () => Date.now() - 2 * HOUR);
    return past.issue({ principal: { kind: 'seller', id: sellerId, sellerId }, clientId });
  }

  /** The network ships an order of one item whole, in one parcel promised for then, which a carrier then has. */
  async ship({ sellerId }: SellerKey, sellerFulfillmentOrderId: string, promisedInHours = 72): Promise<void> {
    const order = { sellerId, sellerFulfillmentOrderId };
    const parcel = { carrierCode: 'UPS', trackingNumber: `1Z${sellerFulfillmentOrderId}` };
    const occurredAt = new Date(Date.now() - HOUR).toISOString();
    await this.report(OrderShippedReport, {
      order,
      shipmentId: `S-${sellerFulfillmentOrderId}`,
      fulfillmentCenterId: 'FC1',
      occurredAt,
      estimatedDeliveryAt: new Date(Date.now() + promisedInHours * HOUR).toISOString(),
      packages: [{ ...parcel, items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 2 }] }],
    });
    await this.report(TrackingUpdatedReport, {
      package: parcel,
      eventCode: 'EVENT_201',
      rawCode: 'ARRIVED',
      occurredAt,
      location: { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'US' },
    });
  }

  /** An access token, as a program gets one. */
  async accessToken({ clientId, clientSecret, refreshToken }: SellerKey): Promise<string> {
    const { access_token } = await this.door.post<{ access_token: string }>('/auth/o2/token', {
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    });
    return access_token;
  }

  /** What a service has said on its topic so far: each fact's type and data. */
  async said(topic: string): Promise<{ type: string; data: Record<string, unknown> }[]> {
    return (await readTopic(this.stack, topic)).map(({ headers, value }) => ({
      type: headers['ce_type']?.toString() ?? '',
      data: JSON.parse(value?.toString() ?? 'null') as Record<string, unknown>,
    }));
  }

  /** From now on no service can use these roles of its database. */
  async lockOut(...roles: DatabaseRole[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.stack.servers.databaseUrl });
    await client.connect();
    const users = services.flatMap((service) => roles.map((role) => this.stack.login(service, role).user));
    for (const user of users) {
      await client.query(`alter role ${pg.escapeIdentifier(user)} nologin`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [user]);
    }
    await client.end();
  }

  /** From now on nothing but the code keeps sellers apart. */
  async takeDownSecondWall(): Promise<void> {
    const { port, hostname } = new URL(this.stack.servers.databaseUrl);
    for (const service of services) {
      const { user, password } = this.stack.login(service, 'owner');
      const { database } = this.stack.namespace;
      const client = new pg.Client({ host: hostname, port: Number(port || 5432), database, user, password });
      await client.connect();
      const { rows } = await client.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1 and rowsecurity`,
        [service],
      );
      for (const { name } of rows) await client.query(`alter table ${name} disable row level security`);
      await client.end();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((service) => service.stop()));
    await this.stack.close();
  }

  private async report<T extends object>(shape: Shape<T>, data: object): Promise<void> {
    const { type } = contractOf(shape);
    await this.door.post(
      '/events',
      { specversion: '1.0', id: randomUUID(), source: 'network', type, data },
      { ...this.network, 'content-type': 'application/cloudevents+json' },
    );
  }
}

export const address = {
  name: 'Bertha Buyer',
  addressLine1: '1 Elm Street',
  city: 'Newark',
  stateOrRegion: 'NJ',
  postalCode: '07102',
  countryCode: 'US',
};

/** What a seller's program asks for: one item, two units. */
export function orderOf(sellerFulfillmentOrderId: string) {
  return {
    sellerFulfillmentOrderId,
    displayableOrderId: sellerFulfillmentOrderId,
    displayableOrderDate: '2026-01-02T03:04:05Z',
    displayableOrderComment: 'Thank you',
    shippingSpeedCategory: 'Standard' as const,
    destinationAddress: address,
    items: [
      {
        sellerSku: 'MUG',
        sellerFulfillmentOrderItemId: 'a',
        quantity: 2,
        perUnitDeclaredValue: { currencyCode: 'USD', value: '19.99' },
      },
    ],
  };
}

/** Asks again until the parcel is there, and scanned. */
export function once<T>(ask: () => Promise<T>, there: (answer: T) => boolean): Promise<T> {
  return eventually(ask, there, 60_000);
}
