import type { ServiceName } from '../service-config.js';
import { IDENTITY_HEADER, servicePrincipal, type SignIdentity } from './sign-identity.js';

const PATIENCE_MS = 10_000;

/** `fetch` to another service of this installation, with this process's own signed identity. */
export abstract class InternalClient {
  /** `path` starts with `/`; times out after 10 s unless `init.signal` says otherwise. */
  abstract fetch(service: ServiceName, path: string, init?: RequestInit): Promise<Response>;

  /** POSTs JSON and returns the JSON answer; any answer but a 2xx throws. */
  async post(service: ServiceName, path: string, body: object, patienceMs = PATIENCE_MS): Promise<unknown> {
    const answer = await this.fetch(service, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${service} answered ${answer.status} to ${path}: ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }
}

export class SignedInternalClient extends InternalClient {
  constructor(
    private readonly self: ServiceName,
    private readonly urls: Record<ServiceName, string>,
    private readonly sign: SignIdentity,
  ) {
    super();
  }

  override async fetch(service: ServiceName, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set(IDENTITY_HEADER, await this.sign(servicePrincipal(this.self), service));
    return fetch(`${this.urls[service]}${path}`, {
      ...init,
      headers,
      signal: init.signal ?? AbortSignal.timeout(PATIENCE_MS),
    });
  }
}
