import { generateKeyPairSync } from 'node:crypto';
import * as http from 'node:http';
import type { Server } from 'node:net';
import { startService, type RunningService } from '#runtime';
import { testStack, type TestStack } from '#testing';
import type { JWK } from 'jose';
import { gateway } from '../src/gateway.js';
import { FakeServices } from './fake-services.js';

export const OPERATOR = { client_id: 'operator', client_secret: 'a long secret of the operator' };

export interface Answered {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export interface Seller {
  sellerId: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

export interface Publisher extends Omit<Seller, 'sellerId'> {
  publisherId: string;
  topic: string;
  kafka: { username: string; password: string; topic: string } | null;
}

/** A gateway on a real port, on a real Kafka and Postgres, with played services behind it. */
export class Door {
  readonly services = new FakeServices();
  readonly tokenKey: JWK & { kid: string };
  private running?: RunningService;

  private constructor(readonly stack: TestStack) {
    const { privateKey } = generateKeyPairSync('ed25519');
    this.tokenKey = { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: 'token' };
  }

  static async open(more: Record<string, string> = {}): Promise<Door> {
    const door = new Door(await testStack());
    await door.services.start(['orders', 'tracking', 'returns', 'reimbursements']);
    door.running = await startService(gateway, door.env(more));
    return door;
  }

  /** Another process of the same door; `more` changes its environment. */
  async replica(more: Record<string, string> = {}): Promise<RunningService> {
    return startService(gateway, this.env(more));
  }

  env(more: Record<string, string> = {}): Record<string, string> {
    const { kafkaAdmin } = this.stack.servers;
    return this.stack.env('gateway', {
      OPERATOR_CLIENT_ID: OPERATOR.client_id,
      OPERATOR_CLIENT_SECRET: OPERATOR.client_secret,
      TOKEN_PRIVATE_JWK: JSON.stringify(this.tokenKey),
      FEED_SECRETS_KEYS: 'a long random text of this test',
      ...(kafkaAdmin
        ? { KAFKA_ADMIN_USERNAME: kafkaAdmin.username, KAFKA_ADMIN_PASSWORD: kafkaAdmin.password }
        : {}),
      ...this.services.urls,
      ...more,
    });
  }

  /** How many connections it holds at this moment. */
  connections(): Promise<number> {
    const server = this.running?.app.getHttpServer() as Server;
    return new Promise((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  }

  get url(): string {
    return this.running?.url ?? '';
  }

  async call(path: string, init: RequestInit = {}): Promise<Answered> {
    const answer = await fetch(`${this.url}${path}`, init);
    const text = await answer.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: answer.status, headers: answer.headers, body };
  }

  /** The status of a call to this very path: `fetch` would tidy it up first. */
  rawStatus(path: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const asked = http.request(this.running?.url ?? '', { path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end();
    });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
    return this.call(path, { ...init, body: typeof body === 'string' ? body : JSON.stringify(body) });
  }

  /** A header with a new access token of this client. */
  async bearer(client: { client_id: string; client_secret: string }): Promise<{ authorization: string }> {
    const { body } = await this.post('/auth/o2/token', { grant_type: 'client_credentials', ...client });
    return { authorization: `Bearer ${String(body['access_token'])}` };
  }

  async addSeller(
    name: string,
    plan = 'default',
    more: object = {},
  ): Promise<Seller & { authorization: string }> {
    const request = { name, plan, ...more };
    const { body } = await this.post('/admin/sellers', request, await this.bearer(OPERATOR));
    return this.withToken(body as unknown as Seller);
  }

  async addPublisher(name: string, role: string, scope = {}): Promise<Publisher & { authorization: string }> {
    const request = { name, role, scope };
    const { body } = await this.post('/admin/publishers', request, await this.bearer(OPERATOR));
    return this.withToken(body as unknown as Publisher);
  }

  async close(): Promise<void> {
    await this.running?.stop();
    await this.services.stop();
    await this.stack.close();
  }

  private async withToken<C extends { clientId: string; clientSecret: string }>(
    client: C,
  ): Promise<C & { authorization: string }> {
    const { authorization } = await this.bearer({
      client_id: client.clientId,
      client_secret: client.clientSecret,
    });
    return { ...client, authorization };
  }
}
