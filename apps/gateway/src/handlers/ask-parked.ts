import { Injectable } from '@nestjs/common';
import type { Principal, ServiceName } from '#runtime';
import { ServiceCalls } from './service-calls.js';

const SERVICES: ServiceName[] = ['orders', 'tracking', 'returns', 'reimbursements'];

type Told = Record<string, unknown>;

/** What the services put aside or keep waiting, merged into one list; a service that is away is named. */
@Injectable()
export class AskParked {
  constructor(private readonly calls: ServiceCalls) {}

  async list(what: 'parked' | 'waiting', caller: Principal, query: string): Promise<Record<string, unknown>> {
    const away: { service: string; reason: string }[] = [];
    const lists = await Promise.all(
      SERVICES.map(async (service) => {
        try {
          const answer = await this.calls.get<Record<string, Told[]>>(service, `/${what}${query}`, caller);
          return (answer[what] ?? []).map((row) => ({ service, ...row }));
        } catch (error) {
          away.push({ service, reason: error instanceof Error ? error.message : String(error) });
          return [];
        }
      }),
    );
    return { [what]: lists.flat(), ...(away.length > 0 ? { away } : {}) };
  }

  show(service: ServiceName, id: string, caller: Principal): Promise<unknown> {
    return this.calls.get(service, `/parked/${encodeURIComponent(id)}`, caller);
  }

  request(
    service: ServiceName,
    id: string,
    action: 'redrive' | 'discard',
    caller: Principal,
  ): Promise<unknown> {
    return this.calls.post(service, `/parked/${encodeURIComponent(id)}/${action}`, caller);
  }
}
