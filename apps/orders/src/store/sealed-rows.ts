import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import { keepEmails } from './buyer-emails.js';
import type { BuyerKeys } from './buyer-keys.js';
import { openContent, sealContent } from './order-contents.js';
import type { ContentRow } from './order-contents.js';

// A step per key, by index: no matter how many rows there are.
const step = (column: string, after: string): string =>
  `(select ${column} from order_request where ${column} is not null ${after} order by ${column} limit 1)`;
const walk = (name: string, column: string): string =>
  `${name} (key) as (
     ${step(column, '')}
     union all
     select ${step(column, `and ${column} > ${name}.key`)} from ${name} where ${name}.key is not null
   )`;
const USED = sql(
  'buyer_keys_used',
  `with recursive ${walk('asked', 'sealed_key')}, ${walk('updated', 'updated_sealed_key')}
   select key from asked where key is not null union select key from updated where key is not null order by key`,
);

/** The ids of all keys under which something is sealed. */
export async function usedKeys(tx: Tx): Promise<Buffer[]> {
  const rows = await tx.query<{ key: Buffer }>(USED);
  return rows.map((row) => row.key);
}

const COUNTS = sql(
  'buyer_keys_counts',
  `select encode(key, 'hex') as key, count(*) as orders
     from (select sealed_key as key, order_id from order_request where sealed_key is not null
           union
           select updated_sealed_key, order_id from order_request where updated_sealed is not null) sealed
    group by key order by key`,
);
const UNSEALED = sql(
  'buyer_data_unsealed',
  'select count(*) as orders from order_request where not is_parted',
);

/** How many orders hold something under each key, and how many are as a version before sealing left them. */
export async function sealedCounts(
  tx: Tx,
): Promise<{ keys: { key: string; orders: number }[]; unsealed: number }> {
  const [keys, [unsealed]] = await Promise.all([
    tx.query<{ key: string; orders: number }>(COUNTS),
    tx.query<{ orders: number }>(UNSEALED),
  ]);
  return { keys, unsealed: unsealed?.orders ?? 0 };
}

const STALE = sql(
  'buyer_data_stale',
  `select order_id, seller_id, content, sealed, updated, updated_sealed, erased_at from order_request
    where order_id in (
      (select order_id from order_request where not is_parted and order_id > $1 order by order_id limit $2)
      union all
      (select order_id from order_request where sealed_key = any($3::bytea[]) and order_id > $1
        order by order_id limit $2)
      union all
      (select order_id from order_request where updated_sealed_key = any($3::bytea[]) and order_id > $1
        order by order_id limit $2))
    order by order_id limit $2 for update skip locked`,
);
const RESEAL = sql(
  'buyer_data_reseal',
  `update order_request r
      set content = t.content, sealed = t.sealed, updated = t.updated, updated_sealed = t.updated_sealed, is_parted = true
     from unnest($1::uuid[], $2::jsonb[], $3::bytea[], $4::jsonb[], $5::bytea[])
       as t (order_id, content, sealed, updated, updated_sealed)
    where r.order_id = t.order_id`,
);

interface StaleRow {
  order_id: string;
  seller_id: string;
  content: object;
  sealed: Buffer | null;
  updated: object | null;
  updated_sealed: Buffer | null;
  erased_at: ContentRow['erased_at'];
}

/**
 * Seals anew, under the first key, what is under another or not sealed yet: the next orders after that one, by id.
 * @returns the last order looked at, and how many there were; undefined when none was left
 */
export async function resealBatch(
  tx: Tx,
  { after, limit }: { after: string; limit: number },
  keys: BuyerKeys,
): Promise<{ last: string; orders: number } | undefined> {
  const old = (await usedKeys(tx)).filter((key) => !key.equals(keys.first));
  const rows = await tx.query<StaleRow>(STALE, [after, limit, old]);
  const last = rows.at(-1)?.order_id;
  if (last === undefined) return undefined;
  const sealed = rows.map((row) => resealed(row, keys));
  tx.send(
    RESEAL,
    columns(sealed, {
      orderId: ({ orderId }) => orderId,
      content: ({ asked }) => asked.clear,
      sealed: ({ asked }) => asked.sealed,
      updated: ({ updated }) => updated?.clear,
      updatedSealed: ({ updated }) => updated?.sealed,
    }),
  );
  // Digests are keyed too; those under other keys go with their key.
  const contents = sealed.flatMap(({ sellerId, orderId, contents: each }) =>
    each.map((content) => ({ sellerId, orderId, content })),
  );
  tx.send('delete from buyer_email where order_id = any($1::uuid[])', [rows.map((row) => row.order_id)]);
  keepEmails(tx, contents, keys);
  return { last, orders: rows.length };
}

function resealed(row: StaleRow, keys: BuyerKeys) {
  const { order_id: orderId, seller_id: sellerId } = row;
  const asked = openContent({ ...row, is_update: false }, keys).content;
  const updated =
    row.updated &&
    openContent({ ...row, content: row.updated, sealed: row.updated_sealed, is_update: true }, keys).content;
  return {
    orderId,
    sellerId,
    contents: updated ? [asked, updated] : [asked],
    asked: sealContent({ sellerId, orderId, part: 'asked' }, asked, keys),
    updated: updated && sealContent({ sellerId, orderId, part: 'updated' }, updated, keys),
  };
}
