import type { Instant } from '#contracts';
import { sql, type Tx } from '#postgres';
import type { UserRole } from '../domain/users.js';

export interface RegisteredUser {
  userId: string;
  /** Null: of the operator. */
  sellerId: string | null;
  name: string;
  role: UserRole;
  addedAt: Instant;
  revokedAt: Instant | null;
}

const COLUMNS = `user_id as "userId", seller_id as "sellerId", name, role, added_at as "addedAt", revoked_at as "revokedAt"`;
const INSERT = sql(
  'user_insert',
  `insert into registry_user (user_id, seller_id, name, role) values ($1, $2, $3, $4)
   on conflict (seller_id, name) do nothing returning ${COLUMNS}`,
);
const LIST = sql(
  'user_list',
  `select ${COLUMNS} from registry_user where seller_id is not distinct from $1 order by name`,
);
const REVOKE = sql(
  'user_revoke',
  `update registry_user set revoked_at = coalesce(revoked_at, clock_now())
   where user_id = $1 and seller_id is not distinct from $2 returning ${COLUMNS}`,
);

/** Adds a user; nothing when the seller (or the operator) has or had one of that name. */
export async function insertUser(
  tx: Tx,
  { userId, sellerId, name, role }: Omit<RegisteredUser, 'addedAt' | 'revokedAt'>,
): Promise<RegisteredUser | undefined> {
  const [row] = await tx.query<RegisteredUser>(INSERT, [userId, sellerId, name, role]);
  return row;
}

/** The users of a seller, or with null those of the operator. */
export const listUsers = (tx: Tx, sellerId: string | null): Promise<RegisteredUser[]> =>
  tx.query<RegisteredUser>(LIST, [sellerId]);

/** Revokes a user of this seller (null: of the operator) for good; nothing when it has no such user. */
export async function revokeUser(
  tx: Tx,
  userId: string,
  sellerId: string | null,
): Promise<RegisteredUser | undefined> {
  const [row] = await tx.query<RegisteredUser>(REVOKE, [userId, sellerId]);
  return row;
}
