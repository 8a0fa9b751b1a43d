import { sql } from '#postgres';
import type { Tx } from '#postgres';

const NAMED = sql(
  'returns_orders_named',
  `select order_id as "orderId" from orders where order_id = $1::uuid and ($3::uuid is null or seller_id = $3)
   union
   select order_id from orders where seller_fulfillment_order_id = $2 and ($3::uuid is null or seller_id = $3)
   order by 1`,
);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Orders with this orderId or sellerFulfillmentOrderId, of this seller or, for an operator, of any: there may be several.
 */
export async function ordersNamed(tx: Tx, name: string, sellerId: string | undefined): Promise<string[]> {
  const rows = await tx.query<{ orderId: string }>(NAMED, [
    UUID.test(name) ? name : null,
    name,
    sellerId ?? null,
  ]);
  return rows.map(({ orderId }) => orderId);
}
