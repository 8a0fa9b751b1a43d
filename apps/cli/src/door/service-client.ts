import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import { CLI_IDENTITY } from '../stack/secrets.js';
import type { Secrets } from '../stack/secrets.js';
import type { ServiceName } from '../stack/service-names.js';
import { UserError } from '../user-error.js';
import { request } from './gateway-client.js';

/** Next offset and end by `topic/partition`, of what a service hears. */
export type Positions = Readonly<Record<string, { readonly next: string; readonly end: string }>>;

const FLUSH_PATIENCE = 20_000;
/** A sweep may have a year of parcels to look at. */
const SWEEP_PATIENCE = 600_000;

type Ask = <T>(
  service: ServiceName,
  method: string,
  path: string,
  body?: unknown,
  patience?: number,
) => Promise<T>;

/** The inner door of every service, for which this program has an identity of its own. */
export class ServiceClient {
  private signed: Promise<Ask> | undefined;

  constructor(
    private readonly urls: Partial<Record<ServiceName, string>>,
    private readonly secrets: Secrets,
  ) {}

  async ask<T>(
    service: ServiceName,
    method: string,
    path: string,
    body?: unknown,
    patience?: number,
  ): Promise<T> {
    this.signed ??= this.signer();
    return (await this.signed)<T>(service, method, path, body, patience);
  }

  /** Waits until the service has read what it was sent and said what follows. False when it needs longer. */
  async flush(service: ServiceName): Promise<boolean> {
    const body = { patienceMs: FLUSH_PATIENCE };
    const answer = await this.ask<{ flushed: boolean }>(
      service,
      'POST',
      '/internal/flush',
      body,
      FLUSH_PATIENCE * 2,
    );
    return answer.flushed;
  }

  async positions(service: ServiceName): Promise<Positions> {
    return (await this.ask<{ positions: Positions }>(service, 'GET', '/internal/positions')).positions;
  }

  /** Sets the clock of a simulated namespace. */
  async setClock(service: ServiceName, instant: Instant): Promise<void> {
    await this.ask(service, 'POST', '/internal/clock', { instant: toIso(instant) });
  }

  /** Has the service handle all that is due up to the instant; how many facts it said of it. */
  async sweep(service: ServiceName, until: Instant): Promise<number> {
    const body = { until: toIso(until) };
    return (await this.ask<{ handled: number }>(service, 'POST', '/internal/sweep', body, SWEEP_PATIENCE))
      .handled;
  }

  private async signer(): Promise<Ask> {
    // Loaded when it is needed: most commands speak to the door only, and start faster without.
    const { IDENTITY_HEADER, identitySigner, servicePrincipal } = await import('#runtime');
    const key = this.secrets.identityKeys[CLI_IDENTITY];
    if (key === undefined)
      throw new UserError('The secrets of this namespace hold no key for these commands.');
    const sign = identitySigner({ ...key, kid: CLI_IDENTITY });
    return async <T>(
      service: ServiceName,
      method: string,
      path: string,
      body?: unknown,
      patience?: number,
    ) => {
      const url = this.urls[service];
      if (url === undefined) throw new UserError(`Nobody knows where ${service} listens: is it running?`);
      const identity = await sign(servicePrincipal(CLI_IDENTITY), service);
      return request<T>(method, `${url}${path}`, body, { [IDENTITY_HEADER]: identity }, patience);
    };
  }
}
