import { Injectable } from '@nestjs/common';
import { ApiError, invalidInput, notFound, type Principal, type ServiceName } from '#runtime';
import type { JourneyEntry } from '#contracts';
import { oneTimeLine, type ToldEntry } from '../domain/journey.js';
import { ServiceCalls } from './service-calls.js';

const TELLERS: ServiceName[] = ['orders', 'tracking', 'returns', 'reimbursements'];
const WAYS = ['order', 'package', 'tracking'] as const;
const MOST_ORDERS = 20;

export interface JourneyQuery {
  order?: unknown;
  package?: unknown;
  tracking?: unknown;
}

export interface OrderJourney {
  orderId: string;
  entries: ToldEntry[];
}

/** A service that could not be asked: its lines are missing. */
export interface Away {
  service: ServiceName;
  reason: string;
}

export interface Journeys {
  orders: OrderJourney[];
  away?: Away[];
}

/** Where is this parcel? What every service has been told, has said and has decided, on one time line. */
@Injectable()
export class ReadJourney {
  constructor(private readonly calls: ServiceCalls) {}

  /** @throws ApiError 404 in the same words whether or not another seller has it. */
  async handle(caller: Principal, query: JourneyQuery): Promise<Journeys> {
    const { way, id } = readQuery(query);
    const search = new URLSearchParams({ [way]: id });
    const { orderIds } = await this.calls.get<{ orderIds: string[] }>(
      'orders',
      `/internal/resolve?${search.toString()}`,
      caller,
    );
    if (orderIds.length === 0) throw notFound(`Nothing is known of ${way} ${id}`);
    const away = new Map<ServiceName, string>();
    const orders: OrderJourney[] = [];
    for (const orderId of orderIds.slice(0, MOST_ORDERS)) {
      orders.push({ orderId, entries: await this.entriesOf(orderId, caller, away) });
    }
    const missing = [...away].map(([service, reason]) => ({ service, reason }));
    return { orders, ...(missing.length > 0 ? { away: missing } : {}) };
  }

  private async entriesOf(
    orderId: string,
    caller: Principal,
    away: Map<ServiceName, string>,
  ): Promise<ToldEntry[]> {
    const path = `/internal/journey?orderId=${encodeURIComponent(orderId)}`;
    const told = await Promise.all(
      TELLERS.map(async (service) => {
        try {
          const { entries } = await this.calls.get<{ entries: JourneyEntry[] }>(service, path, caller);
          return entries.map((entry) => ({ service, ...entry }));
        } catch (error) {
          if (!(error instanceof ApiError) || error.getStatus() !== 503) throw error;
          away.set(service, error.message);
          return [];
        }
      }),
    );
    return oneTimeLine(told.flat());
  }
}

function readQuery(query: JourneyQuery): { way: (typeof WAYS)[number]; id: string } {
  const given = WAYS.filter((way) => query[way] !== undefined);
  const [way] = given;
  const id = way === undefined ? undefined : query[way];
  if (way === undefined || given.length > 1 || typeof id !== 'string' || id.trim() === '') {
    throw invalidInput(['Give exactly one of order, package, tracking']);
  }
  return { way, id: id.trim() };
}
