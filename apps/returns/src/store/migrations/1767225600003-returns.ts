import { sellerTable } from '#postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const SELLER_TABLES = ['orders', 'order_item', 'unit', 'report', 'step', 'damage', 'quarantined_parcel'];

export class Returns1767225600003 implements MigrationInterface {
  readonly name = 'Returns1767225600003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HEARD);
    await runner.query(REPORTED);
    for (const table of SELLER_TABLES) await runner.query(sellerTable(table));
    await runner.query(API_READS_ONLY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${SELLER_TABLES.toReversed().join(', ')}`);
  }
}

// What orders told us. No foreign keys: each function writes whole orders, and a check per row is the dearest part of
// a bulk insert.
const HEARD = `
  create table orders (
    order_id uuid primary key,
    seller_id uuid not null,
    seller_fulfillment_order_id text not null,
    -- Units that may still ship; null until the order's items are known. While it is not 0, a report may be early.
    to_ship int,
    unique (seller_id, seller_fulfillment_order_id)
  );
  create index orders_by_seller_id on orders (seller_fulfillment_order_id);

  create table order_item (
    order_id uuid not null,
    line int not null,
    seller_id uuid not null,
    item_id text not null,
    sku text not null,
    quantity int not null,
    cancelled_quantity int not null,
    primary key (order_id, line)
  );

  create table unit (
    order_id uuid not null,
    line int not null,
    ordinal int not null,
    seller_id uuid not null,
    package_id uuid not null,
    shipment_id text not null,
    fulfillment_center_id text not null,
    carrier_code text,
    tracking_number text,
    shipped_at timestamptz(3) not null,
    known_at timestamptz(3) not null,
    -- Of the unit's last step; null until a fulfilment centre has it.
    place text,
    place_at timestamptz(3),
    place_known_at timestamptz(3),
    primary key (order_id, line, ordinal)
  );
  create index unit_placed on unit (order_id, line, ordinal) where place is not null;
`;

// What publishers reported and we accepted, for ever. What waits or is parked is with messaging.
const REPORTED = `
  create table report (
    -- The natural key of what it tells (Words, "report").
    report_id uuid primary key,
    order_id uuid not null,
    seller_id uuid not null,
    type text not null check (type in ('ReturnReceived', 'UnitDamaged')),
    content text not null,
    claim jsonb not null,
    occurred_at timestamptz(3) not null,
    recorded_at timestamptz(3) not null,
    publisher_id uuid not null,
    publisher text not null,
    -- N-5: the parcel that this receipt may have been, before its order was known.
    parcel_id uuid
  );
  create index report_order on report (order_id);
  create index report_parcel on report (parcel_id) where parcel_id is not null;

  create table step (
    order_id uuid not null,
    line int not null,
    ordinal int not null,
    report_id uuid not null,
    seller_id uuid not null,
    receipt_id text not null,
    place text not null,
    condition text not null,
    fulfillment_center_id text not null,
    kind text not null,
    tracking_number text,
    rma_id text,
    occurred_at timestamptz(3) not null,
    recorded_at timestamptz(3) not null,
    -- Whether it changed the unit's place when it was told, and so is part of the fact.
    moved boolean not null,
    primary key (order_id, line, ordinal, report_id),
    -- The last wall: a receipt sees a unit once.
    unique (order_id, line, ordinal, receipt_id)
  );

  create table damage (
    order_id uuid not null,
    line int not null,
    ordinal int not null,
    found_at text not null,
    cause text not null,
    seller_id uuid not null,
    fault_party text not null,
    report_id uuid not null,
    -- The last wall: the natural key of a damage.
    primary key (order_id, line, ordinal, found_at, cause)
  );

  -- N-5. It belongs to no seller while nobody knows its order: operators only.
  create table quarantined_parcel (
    parcel_id uuid primary key,
    seller_id uuid check (seller_id is null),
    fulfillment_center_id text not null,
    receipt_id text not null,
    content text not null,
    occurred_at timestamptz(3) not null,
    recorded_at timestamptz(3) not null,
    publisher_id uuid not null,
    publisher text not null
  );
  create index quarantined_parcel_age on quarantined_parcel (recorded_at, parcel_id);
`;

// Everything here comes from events: a request changes nothing.
const API_READS_ONLY = `
  do $$
  begin
    execute format('revoke insert, update, delete on ${SELLER_TABLES.join(', ')} from %I',
                   replace(current_user, '_owner', '_api'));
  end $$;
`;
