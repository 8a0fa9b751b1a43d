import { randomUUID } from 'node:crypto';
import { freePort } from '#local-stack';
import { IDENTITY_HEADER, identitySigner } from '#runtime';
import { identityKeys } from '#testing';
import { Spawned } from '../contestants/spawned.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { Door } from './door.js';

const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';

/** Where a load of orders goes, and who sends it. */
export interface Target {
  readonly name: string;
  readonly url: URL;
  readonly sellerId: string;
  /** Processes whose CPU time counts, besides the servers. */
  readonly pids: readonly number[];
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Throws what went wrong in there meanwhile. */
  check(): void;
  close(): Promise<void>;
}

/** What a contestant's module gets: where to listen, and all that the orders service is told. */
export interface CreateSetup {
  env: Record<string, string>;
  place: ReturnType<BenchStack['placeOf']>;
}

/** A contestant that stands where the orders service does: its callers are those whom the gateway has let in. */
export async function behindTheDoor(
  name: string,
  module: URL,
  stack: BenchStack,
  profile?: string,
): Promise<Target> {
  const port = await freePort();
  const setup = {
    service: 'orders',
    env: stack.serviceEnv('orders', { PORT: String(port) }),
    place: stack.placeOf('orders'),
  };
  const contestant = await Spawned.open(name, module, setup, profile);
  await contestant.start(0);
  const sellerId = randomUUID();
  const sign = identitySigner(identityKeys().private.gateway);
  return {
    name,
    url: new URL(`http://127.0.0.1:${port}${PATH}`),
    sellerId,
    pids: [contestant.pid],
    headers: async () => ({
      [IDENTITY_HEADER]: await sign({ kind: 'seller', id: sellerId, sellerId }, 'orders'),
    }),
    check: () => contestant.check(),
    close: () => contestant.close(),
  };
}

/** The gateway with the orders service behind it. */
export async function throughTheDoor(stack: BenchStack, profile?: string): Promise<Target> {
  const door = await Door.open(stack, profile);
  const { sellerId, headers } = await door.seller('Bench');
  const { services } = door;
  return {
    name: 'gateway and orders',
    url: door.url,
    sellerId,
    pids: services.pids,
    headers: () => Promise.resolve(headers),
    check: () => services.check(),
    close: () => services.close(),
  };
}
