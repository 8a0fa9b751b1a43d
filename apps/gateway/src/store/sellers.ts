import type { Instant, Standing } from '#contracts';
import { sql, type Tx } from '#postgres';

export interface RegisteredSeller {
  sellerId: string;
  name: string;
  standing: Standing;
  sandbox: boolean;
  addedAt: Instant;
  revokedAt: Instant | null;
}

const COLUMNS = `seller_id as "sellerId", name, standing, sandbox, added_at as "addedAt", revoked_at as "revokedAt"`;
const INSERT = sql(
  'seller_insert',
  `insert into registry_seller (seller_id, name, sandbox) values ($1, $2, $3)
   on conflict (name) do nothing returning ${COLUMNS}`,
);
const LIST = sql('seller_list', `select ${COLUMNS} from registry_seller order by name`);
const STANDING = sql(
  'seller_standing',
  `update registry_seller set standing = $2 where seller_id = $1 returning ${COLUMNS}`,
);
const REVOKE = sql(
  'seller_revoke',
  `update registry_seller set revoked_at = coalesce(revoked_at, clock_now()) where seller_id = $1 returning ${COLUMNS}`,
);

/** Adds a seller; nothing when the name is taken. */
export async function insertSeller(
  tx: Tx,
  seller: { sellerId: string; name: string; sandbox: boolean },
): Promise<RegisteredSeller | undefined> {
  const [row] = await tx.query<RegisteredSeller>(INSERT, [seller.sellerId, seller.name, seller.sandbox]);
  return row;
}

export const listSellers = (tx: Tx): Promise<RegisteredSeller[]> => tx.query<RegisteredSeller>(LIST);

/** Changes a seller's standing under its row's lock; nothing when there is no such seller. */
export async function changeStanding(
  tx: Tx,
  sellerId: string,
  standing: Standing,
): Promise<RegisteredSeller | undefined> {
  const [row] = await tx.query<RegisteredSeller>(STANDING, [sellerId, standing]);
  return row;
}

/** Revokes a seller for good; the first instant of revocation stays. */
export async function revokeSeller(tx: Tx, sellerId: string): Promise<RegisteredSeller | undefined> {
  const [row] = await tx.query<RegisteredSeller>(REVOKE, [sellerId]);
  return row;
}
