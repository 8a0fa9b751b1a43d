import type { Instant, PublisherRole, PublisherScope } from '#contracts';
import { sql, type Tx } from '#postgres';
import type { RatePlan } from '../domain/rate-plan.js';
import type { UserRole } from '../domain/users.js';
import { addRefreshToken } from './refresh-tokens.js';

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
  /** The secret before, while it still counts. */
  formerSecretHash: string | null;
  /** Each use of its refresh token gives a new one. */
  rotating: boolean;
  /** Families of refresh tokens that were revoked within the life of an access token. */
  revokedFamilies: string[];
  /** The key, its user or its owner was revoked. */
  revoked: boolean;
  /** Of its user or publisher; null for the seller's own key. */
  role: UserRole | PublisherRole | null;
  /** Of a publisher. */
  reach: PublisherScope | null;
  /** Of a seller. */
  plan: RatePlan | null;
}

/** A key as its owner sees it. */
export interface ListedKey {
  clientId: string;
  kind: ClientKind;
  ownerId: string;
  userId: string | null;
  userName: string | null;
  rotating: boolean;
  addedAt: Instant;
  formerSecretUntil: Instant | null;
  revokedAt: Instant | null;
}

const INSERT = sql(
  'credential_insert',
  `insert into registry_credential (client_id, kind, owner_id, secret_hash, user_id, rotating)
   values ($1, $2, $3, $4, $5, $6)`,
);
const FIND = sql(
  'credential_find',
  `select c.client_id as "clientId", c.kind, c.owner_id as "ownerId", c.user_id as "userId",
     c.secret_hash as "secretHash", c.rotating,
     case when c.former_secret_until > clock_now() then c.former_secret_hash end as "formerSecretHash",
     array(select distinct t.family::text from registry_refresh_token t
       where t.client_id = c.client_id and t.revoked_at > clock_now() - interval '65 minutes') as "revokedFamilies",
     coalesce(u.role, p.role) as role, p.scope as reach, s.plan,
     coalesce(c.revoked_at, u.revoked_at, s.revoked_at, p.revoked_at) is not null
       or coalesce(s.seller_id, p.publisher_id, u.user_id) is null as revoked
   from registry_credential c
   left join registry_user u on u.user_id = c.user_id
   left join registry_seller s on c.kind = 'seller' and s.seller_id = c.owner_id
   left join registry_publisher p on c.kind = 'publisher' and p.publisher_id = c.owner_id
   where c.client_id = $1`,
);
const LISTED = `c.client_id as "clientId", c.kind, c.owner_id as "ownerId", c.user_id as "userId", c.rotating,
  c.added_at as "addedAt", c.former_secret_until as "formerSecretUntil", c.revoked_at as "revokedAt"`;
const LIST = sql(
  'credential_list',
  `select ${LISTED}, u.name as "userName" from registry_credential c left join registry_user u using (user_id)
   where $1::uuid is null or (c.kind = 'seller' and c.owner_id = $1) order by c.added_at, c.client_id`,
);
// Whose key it is, is asked in the same statement: another seller's is not there.
const ROTATE = sql(
  'credential_rotate',
  `update registry_credential c
   set former_secret_hash = secret_hash, former_secret_until = clock_now() + make_interval(secs => $4), secret_hash = $3
   where client_id = $1 and revoked_at is null and ($2::uuid is null or (kind = 'seller' and owner_id = $2))
   returning ${LISTED}, null as "userName"`,
);
const REVOKE = sql(
  'credential_revoke',
  `update registry_credential c set revoked_at = coalesce(revoked_at, clock_now())
   where client_id = $1 and ($2::uuid is null or (kind = 'seller' and owner_id = $2))
   returning ${LISTED}, null as "userName"`,
);

/** Adds a key with its first refresh token. */
export async function insertCredential(
  tx: Tx,
  key: Pick<ClientKey, 'clientId' | 'kind' | 'ownerId' | 'secretHash'> & {
    userId?: string;
    rotating?: boolean;
    refreshTokenHash: Buffer;
  },
): Promise<void> {
  const { clientId, kind, ownerId, secretHash, userId = null, rotating = false } = key;
  await tx.query(INSERT, [clientId, kind, ownerId, secretHash, userId, rotating]);
  addRefreshToken(tx, key.refreshTokenHash, clientId);
}

export async function findClient(tx: Tx, clientId: string): Promise<ClientKey | undefined> {
  const [row] = await tx.query<ClientKey>(FIND, [clientId]);
  return row;
}

/** The keys of a seller and its users; without one, all. */
export const listKeys = (tx: Tx, sellerId?: string): Promise<ListedKey[]> =>
  tx.query<ListedKey>(LIST, [sellerId ?? null]);

/** Gives a key another secret; the one before counts for `overlapSeconds` more. Nothing when there is no such key. */
export async function replaceSecret(
  tx: Tx,
  { clientId, sellerId }: { clientId: string; sellerId?: string },
  { secretHash, overlapSeconds }: { secretHash: string; overlapSeconds: number },
): Promise<ListedKey | undefined> {
  const [row] = await tx.query<ListedKey>(ROTATE, [clientId, sellerId ?? null, secretHash, overlapSeconds]);
  return row;
}

/** Revokes a key for good. Nothing when there is no such key. */
export async function revokeKey(
  tx: Tx,
  { clientId, sellerId }: { clientId: string; sellerId?: string },
): Promise<ListedKey | undefined> {
  const [row] = await tx.query<ListedKey>(REVOKE, [clientId, sellerId ?? null]);
  return row;
}
