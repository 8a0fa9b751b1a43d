import type { AddedPublisher } from '../../commands/admin-publisher.js';
import { GatewayClient } from '../../door/gateway-client.js';
import type { Credentials } from '../../door/gateway-client.js';
import { UserError } from '../../user-error.js';
import { withWorld } from '../plan/network.js';
import { carriers, centers } from '../plan/world-plan.js';
import type { PlannedReceipt, PlannedSeller, WorldPlan } from '../plan/world-plan.js';
import { inParallel } from './in-parallel.js';
import { Ledger } from './ledger.js';

/** A player: what it may do is what its own credentials let it. */
export interface Player {
  readonly id: string;
  readonly client: GatewayClient;
}

export interface PlayedSeller extends Player {
  readonly name: string;
  readonly plan: PlannedSeller;
}

/** Everybody who plays, with credentials of their own, and what they have told so far. */
export interface World {
  readonly plan: WorldPlan;
  /** Seconds of the epoch: tells this world's names and numbers from others'. */
  readonly run: number;
  readonly sellers: readonly PlayedSeller[];
  readonly warehouses: ReadonlyMap<string, Player>;
  readonly carriers: ReadonlyMap<string, Player>;
  readonly ledger: Ledger;
  /** Said once all is over: the players go home. */
  over: boolean;
}

interface KnownSeller {
  readonly name: string;
  readonly revokedAt: string | null;
}
type Network = Parameters<typeof withWorld>[0];

const OF_A_WORLD = /\(world [0-9a-z]+\)$/;
const AT_ONCE = 4;

/** Lets everybody in by the operator's door, and puts goods on the shelves. */
export async function openWorld(operator: GatewayClient, plan: WorldPlan, run: number): Promise<World> {
  await refuseAmongOthers(operator);
  const network = await operator.get<Network>('/network');
  const wanted = withWorld(network);
  if (wanted !== network) await operator.put('/network', wanted);
  const sellers = await inParallel(plan.sellers, AT_ONCE, (seller) => addSeller(operator, seller, run));
  const sellerIds = sellers.map(({ id }) => id);
  const publishers = [
    ...centers.map((center) => ({
      of: center,
      role: 'warehouse',
      scope: { fulfillmentCenterIds: [center] },
    })),
    ...carriers.map((carrier) => ({ of: carrier, role: 'carrier', scope: { carrierCodes: [carrier] } })),
  ];
  const players = await inParallel(publishers, AT_ONCE, async ({ of, role, scope }) => {
    const name = `${of.toLowerCase()}-${run.toString(36)}`;
    const body = { name, role, scope: { ...scope, sellerIds } };
    const added = await operator.post<AddedPublisher>('/admin/publishers', body);
    return [of, { id: added.publisherId, client: signedIn(operator, added) }] as const;
  });
  const world: World = {
    plan,
    run,
    sellers,
    warehouses: new Map(players.slice(0, centers.length)),
    carriers: new Map(players.slice(centers.length)),
    ledger: new Ledger(),
    over: false,
  };
  await receive(world, 'first', ({ receipts }) => receipts);
  return world;
}

/** Counts what arrives at the warehouses, each by its own. */
export async function receive(
  { sellers, warehouses, ledger }: World,
  receiptId: string,
  of: (plan: PlannedSeller) => readonly PlannedReceipt[],
): Promise<void> {
  for (const { id: sellerId, plan } of sellers) {
    for (const { center, items } of of(plan)) {
      const body = { sellerId, fulfillmentCenterId: center, receiptId, items };
      await warehouses.get(center)?.client.post('/stock/receipts', body);
      const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
      ledger.add('received', sellerId, pieces);
    }
  }
}

/** Takes the rights of the world's warehouses and carriers back: its secrets go nowhere else. */
export async function closeWorld(operator: GatewayClient, world: World): Promise<void> {
  const players = [...world.warehouses.values(), ...world.carriers.values()];
  await inParallel(players, AT_ONCE, ({ id }) => operator.delete(`/admin/publishers/${id}`));
}

async function addSeller(operator: GatewayClient, plan: PlannedSeller, run: number): Promise<PlayedSeller> {
  const name = `${plan.name} (world ${run.toString(36)})`;
  const added = await operator.post<Credentials & { sellerId: string }>('/admin/sellers', {
    name,
    plan: 'unlimited',
  });
  const client = signedIn(operator, added);
  await client.put('/catalogue/skus', { skus: plan.skus });
  return { id: added.sellerId, name, client, plan };
}

function signedIn({ url }: GatewayClient, { clientId, clientSecret }: Credentials): GatewayClient {
  return new GatewayClient(url, { clientId, clientSecret });
}

// Invented parcels among real ones would be in everybody's figures for good.
async function refuseAmongOthers(operator: GatewayClient): Promise<void> {
  const { sellers } = await operator.get<{ sellers: KnownSeller[] }>('/admin/sellers');
  const others = sellers.filter(({ name, revokedAt }) => revokedAt === null && !OF_A_WORLD.test(name));
  if (others.length === 0) return;
  const some = others.slice(0, 3).map(({ name }) => name);
  throw new UserError(
    `There are other sellers here (${some.join(', ')}${others.length > 3 ? ', ...' : ''}), and what is invented would be among what is theirs for good.\nGive the world a namespace of its own: npm run world -- --namespace world`,
  );
}
