import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { StandingChange } from '../domain/shipped-unit.js';

/** What the gateway said of a seller's standing. */
export interface HeardStanding extends StandingChange {
  sellerId: string;
}

const OPEN = sql(
  'seller_open',
  'insert into seller (seller_id) select unnest($1::uuid[]) order by 1 on conflict do nothing',
);
const SHARE = sql(
  'seller_share',
  'select seller_id as "sellerId", standings from seller where seller_id = any ($1::uuid[]) order by seller_id for share',
);
const LOCK = sql(
  'seller_lock',
  `select seller_id as "sellerId", standings from seller
    where seller_id = any ($1::uuid[]) order by seller_id for no key update`,
);
const SAVE = sql(
  'seller_save',
  `update seller set standings = changed.standings
     from unnest($1::uuid[], $2::jsonb[]) as changed (seller_id, standings)
    where seller.seller_id = changed.seller_id`,
);
const RELEASE = sql(
  'seller_release',
  `update order_case set release_due = greatest(release_due, instant(returned.since))
     from unnest($1::uuid[], $2::bigint[]) as returned (seller_id, since)
    where order_case.order_id in
      (select order_id from unit where unit.seller_id = returned.seller_id and settlement = 'held')`,
);

type Standings = Map<string, StandingChange[]>;

/**
 * The standings of sellers, shared until the end of the transaction: a decision that holds a unit commits before
 * the word that releases it looks for what is held, or sees that word.
 */
export async function shareStandings(tx: Tx, sellerIds: readonly string[]): Promise<Standings> {
  return read(tx, SHARE, sellerIds);
}

/** Adds what was heard, in any order and any number of times. */
export async function saveStandings(tx: Tx, heard: readonly HeardStanding[]): Promise<void> {
  const known = await read(
    tx,
    LOCK,
    heard.map(({ sellerId }) => sellerId),
  );
  for (const { sellerId, since, standing } of heard) {
    const changes = known.get(sellerId) ?? [];
    known.set(sellerId, merged(changes, { since, standing }));
  }
  const rows = [...known];
  await tx.query(
    SAVE,
    columns(rows, { sellerId: ([id]) => id, standings: ([, changes]) => JSON.stringify(changes) }),
  );
}

/** what is held for these sellers is to be decided. Bounded work: the sweep decides, chunk by chunk. */
export async function releaseHeld(
  tx: Tx,
  returned: readonly { sellerId: string; since: Instant }[],
): Promise<void> {
  if (returned.length === 0) return;
  await tx.query(RELEASE, columns(returned, { sellerId: (row) => row.sellerId, since: (row) => row.since }));
}

async function read(tx: Tx, statement: typeof SHARE, sellerIds: readonly string[]): Promise<Standings> {
  const distinct = [...new Set(sellerIds)];
  tx.send(OPEN, [distinct]);
  const rows = await tx.query<{ sellerId: string; standings: StandingChange[] }>(statement, [distinct]);
  return new Map(rows.map(({ sellerId, standings }) => [sellerId, standings]));
}

function merged(changes: readonly StandingChange[], heard: StandingChange): StandingChange[] {
  return [...changes.filter(({ since }) => since !== heard.since), heard].toSorted(
    (a, b) => a.since - b.since,
  );
}
