import type { PublisherRole, PublisherScope } from '#contracts';
import { sql, type Tx } from '#postgres';
import type { RatePlan } from '../domain/rate-plan.js';
import type { UserRole } from '../domain/users.js';

export type ClientKind = 'seller' | 'publisher' | 'operator';

/** A client's key, and whether it and its owner still count. */
export interface ClientKey {
  clientId: string;
  kind: ClientKind;
  /** The seller, the publisher, or the operator's user. */
  ownerId: string;
  /** The user whose key it is; null for the seller's or publisher's own. */
  userId: string | null;
  secretHash: string;
  /** The key, its user or its owner was revoked. */
  revoked: boolean;
  /** Of its user or publisher; null for the seller's own key. */
  role: UserRole | PublisherRole | null;
  /** Of a publisher. */
  reach: PublisherScope | null;
  /** Of a seller. */
  plan: RatePlan | null;
}

const INSERT = sql(
  'credential_insert',
  `insert into registry_credential (client_id, kind, owner_id, secret_hash, user_id) values ($1, $2, $3, $4, $5)`,
);
const INSERT_REFRESH = sql(
  'refresh_token_insert',
  `insert into registry_refresh_token (token_hash, client_id) values ($1, $2)`,
);
const FIND = sql(
  'credential_find',
  `select c.client_id as "clientId", c.kind, c.owner_id as "ownerId", c.user_id as "userId", c.secret_hash as "secretHash",
     coalesce(u.role, p.role) as role, p.scope as reach, s.plan,
     coalesce(c.revoked_at, u.revoked_at, s.revoked_at, p.revoked_at) is not null
       or coalesce(s.seller_id, p.publisher_id, u.user_id) is null as revoked
   from registry_credential c
   left join registry_user u on u.user_id = c.user_id
   left join registry_seller s on c.kind = 'seller' and s.seller_id = c.owner_id
   left join registry_publisher p on c.kind = 'publisher' and p.publisher_id = c.owner_id
   where c.client_id = $1`,
);
const REFRESH_GOOD = sql(
  'refresh_token_good',
  `select 1 from registry_refresh_token where token_hash = $1 and client_id = $2 and revoked_at is null`,
);

export async function insertCredential(
  tx: Tx,
  key: Pick<ClientKey, 'clientId' | 'kind' | 'ownerId' | 'secretHash'> & {
    userId?: string;
    refreshTokenHash: Buffer;
  },
): Promise<void> {
  await tx.query(INSERT, [key.clientId, key.kind, key.ownerId, key.secretHash, key.userId ?? null]);
  await tx.query(INSERT_REFRESH, [key.refreshTokenHash, key.clientId]);
}

export async function findClient(tx: Tx, clientId: string): Promise<ClientKey | undefined> {
  const [row] = await tx.query<ClientKey>(FIND, [clientId]);
  return row;
}

/** A refresh token can be used again and again, by its own client only, until it is revoked. */
export const isRefreshTokenGood = async (tx: Tx, tokenHash: Buffer, clientId: string): Promise<boolean> =>
  (await tx.query(REFRESH_GOOD, [tokenHash, clientId])).length > 0;
