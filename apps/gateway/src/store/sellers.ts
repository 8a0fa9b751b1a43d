import type { Instant, Standing } from '#contracts';
import { sql, type Tx } from '#postgres';
import type { RatePlan } from '../domain/rate-plan.js';

export interface RegisteredSeller {
  sellerId: string;
  name: string;
  standing: Standing;
  sandbox: boolean;
  plan: RatePlan;
  addedAt: Instant;
  revokedAt: Instant | null;
}

const COLUMNS = `seller_id as "sellerId", name, standing, sandbox, plan, added_at as "addedAt", revoked_at as "revokedAt"`;
const INSERT = sql(
  'seller_insert',
  `insert into registry_seller (seller_id, name, sandbox, plan) values ($1, $2, $3, $4)
   on conflict (name) do nothing returning ${COLUMNS}`,
);
const LIST = sql('seller_list', `select ${COLUMNS} from registry_seller order by name`);
const EXISTS = sql('seller_exists', 'select 1 from registry_seller where seller_id = $1');
const STANDING = sql(
  'seller_standing',
  `update registry_seller set standing = $2 where seller_id = $1 returning ${COLUMNS}`,
);
const PLAN = sql(
  'seller_plan',
  `update registry_seller set plan = $2 where seller_id = $1 returning ${COLUMNS}`,
);
const REVOKE = sql(
  'seller_revoke',
  `update registry_seller set revoked_at = coalesce(revoked_at, clock_now()) where seller_id = $1 returning ${COLUMNS}`,
);

/** Adds a seller; nothing when the name is taken. */
export async function insertSeller(
  tx: Tx,
  seller: Pick<RegisteredSeller, 'sellerId' | 'name' | 'sandbox' | 'plan'>,
): Promise<RegisteredSeller | undefined> {
  const [row] = await tx.query<RegisteredSeller>(INSERT, [
    seller.sellerId,
    seller.name,
    seller.sandbox,
    seller.plan,
  ]);
  return row;
}

export const listSellers = (tx: Tx): Promise<RegisteredSeller[]> => tx.query<RegisteredSeller>(LIST);

export const isSeller = async (tx: Tx, sellerId: string): Promise<boolean> =>
  (await tx.query(EXISTS, [sellerId])).length > 0;

/** Changes a seller's standing under its row's lock; nothing when there is no such seller. */
export async function changeStanding(
  tx: Tx,
  sellerId: string,
  standing: Standing,
): Promise<RegisteredSeller | undefined> {
  const [row] = await tx.query<RegisteredSeller>(STANDING, [sellerId, standing]);
  return row;
}

/** Changes what a seller may ask for per second; nothing when there is no such seller. */
export async function changePlan(
  tx: Tx,
  sellerId: string,
  plan: RatePlan,
): Promise<RegisteredSeller | undefined> {
  const [row] = await tx.query<RegisteredSeller>(PLAN, [sellerId, plan]);
  return row;
}

/** Revokes a seller for good; the first instant of revocation stays. */
export async function revokeSeller(tx: Tx, sellerId: string): Promise<RegisteredSeller | undefined> {
  const [row] = await tx.query<RegisteredSeller>(REVOKE, [sellerId]);
  return row;
}
