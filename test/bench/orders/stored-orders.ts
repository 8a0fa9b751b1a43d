import pg from 'pg';
import { columns } from '#postgres';
import { buyerDataKey } from '#testing';
import { BuyerKeys } from '../../../apps/orders/src/store/buyer-keys.js';
import { sealContent } from '../../../apps/orders/src/store/order-contents.js';
import { orderRequest } from '../http/order-request.js';
import { bulkLoad } from '../stack/bulk-load.js';

/** In the past: Kafka refuses records from the future, and what is long shipped is what there is most of. */
const RECEIVED = `('2026-01-02T00:00:00Z'::timestamptz + i * interval '1 second')`;
const PER_STATEMENT = 5_000;

/** Ids go up with time, as UUIDv7 do. */
const idOf = (kind: number): string => `('0000000${kind}-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid`;
const orderIdOf = (i: number): string => `00000001-0000-7000-8000-${String(i).padStart(12, '0')}`;
export const storedOrderName = (i: number): string => `SO-${i}`;
const SELLER = '$2::uuid[]';
const SELLER_OF = `(${SELLER})[1 + i % cardinality(${SELLER})]`;
const EACH = 'from generate_series(0, $1::int - 1) as i';
/** Of ten orders seven are shipped, two wait in the warehouse, one could not be fulfilled. */
const SHIPPED = 'where i % 10 < 7';
const PLANNED = 'where i % 10 < 9';

/** By table; $1 orders of the sellers $2, two lines of one piece each, one package. */
const FILL: Readonly<Record<string, string>> = {
  orders: `
    insert into orders (order_id, seller_id, seller_fulfillment_order_id, marketplace_id, purpose, signature_required,
      received_at, promise, status, status_updated_at, stage, fill_policy, speed, country_code, features, planned_since)
    select ${idOf(1)}, ${SELLER_OF}, 'SO-' || i, 'default', 'customer-order', true, ${RECEIVED},
      '2026-01-09T00:00:00.000Z', (array['Complete', 'Planning', 'Unfulfillable'])[1 + greatest(0, i % 10 - 5) / 2],
      ${RECEIVED}, 'Planning', 'FillOrKill', 'Standard', 'US', '["SIGNATURE_CONFIRMATION"]', ${RECEIVED} ${EACH}`,
  order_item: `
    insert into order_item (order_id, line, seller_id, item_id, sku, quantity, cancelled, shipped, value_currency,
      value_minor, unfulfillable, unfulfillable_reason, planned)
    select ${idOf(1)}, line, ${SELLER_OF}, line::text, 'SKU-' || (i + line) % 5000, 1, 0, (i % 10 < 7)::int, 'USD',
      1999, (i % 10 = 9)::int, case when i % 10 = 9 then 'out-of-stock' end, (i % 10 between 7 and 8)::int
    ${EACH}, generate_series(1, 2) as line`,
  planned_shipment: `
    insert into planned_shipment (shipment_id, order_id, seller_id, fc_id, status, carrier_code, requested_at, ship_by,
      estimated_delivery_at, closed_at)
    select ${idOf(2)}, ${idOf(1)}, ${SELLER_OF}, 'FC1', case when i % 10 < 7 then 'SHIPPED' else 'PENDING' end, 'UPS',
      ${RECEIVED}, ${RECEIVED} + interval '1 day', ${RECEIVED} + interval '6 days',
      case when i % 10 < 7 then ${RECEIVED} + interval '1 day' end ${EACH} ${PLANNED}`,
  planned_item: `
    insert into planned_item (shipment_id, line, seller_id, quantity)
    select ${idOf(2)}, line, ${SELLER_OF}, 1 ${EACH}, generate_series(1, 2) as line ${PLANNED}`,
  shipment: `
    insert into shipment (shipment_key, order_id, seller_id, shipment_id, fulfillment_center_id, shipped_at,
      recorded_at, publisher, content)
    select ${idOf(3)}, ${idOf(1)}, ${SELLER_OF}, ${idOf(2)}::text, 'FC1', ${RECEIVED} + interval '1 day',
      ${RECEIVED} + interval '1 day', 'east', '{}' ${EACH} ${SHIPPED}`,
  package: `
    insert into package (package_id, shipment_key, order_id, seller_id, package_number, carrier_code, tracking_number,
      detail, signature_required, estimated_delivery_at, promised_by)
    select ${idOf(4)}, ${idOf(3)}, ${idOf(1)}, ${SELLER_OF}, i + 1, 'UPS', '1Z' || i, 'full', true,
      ${RECEIVED} + interval '6 days', 'shipment' ${EACH} ${SHIPPED}`,
  unit: `
    insert into unit (order_id, line, ordinal, package_id, seller_id)
    select ${idOf(1)}, line, 1, ${idOf(4)}, ${SELLER_OF} ${EACH}, generate_series(1, 2) as line ${SHIPPED}`,
};

const REQUESTS = `
  insert into orders.order_request (order_id, seller_id, content, sealed)
  select * from unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::bytea[])`;

/** Stores orders of these sellers, in turn, as creating, planning and shipping them would have left them. */
export async function storeOrders(
  databaseUrl: string,
  sellers: readonly string[],
  orders: number,
): Promise<void> {
  const fillings = Object.entries(FILL).map(([table, statement]) => ({
    table,
    statement,
    values: [orders, sellers],
  }));
  await Promise.all([
    bulkLoad(databaseUrl, 'orders', fillings, 2),
    storeRequests(databaseUrl, sellers, orders),
  ]);
}

// What SQL cannot make: the buyer's part of each is sealed for its order.
async function storeRequests(databaseUrl: string, sellers: readonly string[], orders: number): Promise<void> {
  const keys = BuyerKeys.parse(buyerDataKey);
  const database = new pg.Client({
    connectionString: databaseUrl,
    options: '-c synchronous_commit=off',
  });
  await database.connect();
  try {
    for (let from = 0; from < orders; from += PER_STATEMENT) {
      const length = Math.min(PER_STATEMENT, orders - from);
      const rows = Array.from({ length }, (_, at) => requestOf(from + at, sellers, keys));
      const picked = columns(rows, {
        orderId: ({ orderId }) => orderId,
        sellerId: ({ sellerId }) => sellerId,
        clear: ({ clear }) => clear,
        sealed: ({ sealed }) => sealed,
      });
      await database.query(REQUESTS, picked);
    }
    await database.query('vacuum (analyze) orders.order_request');
  } finally {
    await database.end();
  }
}

function requestOf(i: number, sellers: readonly string[], keys: BuyerKeys) {
  const place = {
    orderId: orderIdOf(i),
    sellerId: sellers[i % sellers.length] ?? '',
    part: 'asked' as const,
  };
  const request = orderRequest(storedOrderName(i));
  const items = [1, 2].map((line) => ({
    ...request.items[0],
    sellerSku: `SKU-${(i + line) % 5000}`,
    sellerFulfillmentOrderItemId: String(line),
    quantity: 1,
  }));
  return { ...place, ...sealContent(place, { ...request, items }, keys) };
}
