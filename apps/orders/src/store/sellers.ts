import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';

export interface SellerState {
  sellerId: string;
  ownAddresses: string[];
  revoked: boolean;
  sandbox: boolean;
  changedAt: Instant;
}

const KEEP = sql(
  'sellers_keep',
  `insert into seller (seller_id, own_addresses, revoked, sandbox, changed_at)
   select id, array(select jsonb_array_elements_text(addresses)), revoked, sandbox, instant(changed)
     from unnest($1::uuid[], $2::jsonb[], $3::boolean[], $4::boolean[], $5::bigint[])
       as t (id, addresses, revoked, sandbox, changed)
    order by id
   on conflict (seller_id) do update
     set own_addresses = excluded.own_addresses, revoked = excluded.revoked, sandbox = excluded.sandbox,
         changed_at = excluded.changed_at`,
);

/** Keeps the present state of sellers, one row per seller. */
export function keepSellers(tx: Tx, sellers: readonly SellerState[]): void {
  if (sellers.length === 0) return;
  tx.send(
    KEEP,
    columns(sellers, {
      sellerId: (seller) => seller.sellerId,
      ownAddresses: (seller) => JSON.stringify(seller.ownAddresses),
      revoked: (seller) => seller.revoked,
      sandbox: (seller) => seller.sandbox,
      changedAt: (seller) => seller.changedAt,
    }),
  );
}

const TERMS = sql(
  'seller_terms',
  'select own_addresses as "ownAddresses", sandbox from seller where seller_id = $1',
);

/** What decides on a seller's orders. */
export type SellerTerms = Pick<SellerState, 'ownAddresses' | 'sandbox'>;

/** The terms of a seller; those of a real one without addresses while we have not heard of it. */
export async function sellerTerms(tx: Tx, sellerId: string): Promise<SellerTerms> {
  const [row] = await tx.query<SellerTerms>(TERMS, [sellerId]);
  return row ?? { ownAddresses: [], sandbox: false };
}

const OF_ORDER = sql('seller_of_order', 'select seller_id from orders where order_id = $1');

/** Whose order it is. */
export async function sellerOfOrder(tx: Tx, orderId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ seller_id: string }>(OF_ORDER, [orderId]);
  return row?.seller_id;
}
