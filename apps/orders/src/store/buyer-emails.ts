import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import { buyerEmails, normalEmail } from '../domain/buyer-data.js';
import type { BuyerKeys } from './buyer-keys.js';

const KEEP = sql(
  'buyer_emails_keep',
  `insert into buyer_email (seller_id, digest, order_id)
   select * from unnest($1::uuid[], $2::bytea[], $3::uuid[]) on conflict do nothing`,
);

/** What is asked for in an order. */
export interface OrderContent {
  sellerId: string;
  orderId: string;
  content: object;
}

/** Makes orders findable by the e-mail addresses given with them; addresses of before stay. */
export function keepEmails(tx: Tx, orders: readonly OrderContent[], keys: BuyerKeys): void {
  const rows = orders.flatMap(({ sellerId, orderId, content }) =>
    buyerEmails(content).map((email) => ({ sellerId, orderId, digest: keys.digest(sellerId, email) })),
  );
  if (rows.length === 0) return;
  tx.send(
    KEEP,
    columns(rows, {
      sellerId: ({ sellerId }) => sellerId,
      digest: ({ digest }) => digest,
      orderId: ({ orderId }) => orderId,
    }),
  );
}

const FIND = sql(
  'buyer_emails_find',
  'select distinct order_id from buyer_email where seller_id = $1 and digest = any($2::bytea[]) order by order_id',
);

/** The ids of a seller's orders that were made with this e-mail address, in key order. */
export async function ordersOfEmail(
  tx: Tx,
  sellerId: string,
  email: string,
  keys: BuyerKeys,
): Promise<string[]> {
  const digests = keys.digests(sellerId, normalEmail(email));
  const rows = await tx.query<{ order_id: string }>(FIND, [sellerId, digests]);
  return rows.map((row) => row.order_id);
}
