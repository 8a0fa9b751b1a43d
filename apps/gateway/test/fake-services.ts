import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IDENTITY_HEADER, identityVerifier, keySet, type Principal, type ServiceName } from '#runtime';
import { identityKeys } from '#testing';

/** A call as a service behind the gateway saw it. */
export interface SeenCall {
  service: ServiceName;
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** Undefined without a valid internal identity. */
  principal?: Principal;
}

export type Answer = { status?: number; body: unknown };

/** The services behind the gateway, played: they verify the identity as real ones do, and answer what a test says. */
export class FakeServices {
  readonly calls: SeenCall[] = [];
  readonly urls: Record<string, string> = {};
  answer: (call: SeenCall) => Answer = () => ({ body: {} });
  private readonly servers: Server[] = [];
  private keys: unknown = identityKeys().public;

  async start(services: readonly ServiceName[]): Promise<void> {
    for (const service of services) this.urls[`${service.toUpperCase()}_URL`] = await this.listen(service);
  }

  /** From now on they know these public keys. */
  know(keys: unknown): void {
    this.keys = keys;
  }

  last(): SeenCall {
    const call = this.calls.at(-1);
    if (call === undefined) throw new Error('no service was called');
    return call;
  }

  async stop(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private async listen(service: ServiceName): Promise<string> {
    const verify = (token: string) => identityVerifier(keySet(this.keys), service)(token);
    const server = createServer((request, response) => {
      void this.take(service, request, verify).then(({ status = 200, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      );
    });
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  private async take(
    service: ServiceName,
    request: IncomingMessage,
    verify: (token: string) => Promise<Principal>,
  ): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const token = request.headers[IDENTITY_HEADER];
    const principal = typeof token === 'string' ? await verify(token).catch(() => undefined) : undefined;
    const { method = '', url: path = '', headers } = request;
    if (path === '/health/ready') return { body: { status: 'ok' } };
    const call = { service, method, path, headers, body: Buffer.concat(chunks).toString(), principal };
    this.calls.push(call);
    return this.answer(call);
  }
}
