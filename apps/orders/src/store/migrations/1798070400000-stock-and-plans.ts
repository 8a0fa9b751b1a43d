import { sellerTable } from '#postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const SELLER_TABLES = ['sku', 'stock', 'stock_entry', 'planned_shipment', 'planned_item', 'shortage'];

/** Catalogue, stock as a journal, the network, and the shipments that are asked for (O-3, O-5, O-6, O-7). */
export class StockAndPlans1798070400000 implements MigrationInterface {
  readonly name = 'StockAndPlans1798070400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CATALOGUE);
    await runner.query(STOCK);
    await runner.query(PLANS);
    await runner.query(ORDERS);
    for (const table of SELLER_TABLES) await runner.query(sellerTable(table));
    await runner.query(RIGHTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table shortage, planned_item, planned_shipment, stock_entry, stock, sku, network',
    );
    await runner.query(`
      alter table order_item drop column unfulfillable, drop column unfulfillable_reason, drop column planned;
      alter table orders drop column stage, drop column fill_policy, drop column speed, drop column country_code, drop column features,
        drop column planned_since, drop column plan_at, drop column sandbox;
      alter table seller drop column sandbox;
    `);
  }
}

const CATALOGUE = `
  create table sku (
    seller_id uuid not null,
    sku text not null,
    title text not null,
    length_mm int not null check (length_mm > 0),
    width_mm int not null check (width_mm > 0),
    height_mm int not null check (height_mm > 0),
    weight_grams int not null check (weight_grams > 0),
    value_currency text,
    value_minor bigint,
    hazmat text not null,
    low_stock_at int,
    excluded_features text[] not null,
    changed_at timestamptz(3) not null,
    primary key (seller_id, sku)
  );

  -- Every version of what the operator said of its network; the last one is in force.
  create table network (
    version bigint generated always as identity primary key,
    content jsonb not null,
    put_at timestamptz(3) not null
  );
`;

const STOCK = `
  create table stock (
    seller_id uuid not null,
    sku text not null,
    fc_id text not null,
    sellable int not null,
    unsellable int not null check (unsellable >= 0),
    -- Nothing is promised that is not there: the last wall against overselling.
    reserved int not null check (reserved between 0 and sellable),
    primary key (seller_id, sku, fc_id)
  );

  -- O-7: append-only. The stock is the sum of its entries.
  create table stock_entry (
    entry_id bigint generated always as identity,
    seller_id uuid not null,
    sku text not null,
    fc_id text not null,
    kind text not null,
    sellable int not null,
    unsellable int not null,
    reserved int not null,
    at timestamptz(3) not null,
    order_id uuid,
    reference text,
    primary key (seller_id, entry_id)
  );
  create index stock_entry_by_time on stock_entry (seller_id, at);
  -- A receipt, or a returned unit, is counted once however often it is told.
  create unique index stock_entry_once on stock_entry (seller_id, fc_id, sku, kind, reference)
    where kind in ('received', 'returned-sellable', 'returned-unsellable', 'disposed');
`;

const PLANS = `
  create table planned_shipment (
    shipment_id uuid primary key,
    order_id uuid not null,
    seller_id uuid not null,
    fc_id text not null,
    status text not null,
    carrier_code text,
    requested_at timestamptz(3) not null,
    ship_by timestamptz(3) not null,
    estimated_delivery_at timestamptz(3) not null,
    closed_at timestamptz(3)
  );
  create index planned_shipment_of_order on planned_shipment (order_id);

  create index planned_shipment_open on planned_shipment (fc_id, shipment_id) where status = 'PENDING';

  create table planned_item (
    shipment_id uuid not null,
    line int not null,
    seller_id uuid not null,
    quantity int not null check (quantity >= 0),
    primary key (shipment_id, line)
  );

  -- O-5, FillAll: who is waiting for which SKU, so that a receipt wakes those and nobody else.
  create table shortage (
    seller_id uuid not null,
    sku text not null,
    order_id uuid not null,
    primary key (seller_id, sku, order_id)
  );
`;

const ORDERS = `
  alter table orders
    add column stage text not null default 'Received',
    add column fill_policy text,
    add column speed text,
    add column country_code text,
    add column features jsonb,
    add column planned_since timestamptz(3),
    add column plan_at timestamptz(3),
    add column sandbox boolean not null default false;
  create index orders_to_plan on orders (plan_at, order_id) where plan_at is not null;
  alter table order_item
    add column unfulfillable int not null default 0 check (unfulfillable between 0 and quantity - cancelled),
    add column unfulfillable_reason text,
    add column planned int not null default 0 check (planned >= 0);
  alter table seller add column sandbox boolean not null default false;
`;

const RIGHTS = `
  do $$
  declare
    api text := replace(current_user, '_owner', '_api');
    worker text := replace(current_user, '_owner', '_worker');
  begin
    execute format('revoke insert, update on planned_shipment, planned_item, shortage from %I', api);
    execute format('revoke update on stock_entry, network from %I, %I', api, worker);
    execute format('grant update (status, closed_at) on planned_shipment to %I', api);
    execute format('grant delete on shortage to %I', worker);
    execute format('grant update (stage, fill_policy, speed, country_code, features, planned_since, plan_at)
                    on orders to %I', api);
    execute format('grant update (unfulfillable, unfulfillable_reason, planned) on order_item to %I', api);
  end $$;
`;
