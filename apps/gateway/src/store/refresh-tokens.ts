import type { Instant } from '#contracts';
import { sql, type Tx } from '#postgres';

/** A refresh token as it stands: `spent` was replaced, and its time is over. */
export interface RefreshToken {
  family: string;
  state: 'good' | 'spent' | 'revoked';
}

const FIND = sql(
  'refresh_token_find',
  `select family, case when revoked_at is not null then 'revoked'
     when good_until <= clock_now() then 'spent' else 'good' end as state
   from registry_refresh_token where token_hash = $1 and client_id = $2`,
);
// Used again within its grace, it keeps the end that its first use gave it.
const REPLACE = sql(
  'refresh_token_replace',
  `update registry_refresh_token
   set good_until = least(coalesce(good_until, 'infinity'), clock_now() + make_interval(secs => $3))
   where token_hash = $1 and client_id = $2 and revoked_at is null and coalesce(good_until > clock_now(), true)
   returning family, good_until as "goodUntil"`,
);
const REPLACE_ALL = sql(
  'refresh_tokens_replace',
  `update registry_refresh_token
   set good_until = least(coalesce(good_until, 'infinity'), clock_now() + make_interval(secs => $2))
   where client_id = $1 and revoked_at is null and coalesce(good_until > clock_now(), true)
   returning family, added_at as "addedAt"`,
);
const ADD = sql(
  'refresh_token_add',
  `insert into registry_refresh_token (token_hash, client_id, family)
   values ($1, $2, coalesce($3::uuid, gen_random_uuid()))`,
);
const REVOKE_FAMILY = sql(
  'refresh_family_revoke',
  `update registry_refresh_token set revoked_at = clock_now() where family = $1 and revoked_at is null`,
);

export async function findRefreshToken(
  tx: Tx,
  tokenHash: Buffer,
  clientId: string,
): Promise<RefreshToken | undefined> {
  const [row] = await tx.query<RefreshToken>(FIND, [tokenHash, clientId]);
  return row;
}

/** Adds a token of a family; of one of its own when none is named. */
export const addRefreshToken = (tx: Tx, tokenHash: Buffer, clientId: string, family?: string): void =>
  tx.send(ADD, [tokenHash, clientId, family ?? null]);

/** Puts a new token beside one that still counts, which does so for `overlapSeconds` more; nothing when it does not. */
export async function replaceRefreshToken(
  tx: Tx,
  former: Buffer,
  clientId: string,
  { tokenHash, overlapSeconds }: { tokenHash: Buffer; overlapSeconds: number },
): Promise<{ family: string; goodUntil: Instant } | undefined> {
  const [row] = await tx.query<{ family: string; goodUntil: Instant }>(REPLACE, [
    former,
    clientId,
    overlapSeconds,
  ]);
  if (row !== undefined) addRefreshToken(tx, tokenHash, clientId, row.family);
  return row;
}

/** The same for all of a client's tokens; the new one is of the youngest one's family. */
export async function replaceAllRefreshTokens(
  tx: Tx,
  clientId: string,
  { tokenHash, overlapSeconds }: { tokenHash: Buffer; overlapSeconds: number },
): Promise<void> {
  const rows = await tx.query<{ family: string; addedAt: Instant }>(REPLACE_ALL, [clientId, overlapSeconds]);
  const [youngest] = rows.toSorted((one, other) => other.addedAt - one.addedAt);
  addRefreshToken(tx, tokenHash, clientId, youngest?.family);
}

/** A token, those it replaced and those that replaced it count no more. */
export const revokeFamily = (tx: Tx, family: string): void => tx.send(REVOKE_FAMILY, [family]);
