import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_HEADER, ApiError, CONFIG, SIGN_IDENTITY, serviceUrls, unavailable } from '#runtime';
import type { ErrorEntry, Principal, ServiceName, SignIdentity } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';

const PATIENCE_MS = 15_000;

/** Calls of the gateway to the services behind it, in the name of whoever asked: they decide what that one sees. */
@Injectable()
export class ServiceCalls {
  private readonly urls: Record<ServiceName, string>;

  constructor(
    @Inject(CONFIG) config: GatewayConfig,
    @Inject(SIGN_IDENTITY) private readonly sign: SignIdentity,
  ) {
    this.urls = serviceUrls(config);
  }

  /** @throws ApiError 503 when the service is away; its own refusal (4xx) is passed on as it is. */
  async get<T>(service: ServiceName, path: string, caller: Principal): Promise<T> {
    return (await this.call(service, path, caller, { method: 'GET' })) as T;
  }

  async post<T>(service: ServiceName, path: string, caller: Principal): Promise<T> {
    return (await this.call(service, path, caller, { method: 'POST' })) as T;
  }

  /** Without an identity: what is open to all, such as health and the OpenAPI document. */
  async open(service: ServiceName, path: string): Promise<{ status: number; body: unknown }> {
    const answer = await this.reach(service, path, { signal: AbortSignal.timeout(3_000) });
    return { status: answer.status, body: await answer.json() };
  }

  private async call(
    service: ServiceName,
    path: string,
    caller: Principal,
    init: RequestInit,
  ): Promise<unknown> {
    const headers = { [IDENTITY_HEADER]: await this.sign(caller, service) };
    const answer = await this.reach(service, path, {
      ...init,
      headers,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok) return body;
    if (answer.status >= 500) throw unavailable(`${service} cannot answer now (${answer.status}); try again`);
    throw new ApiError(answer.status, errorsIn(body, service, answer.status));
  }

  private async reach(service: ServiceName, path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.urls[service]}${path}`, init);
    } catch (error) {
      const cause =
        error instanceof Error && error.name === 'TimeoutError' ? 'does not answer' : 'cannot be reached';
      throw unavailable(`${service} ${cause}; try again`);
    }
  }
}

function errorsIn(body: unknown, service: string, status: number): ErrorEntry[] {
  const errors: unknown =
    typeof body === 'object' && body !== null ? (body as { errors?: unknown }).errors : undefined;
  return Array.isArray(errors)
    ? (errors as ErrorEntry[])
    : [{ code: 'InternalFailure', message: `${service} answered ${status}` }];
}
