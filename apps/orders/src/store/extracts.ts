import type { Instant, UnitPage, UnitPosition } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

/** A shipped unit, as accounting reads it. */
interface ShippedUnitRow extends UnitPosition {
  packageId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
  shippedAt: Instant;
}

// The page is cut from the key index; lateral with a limit keeps the planner from reading whole tables beside it.
const UNITS = sql(
  'shipped_units_page',
  `select u.order_id as "orderId", u.line, u.ordinal, u.package_id as "packageId", u.seller_id as "sellerId",
          o.name as "sellerFulfillmentOrderId", s.shipped_at as "shippedAt"
     from (select * from unit where (order_id, line, ordinal) > ($1::uuid, $2::int, $3::int)
              and ($5::uuid is null or seller_id = $5)
            order by order_id, line, ordinal limit $4::int) u
    cross join lateral (select seller_fulfillment_order_id as name from orders
                         where order_id = u.order_id limit 1) o
    cross join lateral (select shipment_key from package where package_id = u.package_id limit 1) p
    cross join lateral (select shipped_at from shipment where shipment_key = p.shipment_key limit 1) s
    order by u.order_id, u.line, u.ordinal`,
);

/** Every shipped unit after a position, in unit order; of one seller when one is named. */
export function shippedUnits(
  tx: Tx,
  { after, limit }: UnitPage,
  sellerId?: string,
): Promise<ShippedUnitRow[]> {
  return tx.query<ShippedUnitRow>(UNITS, [after.orderId, after.line, after.ordinal, limit, sellerId ?? null]);
}

const BY_ORDER = sql(
  'resolve_order',
  `select order_id from orders where seller_fulfillment_order_id = $1 and ($3::uuid is null or seller_id = $3)
   union select order_id from orders where order_id = $2::uuid and ($3::uuid is null or seller_id = $3)
    order by 1 limit 1000`,
);
const BY_PACKAGE = sql(
  'resolve_package',
  `select order_id from package where package_id = $1::uuid and ($3::uuid is null or seller_id = $3)
   union select order_id from package where package_number = $2::int and ($3::uuid is null or seller_id = $3)
    order by 1 limit 1000`,
);
const BY_TRACKING = sql(
  'resolve_tracking',
  `select distinct order_id from package where tracking_number = $1 and ($2::uuid is null or seller_id = $2)
    order by 1 limit 1000`,
);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuidOrNull = (text: string): string | null => (UUID.test(text) ? text : null);

/** What somebody asks for, and whose it must be; a seller's own things, or anybody's. */
interface Asked {
  name: string;
  sellerId?: string | null | undefined;
}

/** Orders that somebody may mean: by our id or any seller's. */
export function ordersNamed(tx: Tx, { name, sellerId = null }: Asked): Promise<{ order_id: string }[]> {
  return tx.query(BY_ORDER, [name, uuidOrNull(name), sellerId]);
}

/** Orders with a package of that id or number. */
export function ordersOfPackage(tx: Tx, { name, sellerId = null }: Asked): Promise<{ order_id: string }[]> {
  const number = /^\d{1,10}$/.test(name) ? Number(name) : NaN;
  return tx.query(BY_PACKAGE, [uuidOrNull(name), number <= 2_147_483_647 ? number : null, sellerId]);
}

/** Orders with a package of that tracking number, of any carrier. */
export function ordersOfTracking(tx: Tx, { name, sellerId = null }: Asked): Promise<{ order_id: string }[]> {
  return tx.query(BY_TRACKING, [name, sellerId]);
}
